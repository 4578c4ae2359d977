// ElectLeaders (43): what kafka-leader-election asks for.
#include "controller/active.h"

namespace highwater {

namespace {
struct Electing {
    Controller& self;
    ElectionType type;
    std::vector<MetadataRecord> records;

    ElectLeadersResult elect(TopicPartition id, Effects const& out) {
        ElectLeadersResult result{id, ErrorCode::unknown_topic_or_partition, {}};
        std::string const& name = out.names().text(id.topic);
        TopicImage const* topic = find_topic(self.image, id.topic);
        if (topic == nullptr) {
            result.message = "No such topic as " + name;
            return result;
        }
        PartitionRegistration const* partition = find_partition(self.image, id);
        if (partition == nullptr) {
            result.message = "No such partition as " + name + "-" + std::to_string(id.partition);
            return result;
        }
        bool const is_preferred = type == ElectionType::preferred;
        bool const is_satisfied = is_preferred ? partition->leader == partition->replicas.front()
                                               : partition->leader != kNoBroker;
        if (is_satisfied) {
            result.error = ErrorCode::election_not_needed;
            return result;
        }
        PartitionQuestion question = question_of(self, *partition, config_of(self, *topic, out));
        question.election = is_preferred ? Election::preferred : Election::unclean;
        auto record = change_record(self.image, question, topic->id, id.partition);
        if (record) {
            records.push_back(*std::move(record));
            result.error = ErrorCode::none;
        } else {
            result.error = is_preferred ? ErrorCode::preferred_leader_not_available
                                        : ErrorCode::eligible_leaders_not_available;
        }
        return result;
    }
};
}  // namespace

void handle(Controller& self, Raft& raft, Envelope const& from, ElectLeadersRequest const& request,
            Effects& out) {
    ElectLeadersResponse answer;
    if (self.role != ControllerRole::active) {
        out.reply(from, not_controller(answer));
        return;
    }
    Electing electing{self, request.type, {}};
    std::vector<ElectLeadersResult> results;
    if (request.all_partitions) {
        for (auto const& [topic_id, name] : self.image.topic_ids) {
            auto const count =
                static_cast<std::int32_t>(find_topic(self.image, name)->partitions.size());
            for (std::int32_t i = 0; i < count; ++i) {
                ElectLeadersResult result = electing.elect({name, i}, out);
                if (result.error == ErrorCode::election_not_needed) continue;
                results.push_back(std::move(result));
            }
        }
    } else if (request.partitions) {
        for (TopicPartition const id : *request.partitions) {
            results.push_back(electing.elect(id, out));
        }
    }
    answer.results = make_payload(std::move(results));
    if (electing.records.empty()) {
        answer_after_pending(self, from, answer, out);
        return;
    }
    ChangeReason const why = request.type == ElectionType::preferred
                                 ? ChangeReason::preferred_election
                                 : ChangeReason::unclean_election;
    Offset const last = write(self, raft, std::move(electing.records), {why, kNoBroker}, out);
    answer_after(self, last, from, answer, out);
}

}  // namespace highwater
