// [challenge]: what a learner may change, and the goals; the answer that fills it in is read in
// answer_reading.cc.
#include <algorithm>

#include "base/limits.h"
#include "node/config_names.h"
#include "scenario/loader_parts.h"
#include "scenario/nearest.h"
#include "scenario/units.h"
#include "scenario/verbs.h"

namespace highwater {

namespace {

void read_instant(TableReader& reader, std::string const& key, Time& instant, Loading& loading) {
    auto const at = reader.quantity(key, parse_duration);
    if (!at) return;
    instant = Time{at->us};
    if (*at <= loading.scenario.duration) return;
    reader.report(reader.table().find(key)->value, "the run ends before this instant",
                  "duration is " + write_duration(loading.scenario.duration));
}

void check_setting(Value const& value, TableReader& reader, Loading const& loading) {
    for (ConfigOwner const& owner : config_owners(loading)) {
        if (value.text.rfind(owner.name + ".", 0) != 0) continue;
        std::string const config = value.text.substr(owner.name.size() + 1);
        if (is_known_config(owner.scope, config)) return;
        std::string const nearest{nearest_config(owner.scope, config)};
        reader.report(value, "Kafka 4.3 has no config `" + config + "` for " + owner.name,
                      nearest.empty() ? "" : "did you mean `" + owner.name + "." + nearest + "`?");
        return;
    }
    Problem const problem = no_config_owner(value.text.substr(0, value.text.find('.')), loading);
    reader.report(value, problem.message, problem.advice);
}

void check_beginning(Value const& value, TableReader& reader) {
    std::vector<std::string> firsts;
    std::string const first = value.text.substr(0, value.text.find(' '));
    for (Verb const& verb : verbs()) {
        firsts.emplace_back(verb.usage.substr(0, verb.usage.find(' ')));
        if (firsts.back() == first) return;
    }
    reader.report(value, "no command begins with `" + first + "`", advise_words(first, firsts));
}

// A goal is an expectation that stands behind everything that happens at its instant.
void load_goal(Value const& table, Loading& loading) {
    TableReader reader{table, table_keys::goal(), loading.errors};
    ChallengeGoal goal;
    goal.place = table.place;
    goal.at = Time{} + loading.scenario.duration;
    read_instant(reader, "at", goal.at, loading);
    goal.say = loading.translations.prose(reader, "say");
    goal.why = loading.translations.prose(reader, "why");
    Entry const* expect = reader.find("expect", Value::Kind::text);
    if (table.find("expect") == nullptr) {
        reader.missing("expect", "write expect = \"acknowledged records lost = 0\"");
    }
    reader.finish();
    if (expect == nullptr) return;
    auto parsed = parse_expectation(expect->value.text, loading.scope);
    if (auto const* problem = std::get_if<PhraseProblem>(&parsed)) {
        report_phrase(expect->value, *problem, loading);
        return;
    }
    Scenario& scenario = loading.scenario;
    goal.expectation = static_cast<std::int32_t>(scenario.expectations.size());
    auto const nth = static_cast<std::int32_t>(scenario.challenge->goals.size());
    scenario.expectations.push_back({goal.at, static_cast<std::int32_t>(scenario.commands.size()),
                                     std::get<Expectation>(std::move(parsed)), expect->value.place,
                                     nth});
    scenario.challenge->goals.push_back(std::move(goal));
}

}  // namespace

void load_challenge(TableReader& reader, Loading& loading) {
    Entry const* entry = reader.find("challenge", Value::Kind::table);
    if (entry == nullptr) return;
    loading.challenge = &entry->value;
    TableReader rules{entry->value, table_keys::challenge(), loading.errors};
    Challenge challenge;
    challenge.place = entry->value.place;
    challenge.task = loading.translations.prose(rules, "task");
    if (challenge.task.empty() && entry->value.find("task") == nullptr) {
        rules.missing("task", "say what is to be mended");
    }
    for (Value const* each : rules.texts("may-set")) challenge.may_set.push_back(each->text);
    challenge.was.resize(challenge.may_set.size());
    for (Value const* each : rules.texts("may-do")) challenge.may_do.push_back(each->text);
    if (challenge.may_set.empty() && challenge.may_do.empty()) {
        rules.missing("may-set", "say what may be changed: may-set, may-do or both");
    }
    if (auto const budget = rules.integer("budget", 1, limits::kSteps)) {
        challenge.budget = static_cast<std::int32_t>(*budget);
    }
    challenge.until = Time{} + loading.scenario.duration;
    read_instant(rules, "from", challenge.from, loading);
    read_instant(rules, "until", challenge.until, loading);
    if (entry->value.find("goal") == nullptr) {
        rules.missing("goal", "write [[challenge.goal]] with what must hold then");
    }
    rules.finish();
    loading.scenario.challenge = std::move(challenge);
}

void note_for_challenge(std::vector<WrittenConfig> const& entries, std::string const& owner,
                        Loading& loading) {
    if (!loading.scenario.challenge) return;
    Challenge& challenge = *loading.scenario.challenge;
    for (std::size_t i = 0; i < challenge.may_set.size(); ++i) {
        for (WrittenConfig const& each : entries) {
            if (challenge.may_set[i] == owner + "." + each.name) challenge.was[i] = each.value;
        }
    }
}

void check_challenge(Loading& loading) {
    if (loading.challenge == nullptr) return;
    TableReader rules{*loading.challenge, table_keys::challenge(), loading.errors};
    for (Value const* each : rules.texts("may-set")) check_setting(*each, rules, loading);
    for (Value const* each : rules.texts("may-do")) check_beginning(*each, rules);
}

void load_goals(Loading& loading) {
    if (loading.challenge == nullptr) return;
    TableReader rules{*loading.challenge, table_keys::challenge(), loading.errors};
    for (Value const* table : rules.tables("goal")) load_goal(*table, loading);
}

}  // namespace highwater
