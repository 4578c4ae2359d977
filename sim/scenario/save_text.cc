#include "scenario/save_text.h"

#include "scenario/document.h"
#include "scenario/queries.h"
#include "scenario/units.h"
#include "scenario/verbs.h"

namespace highwater {

namespace {

// The file with another seed in it, if the run had another (--seed, --set).
std::string with_seed(std::string const& text, std::uint64_t seed) {
    std::string result;
    bool is_top = true;
    bool is_written = false;
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t end = text.find('\n', at);
        end = end == std::string::npos ? text.size() : end + 1;
        std::string line = text.substr(at, end - at);
        if (line[0] == '[') {
            if (is_top && !is_written) result += "seed = " + std::to_string(seed) + "\n\n";
            is_top = false;
        }
        bool const is_seed = is_top && line.compare(0, 4, "seed") == 0 &&
                             line.find_first_not_of(" \t", 4) == line.find('=');
        if (is_seed) {
            line = "seed = " + std::to_string(seed) + "\n";
            is_written = true;
        }
        is_written |= !is_top;
        result += line;
        at = end;
    }
    if (!result.empty() && result.back() != '\n') result += '\n';
    return result;
}

}  // namespace

std::string quote_toml(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string quoted = "\"";
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            quoted += '\\';
            quoted += c;
        } else if (c == '\n') {
            quoted += "\\n";
        } else if (byte < 0x20 || byte == 0x7f) {
            quoted += "\\u00";
            quoted += kDigits[byte >> 4];
            quoted += kDigits[byte & 0xf];
        } else {
            quoted += c;
        }
    }
    return quoted + "\"";
}

std::string unquote_toml(std::string_view quoted) {
    SourceLines const source{"", "text = " + std::string{quoted}};
    Errors errors{source};
    auto const root = parse_document(source, errors);
    Entry const* text = root ? root->find("text") : nullptr;
    return text == nullptr ? std::string{} : text->value.text;
}

namespace {

// What an answer does is a step like any other; what it sets stands at the command line.
std::string answer_text(GivenAnswer const& answer) {
    std::string text;
    for (ChosenSetting const& each : answer.settings) {
        text += "\n# with --set " + each.name + "=" + each.value;
    }
    if (!answer.settings.empty()) text += "\n";
    for (ChosenCommand const& each : answer.commands) {
        text += "\n[[step]]\nat = " + quote_toml(write_duration(each.at - Time{})) +
                "\ndo = " + quote_toml(each.phrase) + "\n";
    }
    return text;
}

}  // namespace

std::string to_scenario_text(Scenario const& scenario, std::vector<GivenCommand> const& commands) {
    std::string text = with_seed(scenario.text, scenario.world.seed);
    if (scenario.answer) text += answer_text(*scenario.answer);
    for (GivenCommand const& given : commands) {
        // A person acts after everything that has happened at this instant, but the commands of a
        // file are the first events of theirs. The next microsecond keeps what came before before.
        Duration const at = given.at - Time{} + microseconds(1);
        if (at < Duration{}) continue;  // while the cluster formed: no file can say that
        text += "\n[[step]]\nat = " + quote_toml(write_duration(at)) +
                "\ndo = " + quote_toml(given.command.phrase) + "\n";
    }
    return text;
}

Expected<Command> read_phrase(std::string_view phrase, World const& world, Names& names) {
    PhraseScope scope = scope_of(world, names);
    auto parsed = parse_command(phrase, scope);
    if (auto const* problem = std::get_if<PhraseProblem>(&parsed)) {
        return Problem{problem->message, problem->advice};
    }
    return std::get<Command>(std::move(parsed));
}

}  // namespace highwater
