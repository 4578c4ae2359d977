#include "scenario/combinations.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "node/topic_name.h"
#include "scenario/losses.h"
#include "world/lookup.h"

namespace highwater {
namespace {

Expected<SettingChoices> read_choice(std::string const& text) {
    std::size_t const equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
        return Problem{"'" + text + "' is no setting with its values",
                       "write KEY=VALUE,VALUE, as in checkout.acks=1,all"};
    }
    SettingChoices choices{text.substr(0, equals), {}};
    std::size_t begin = equals + 1;
    while (begin <= text.size()) {
        std::size_t const end = std::min(text.find(',', begin), text.size());
        std::string value = text.substr(begin, end - begin);
        if (value.empty()) return Problem{"a value is missing in '" + text + "'", "between commas"};
        bool const is_twice =
            std::find(choices.values.begin(), choices.values.end(), value) != choices.values.end();
        if (is_twice) return Problem{"'" + value + "' stands twice in '" + text + "'", "leave one"};
        choices.values.push_back(std::move(value));
        begin = end + 1;
    }
    return choices;
}

// A topic's partition has nobody who leads it, or somebody who is not up.
bool is_somewhere_without_leader(World const& world) {
    MetadataImage const* image = current_image(world);
    if (image == nullptr) return false;
    auto const is_up = [&](BrokerId broker) {
        Process const* process = find_process(world, node_of_server(world, broker));
        return process != nullptr && process->is_alive;
    };
    for (Cow<TopicImage> const& topic : image->topics) {
        if (is_internal_topic(world.names.text(topic->name))) continue;
        for (PartitionRegistration const& partition : topic->partitions) {
            if (partition.leader == kNoBroker || !is_up(partition.leader)) return true;
        }
    }
    return false;
}

}  // namespace

Expected<std::vector<SettingChoices>> read_choices(std::vector<std::string> const& texts) {
    std::vector<SettingChoices> all;
    std::size_t count = 1;
    for (std::string const& text : texts) {
        Expected<SettingChoices> choices = read_choice(text);
        if (!choices) return choices.problem();
        bool const is_twice = std::any_of(
            all.begin(), all.end(), [&](auto const& each) { return each.key == choices->key; });
        if (is_twice) {
            return Problem{choices->key + " stands twice",
                           "write all its values behind it: " + choices->key + "=A,B"};
        }
        count *= choices->values.size();
        if (count > std::size_t{limits::kCombinations}) {
            return Problem{
                "these are more than " + std::to_string(limits::kCombinations) + " combinations",
                "leave out a setting or some values"};
        }
        all.push_back(*std::move(choices));
    }
    if (all.empty()) return Problem{"no setting is given", "as in checkout.acks=1,all"};
    return all;
}

std::vector<std::vector<std::string>> combinations_of(std::vector<SettingChoices> const& choices) {
    std::vector<std::vector<std::string>> all{{}};
    for (SettingChoices const& each : choices) {
        std::vector<std::vector<std::string>> longer;
        for (std::vector<std::string> const& settings : all) {
            for (std::string const& value : each.values) {
                longer.push_back(settings);
                longer.back().push_back(each.key + "=" + value);
            }
        }
        all = std::move(longer);
    }
    return all;
}

std::array<std::int64_t, 5> counts_of(RunOutcome const& outcome) {
    return {outcome.sent, outcome.acknowledged, outcome.lost, outcome.duplicated, outcome.failed};
}

std::string value_of(std::string const& setting) { return setting.substr(setting.find('=') + 1); }

MeasuredRun::MeasuredRun(World start, RunLimits const& limits)
    : world_{std::move(start)}, watch_{world_, limits} {}

// Between two events nothing changes: how it was before this one holds up to it.
void MeasuredRun::look() {
    if (was_without_ && world_.now > looked_at_)
        unavailable_ = unavailable_ + (world_.now - looked_at_);
    looked_at_ = std::max(looked_at_, world_.now);
    was_without_ = world_.now >= Time{} && is_somewhere_without_leader(world_);
}

bool MeasuredRun::run(Time until, std::int64_t events) {
    for (std::int64_t i = 0; i < events; ++i) {
        status_ = watch_.look(world_, until);
        if (status_ != RunStatus::reached) return true;
        if (!step(world_, runner_, until)) {
            run_until(world_, until, runner_);  // the clock stands there, too
            look();
            return true;
        }
        look();
    }
    return false;
}

RunOutcome MeasuredRun::outcome() const {
    PromiseBooks const books = promise_books(world_);
    RunOutcome outcome;
    outcome.acknowledged = books.safe + books.at_risk() + books.lost + books.deleted;
    outcome.lost = books.lost;
    outcome.unavailable = unavailable_;
    for (Process const& process : world_.nodes) {
        if (!process.producer) continue;
        outcome.duplicated += count_duplicated_records(world_, process.id);
        outcome.sent += (*process.producer)->counts.sent;
        outcome.failed += (*process.producer)->counts.failed;
    }
    return outcome;
}

}  // namespace highwater
