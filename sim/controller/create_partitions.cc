// CreatePartitions (37): a topic grows. Records that are there stay where they are; only keys of
// new records fall into other partitions.
#include "base/limits.h"
#include "controller/new_partitions.h"

namespace highwater {

namespace {
struct Growing {
    Controller& self;
    std::vector<MetadataRecord> records;

    std::optional<Refused> grow(NewPartitions const& wanted, Effects& out) {
        TopicImage const* topic = find_topic(self.image, wanted.name);
        if (topic == nullptr || topic->partitions.empty()) {
            return Refused{ErrorCode::unknown_topic_or_partition, {}};
        }
        auto const present = static_cast<std::int32_t>(topic->partitions.size());
        if (wanted.count == present) {
            return Refused{ErrorCode::invalid_partitions,
                           "Topic already has " + std::to_string(present) + " partition(s)."};
        }
        if (wanted.count < present) {
            return Refused{ErrorCode::invalid_partitions,
                           "The topic " + out.names().text(wanted.name) + " currently has " +
                               std::to_string(present) + " partition(s); " +
                               std::to_string(wanted.count) + " would not be an increase."};
        }
        std::int32_t const additional = wanted.count - present;
        // Like the first partition, whatever reassignments have made of the others.
        std::size_t const width = topic->partitions.front().replicas.size();
        auto const already = static_cast<std::int64_t>(records.size());
        if (auto refused =
                check_limits(self, wanted.count, static_cast<std::int32_t>(additional + already))) {
            return refused;
        }
        Expected<Assignment> placed{Assignment{}};
        if (wanted.assignment) {
            if (auto refused = check(*wanted.assignment, additional, width)) return refused;
            placed = *wanted.assignment;
        } else {
            placed = place_new_partitions(self, additional, static_cast<std::int32_t>(width), out);
        }
        if (!placed) {
            return Refused{ErrorCode::invalid_replication_factor, placed.problem().message};
        }
        std::vector<MetadataRecord> made;
        bool const is_by_hand = wanted.assignment.has_value();
        auto refused = add_new_partitions(self, {topic->id, present, is_by_hand}, *placed, made);
        if (refused) return refused;
        records.insert(records.end(), made.begin(), made.end());
        out.note(
            PartitionsAdded{wanted.name, present, wanted.count, static_cast<std::int32_t>(width)});
        return std::nullopt;
    }

private:
    std::optional<Refused> check(Assignment const& assignment, std::int32_t additional,
                                 std::size_t width) const {
        if (assignment.size() == static_cast<std::size_t>(additional)) {
            return check_assignment(self, assignment, width);
        }
        return Refused{ErrorCode::invalid_replica_assignment,
                       "Attempted to add " + std::to_string(additional) +
                           " additional partition(s), but only " +
                           std::to_string(assignment.size()) + " assignment(s) were specified."};
    }
};
}  // namespace

void handle(Controller& self, Raft& raft, Envelope const& from,
            CreatePartitionsRequest const& request, Effects& out) {
    if (self.role != ControllerRole::active) {
        out.reply(from, error_response(request, ErrorCode::not_controller));
        return;
    }
    Growing growing{self, {}};
    std::vector<TopicResult> results;
    if (request.topics) {
        for (NewPartitions const& wanted : *request.topics) {
            TopicResult result{wanted.name, ErrorCode::none, {}, kNoUuid};
            if (auto refused = growing.grow(wanted, out)) {
                result.error = refused->error;
                result.message = std::move(refused->message);
            }
            results.push_back(std::move(result));
        }
    }
    CreatePartitionsResponse answer{make_payload(std::move(results))};
    if (growing.records.empty()) {
        answer_after_pending(self, from, answer, out);
        return;
    }
    Offset const last = write(self, raft, std::move(growing.records),
                              {ChangeReason::config_change, kNoBroker}, out);
    answer_after(self, last, from, answer, out);
}

}  // namespace highwater
