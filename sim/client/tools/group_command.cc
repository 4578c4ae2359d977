#include "client/tools/group_command.h"

#include <algorithm>

#include "client/tools/java_exception.h"
#include "client/tools/steps.h"

namespace highwater {

namespace {
using Action = GroupsPlan::Action;
using Shows = GroupsPlan::Shows;
using ResetTo = GroupsPlan::ResetTo;

constexpr char kExecuteWarning[] =
    "WARN: No action will be performed as the --execute option is missing. In version 5.0, this "
    "command will require either --dry-run or --execute to be specified. You should add the "
    "--dry-run option explicitly if you are scripting this command and want to keep the current "
    "default behavior without prompting.\n";

constexpr char kPurpose[] =
    "This tool helps to list all consumer groups, describe a consumer group, delete consumer group "
    "info, or reset consumer group offsets.";

struct Scenario {
    std::string_view option;
    ResetTo to;
};
// In the order in which Java walks the set of them, which is that of Kafka's complaints.
constexpr Scenario kScenarios[] = {
    {"to-offset", ResetTo::offset},     {"to-current", ResetTo::current},
    {"to-datetime", ResetTo::datetime}, {"from-file", ResetTo::file},
    {"by-duration", ResetTo::duration}, {"to-earliest", ResetTo::earliest},
    {"to-latest", ResetTo::latest},     {"shift-by", ResetTo::shift},
};
// In that in which they are checked.
constexpr std::string_view kChecked[] = {"to-offset", "to-datetime", "by-duration", "to-earliest",
                                         "to-latest", "to-current",  "shift-by",    "from-file"};

// A list behind "--state" or "--type" is optional, which the reader of options does not know.
std::string take_optional(std::vector<std::string>& arguments, std::string const& option) {
    for (std::size_t i = 1; i + 1 < arguments.size(); ++i) {
        if (arguments[i] != option || arguments[i + 1].rfind("--", 0) == 0) continue;
        std::string const value = arguments[i + 1];
        arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        return value;
    }
    for (std::string& argument : arguments) {
        if (argument.rfind(option + "=", 0) != 0) continue;
        std::string const value = argument.substr(option.size() + 1);
        argument = option;
        return value;
    }
    return {};
}

std::string lower(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

// "stable, Empty" → the words of the list; a word that is not among `valid` comes back.
std::optional<std::string> read_words(std::string const& list,
                                      std::vector<std::string_view> const& valid,
                                      std::vector<std::string>& words) {
    for (std::string const& part : split(list, ',')) {
        auto const first = part.find_first_not_of(' ');
        if (first == std::string::npos) continue;
        std::string const word = part.substr(first, part.find_last_not_of(' ') - first + 1);
        bool const is_valid = std::any_of(valid.begin(), valid.end(), [&](std::string_view v) {
            return lower(std::string{v}) == lower(word);
        });
        if (!is_valid) return word;
        words.push_back(word);
    }
    return std::nullopt;
}

ToolText uncaught(std::string const& exception, std::string const& message) {
    return {{}, "Exception in thread \"main\" joptsimple." + exception + ": " + message + "\n", 1};
}

// Options that are only understood beside others (jopt-simple's availableIf).
std::string unavailable(Options const& options) {
    std::string names;
    auto const check = [&](std::string_view name, bool is_available) {
        if (!options.has(name) || is_available) return;
        names += (names.empty() ? "" : ", ") + std::string{name};
    };
    check("members", options.has("describe"));
    check("verbose", options.has("describe"));
    check("offsets", options.has("describe"));
    check("state", options.has("describe") || options.has("list"));
    check("type", options.has("list"));
    return names;
}

std::string check_describe(Options const& options, std::string const& state_value) {
    if (!options.has("describe")) return {};
    if (!options.has("group") && !options.has("all-groups")) {
        return "Option [describe] takes one of these options: [all-groups], [group]";
    }
    int shows = 0;
    for (char const* const name : {"members", "offsets", "state"}) shows += options.has(name);
    if (shows > 1) {
        return "Option [describe] takes at most one of these options: [members], [offsets], "
               "[state]";
    }
    return state_value.empty() ? "" : "Option [describe] does not take a value for [state]";
}

std::string check_deletions(Options const& options) {
    bool const names_groups = options.has("group") || options.has("all-groups");
    if (options.has("delete") && !names_groups) {
        return "Option [delete] takes one of these options: [all-groups], [group]";
    }
    if (options.has("delete") && options.has("topic")) {
        return "The consumer does not support topic-specific offset deletion from a consumer "
               "group.";
    }
    if (options.has("delete-offsets") && (!options.has("group") || !options.has("topic"))) {
        return "Option [delete-offsets] takes the following options: [topic], [group]";
    }
    return {};
}

// `warning`: what is said before any of it.
std::string check_reset(Options const& options, std::string& warning) {
    if (!options.has("reset-offsets")) return {};
    if (options.has("dry-run") && options.has("execute")) {
        return "Option [reset-offsets] only accepts one of [execute] and [dry-run]";
    }
    if (!options.has("dry-run") && !options.has("execute")) warning = kExecuteWarning;
    if (!options.has("group") && !options.has("all-groups")) {
        return "Option [reset-offsets] takes one of these options: [all-groups], [group]";
    }
    for (std::string_view const used : kChecked) {
        std::vector<std::string_view> others;
        for (Scenario const& scenario : kScenarios) {
            if (scenario.option != used) others.push_back(scenario.option);
        }
        std::string const complaint = excluded_by(options, used, others);
        if (!complaint.empty()) return complaint;
    }
    return {};
}

std::string check_scope(Options const& options) {
    std::string complaint = excluded_by(options, "group", {"all-groups", "list"});
    if (complaint.empty()) complaint = excluded_by(options, "topic", {"describe", "list"});
    return complaint;
}

std::string check_action(Options const& options, GroupsPlan::Wish& wish) {
    constexpr std::pair<std::string_view, Action> kActions[] = {
        {"list", Action::list},
        {"describe", Action::describe},
        {"delete", Action::remove},
        {"reset-offsets", Action::reset},
        {"delete-offsets", Action::delete_offsets}};
    int actions = options.has("validate-regex");
    for (auto const& [name, action] : kActions) {
        if (!options.has(name)) continue;
        ++actions;
        wish.action = action;
    }
    if (actions == 1) return {};
    return "Command must include exactly one action: --list, --describe, --delete, "
           "--reset-offsets, --delete-offsets, --validate-regex";
}

std::string read_filters(std::string const& states, std::string const& types,
                         ListGroupsFilters& filters) {
    static std::vector<std::string_view> const kStates{
        "PreparingRebalance", "CompletingRebalance", "Stable", "Dead", "Empty",
        "Assigning",          "Reconciling"};
    static std::vector<std::string_view> const kTypes{"Classic", "Consumer"};
    auto const listed = [](std::vector<std::string_view> const& words) {
        std::string text;
        for (std::string_view const word : words) {
            text += (text.empty() ? "" : ", ") + std::string{word};
        }
        return text;
    };
    if (read_words(states, kStates, filters.states_filter)) {
        return "Invalid state list '" + states + "'. Valid states are: " + listed(kStates);
    }
    if (read_words(types, kTypes, filters.types_filter)) {
        return "Invalid types list '" + types + "'. Valid types are: " + listed(kTypes);
    }
    return {};
}

void read_wish(Options const& options, GroupsPlan& plan) {
    GroupsPlan::Wish& wish = plan.wish;
    wish.verbose = options.has("verbose");
    wish.with_state = options.has("state");
    wish.with_type = options.has("type");
    wish.all_groups = options.has("all-groups");
    wish.all_topics = options.has("all-topics");
    wish.executes = options.has("execute");
    wish.exports = options.has("export");
    wish.shows = options.has("members") ? Shows::members
                 : options.has("state") ? Shows::state
                                        : Shows::offsets;
    auto const groups = options.values.find("group");
    if (groups != options.values.end()) plan.groups = groups->second;
    wish.names_one_group = plan.groups.size() == 1;
    auto const topics = options.values.find("topic");
    if (topics != options.values.end()) wish.topics = topics->second;
    for (Scenario const& scenario : kScenarios) {
        if (!options.has(scenario.option)) continue;
        wish.reset_to = scenario.to;
        wish.reset_value = options.get(scenario.option);
    }
}

// Numbers are only read when the tool gets to work.
std::optional<ToolText> read_numbers(Options const& options, GroupsPlan& plan) {
    for (std::string const option : {"to-offset", "shift-by", "timeout"}) {
        if (!options.has(option)) continue;
        std::int64_t number = 0;
        if (!parse_integer(options.get(option), number)) {
            Thrown const thrown = no_number(option, options.get(option));
            ToolText text = plan.printed;
            print_failure(text, thrown.message, trace_of(thrown));
            return text;
        }
        if (option == "timeout") {
            plan.wish.timeout = milliseconds(number);
        } else {
            plan.wish.number = number;
        }
    }
    return std::nullopt;
}
}  // namespace

std::vector<OptionSpec> const& consumer_groups_options() {
    static std::vector<OptionSpec> const known = {
        {"all-groups", false},     {"all-topics", false},    {"bootstrap-server", true},
        {"by-duration", true},     {"command-config", true}, {"delete", false},
        {"delete-offsets", false}, {"describe", false},      {"dry-run", false},
        {"execute", false},        {"export", false},        {"from-file", true},
        {"group", true},           {"help", false},          {"list", false},
        {"members", false},        {"offsets", false},       {"reset-offsets", false},
        {"shift-by", true},        {"state", false},         {"timeout", true},
        {"to-current", false},     {"to-datetime", true},    {"to-earliest", false},
        {"to-latest", false},      {"to-offset", true},      {"topic", true},
        {"type", false},           {"validate-regex", true}, {"verbose", false},
        {"version", false}};
    return known;
}

void print_failure(ToolText& printed, std::string const& message, std::string const& trace) {
    printed.out += "\nError: Executing consumer group command failed due to " + message + "\n";
    printed.err += trace;
}

GroupsCommand read_groups_command(std::vector<std::string> arguments) {
    GroupsCommand command;
    auto const refuse = [&](ToolText text) {
        text.err = command.plan.printed.err + text.err;
        command.refusal = std::move(text);
        return command;
    };
    std::vector<OptionSpec> const& known = consumer_groups_options();
    std::string const states = take_optional(arguments, "--state");
    std::string const types = take_optional(arguments, "--type");
    Expected<Options> const options = parse_options(arguments, known);
    if (!options) {
        return refuse(uncaught(option_exception(options.problem())));
    }
    if (std::string const names = unavailable(*options); !names.empty()) {
        return refuse(uncaught(
            "UnavailableOptionException",
            "Option(s) [" + names + "] are unavailable given other options on the command line"));
    }
    if (arguments.size() == 1 || options->has("help")) return refuse(usage(kPurpose, known));
    if (options->has("version")) return refuse({"4.3.0\n", {}, 0});
    std::string complaint = check_describe(*options, states);
    if (complaint.empty()) complaint = check_deletions(*options);
    if (complaint.empty()) complaint = check_reset(*options, command.plan.printed.err);
    if (complaint.empty()) complaint = check_scope(*options);
    if (complaint.empty()) complaint = check_action(*options, command.plan.wish);
    if (!complaint.empty()) return refuse(usage(complaint, known));
    if (options->has("validate-regex")) {
        command.regex = options->get("validate-regex");
        return command;
    }
    read_wish(*options, command.plan);
    if (auto text = read_numbers(*options, command.plan)) {
        command.refusal = std::move(text);
        return command;
    }
    complaint = read_filters(states, types, command.plan.wish.filters);
    if (!complaint.empty()) return refuse(usage(complaint, known));
    return command;
}

}  // namespace highwater
