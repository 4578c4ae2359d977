// highwater help verbs|scenario|queries|faults|facts|lessons: the reference, generated from the
// program's own tables.
#include <iostream>

#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/lessons.h"
#include "cli/program.h"
#include "scenario/nearest.h"
#include "scenario/protocol_table.h"
#include "scenario/reference.h"

namespace highwater::cli {

namespace {
std::string known_lessons() {
    std::vector<LessonEntry> const lessons = read_lessons();
    return lessons.empty() ? "There is no folder of scenarios here.\n" : lesson_list(lessons);
}

std::string all_of_scenario() { return scenario_reference(""); }

// `highwater help scenario producer`.
int print_table_reference(std::string const& table) {
    std::string const text = scenario_reference(table);
    if (text.empty()) {
        return refuse("a scenario has no table `" + table + "`",
                      advise_words(table, scenario_tables()));
    }
    std::cout << text;
    return kGood;
}
}  // namespace

int print_reference(std::string const& topic, std::string const& part) {
    if (!part.empty()) {
        if (topic == "scenario") return print_table_reference(part);
        return refuse("`help " + topic + "` has no parts", "leave `" + part + "` out");
    }
    struct Topic {
        char const* name;
        std::string (*text)();
        char const* about;
    };
    constexpr Topic kTopics[] = {
        {"scenario", all_of_scenario, "the tables and keys of a scenario file"},
        {"verbs", verb_reference, "what `do` and the palette take"},
        {"faults", fault_reference, "the verbs that hurt"},
        {"queries", query_reference, "what `expect` and `answer` may ask"},
        {"facts", fact_help, "what a run can tell"},
        {"invariants", invariant_text, "what is checked after every event"},
        {"protocol", protocol_reference, "rules that a scenario can take away"},
        {"simplified", simplified_reference, "where this is not the real Kafka, and why"},
        {"challenges", challenge_reference, "set-ups to mend, and the answers that are graded"},
        {"languages", language_reference, "lessons in other words than English"},
        {"lessons", known_lessons, "what there is to learn, in order"},
    };
    for (Topic const& each : kTopics) {
        if (topic != each.name) continue;
        std::cout << each.text();
        return kGood;
    }
    if (topic.empty()) {
        std::cout << "highwater help TOPIC\n\n";
        for (Topic const& each : kTopics) {
            std::cout << "  " << each.name << std::string(12 - std::string{each.name}.size(), ' ')
                      << each.about << "\n";
        }
        std::cout << "\nhighwater --help lists the subcommands.\n";
        return kGood;
    }
    return refuse(
        "no help on `" + topic + "`",
        advise_words(topic, {"scenario", "verbs", "faults", "queries", "facts", "invariants",
                             "protocol", "simplified", "challenges", "languages", "lessons"}));
}

}  // namespace highwater::cli
