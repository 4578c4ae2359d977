// Plays a recording on a simulated cluster: the same steps, then the same wait until nothing
// changes.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/step.h"
#include "tests/kafka/metadata_json.h"
#include "tests/kafka/recording.h"

namespace highwater {

class Stage {
public:
    Stage(Recording const& recording, std::uint64_t seed);

    // Does what the step did and settles. Throws std::runtime_error at a step that it cannot play.
    void play(RecordedStep const& step);

    // An aspect of the cluster as it stands: "answer", "metadata" (since the step before),
    // "partitions", "logs", "offsets", "describe", "groups", "members". Null: this stage cannot
    // tell.
    nlohmann::json observe(std::string const& aspect) const;
    // Invariants that the run violated, as sentences.
    std::vector<std::string> violations() const;

private:
    void act(nlohmann::json const& action);
    void settle(nlohmann::json const& action, Time begun);
    void run_for(Duration time);
    template <typename Done>
    void run_until_done(Duration at_most, Done&& done);

    void command(CommandBody body, std::string phrase);
    NodeTarget server(nlohmann::json const& action) const;
    void produce(nlohmann::json const& action);
    void produce_at_once(NameId name, nlohmann::json const& records, ProducerConfig const& config);
    void consume(nlohmann::json const& action);
    void member(nlohmann::json const& action);
    nlohmann::json end_member(NameId name, bool crashes, bool leaves);
    nlohmann::json call_member(NameId name, nlohmann::json const& action);
    void look_for_coordinators();
    nlohmann::json snapshot() const;
    void stop(nlohmann::json const& action);

    Recording const& recording_;
    World world_;
    Checks checks_;
    Runner runner_;
    TopicNames topics_;
    Offset metadata_seen_;
    nlohmann::json metadata_;
    nlohmann::json answer_;
    int consumers_{};
    std::vector<NameId> members_;  // that were started and have not been ended
};

}  // namespace highwater
