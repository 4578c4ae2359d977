// AlterPartitionReassignments (45), ListPartitionReassignments (46): replicas move to other brokers
// (KIP-455). What begins here ends when every new replica is in sync: in AlterPartition, or in any
// other change of the partition.
#include "controller/active.h"
#include "controller/assignment.h"

namespace highwater {

namespace {
bool is_moving(PartitionRegistration const& partition) {
    return !partition.adding_replicas.empty() || !partition.removing_replicas.empty();
}

// KIP-860: as many replicas as the partition has, or will have when what is under way is done.
std::string wrong_width(PartitionRegistration const& partition,
                        std::vector<BrokerId> const& target) {
    std::size_t const width = without(partition.replicas, partition.removing_replicas).size();
    if (width == target.size()) return {};
    return "The replication factor is changed from " + std::to_string(width) + " to " +
           std::to_string(target.size());
}

struct Reassigning {
    Controller& self;
    bool may_change_width;
    std::vector<MetadataRecord> records;

    ReassignablePartitionResult reassign(ReassignablePartition const& wanted, Effects const& out) {
        TopicPartition const id = wanted.partition;
        ReassignablePartitionResult result{id, ErrorCode::unknown_topic_or_partition, {}};
        std::string const& name = out.names().text(id.topic);
        TopicImage const* topic = find_topic(self.image, id.topic);
        if (topic == nullptr) {
            result.message = "Unable to find a topic named " + name + ".";
            return result;
        }
        std::string const partition_name = name + ":" + std::to_string(id.partition);
        PartitionRegistration const* partition = find_partition(self.image, id);
        if (partition == nullptr) {
            result.message = "Unable to find partition " + partition_name + ".";
            return result;
        }
        TopicConfig const config = config_of(self, *topic, out);
        bool const allows_unclean = config.unclean_leader_election_enable;
        Reassignment asked = wanted.replicas
                                 ? begin_reassignment(self.image, *partition, *wanted.replicas)
                                 : cancel_reassignment(*partition, partition_name, allows_unclean);
        if (asked.error == ErrorCode::none && wanted.replicas && !may_change_width) {
            asked.message = wrong_width(*partition, *wanted.replicas);
            if (!asked.message.empty()) asked.error = ErrorCode::invalid_replication_factor;
        }
        result.error = asked.error;
        result.message = asked.message;
        if (asked.error != ErrorCode::none) return result;
        PartitionQuestion question = question_of(self, *partition, config);
        // A cancelled move may leave no other way out.
        if (!wanted.replicas && allows_unclean) question.election = Election::unclean;
        set_targets(question, asked);
        auto record = change_record(self.image, question, topic->id, id.partition);
        if (record) records.push_back(*std::move(record));
        return result;
    }
};

void add_if_moving(Controller const& self, TopicPartition id,
                   std::vector<OngoingPartitionReassignment>& found) {
    PartitionRegistration const* partition = find_partition(self.image, id);
    if (partition == nullptr || !is_moving(*partition)) return;
    found.push_back(
        {id, partition->replicas, partition->adding_replicas, partition->removing_replicas});
}
}  // namespace

void handle(Controller& self, Raft& raft, Envelope const& from,
            AlterPartitionReassignmentsRequest const& request, Effects& out) {
    if (self.role != ControllerRole::active) {
        out.reply(from, error_response(request, ErrorCode::not_controller));
        return;
    }
    Reassigning reassigning{self, request.allow_replication_factor_change, {}};
    std::vector<ReassignablePartitionResult> results;
    if (request.partitions) {
        for (ReassignablePartition const& wanted : *request.partitions) {
            results.push_back(reassigning.reassign(wanted, out));
        }
    }
    AlterPartitionReassignmentsResponse answer{ErrorCode::none, make_payload(std::move(results))};
    if (reassigning.records.empty()) {
        answer_after_pending(self, from, answer, out);
        return;
    }
    Offset const last = write(self, raft, std::move(reassigning.records),
                              {ChangeReason::reassignment, kNoBroker}, out);
    answer_after(self, last, from, answer, out);
}

void handle(Controller& self, Raft&, Envelope const& from,
            ListPartitionReassignmentsRequest const& request, Effects& out) {
    if (self.role != ControllerRole::active) {
        out.reply(from, error_response(request, ErrorCode::not_controller));
        return;
    }
    std::vector<OngoingPartitionReassignment> found;
    if (request.partitions) {
        for (TopicPartition const id : *request.partitions) add_if_moving(self, id, found);
    } else {
        for (Cow<TopicImage> const& topic : self.image.topics) {
            auto const count = static_cast<std::int32_t>(topic->partitions.size());
            for (std::int32_t i = 0; i < count; ++i) add_if_moving(self, {topic->name, i}, found);
        }
    }
    ListPartitionReassignmentsResponse answer{ErrorCode::none, make_payload(std::move(found))};
    answer_after_pending(self, from, std::move(answer), out);
}

}  // namespace highwater
