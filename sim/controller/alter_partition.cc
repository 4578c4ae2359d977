// AlterPartition (56, KIP-497): a leader proposes the ISR of partitions that it leads.
#include <algorithm>

#include "controller/active.h"

namespace highwater {

namespace {
std::vector<BrokerId> ids_of(std::vector<IsrMember> const& members) {
    std::vector<BrokerId> ids;
    for (IsrMember const& member : members) ids.push_back(member.broker_id);
    return ids;
}

// Replicas of the partition, each once, the leader among them.
bool is_possible_isr(PartitionRegistration const& partition, std::vector<BrokerId> const& isr) {
    for (std::size_t i = 0; i < isr.size(); ++i) {
        bool const is_twice = std::find(isr.begin(), isr.begin() + static_cast<std::ptrdiff_t>(i),
                                        isr[i]) != isr.begin() + static_cast<std::ptrdiff_t>(i);
        if (is_twice || !contains(partition.replicas, isr[i])) return false;
    }
    return contains(isr, partition.leader);
}

bool is_eligible(MetadataImage const& image, IsrMember const& member) {
    BrokerRegistration const* broker = find_broker(image, member.broker_id);
    if (broker == nullptr || !broker->is_active()) return false;
    // kNoBrokerEpoch: the leader does not know it.
    return member.broker_epoch == kNoBrokerEpoch || member.broker_epoch == broker->epoch;
}

// Whether the sender knows the state that its change is about.
ErrorCode compare_epochs(PartitionRegistration const& partition, BrokerId sender,
                         AlterPartitionChange const& change) {
    // Who knows more than the controller talks to one that was deposed.
    if (change.leader_epoch > partition.leader_epoch ||
        change.partition_epoch > partition.partition_epoch) {
        return ErrorCode::not_controller;
    }
    if (change.leader_epoch < partition.leader_epoch) return ErrorCode::fenced_leader_epoch;
    if (sender != partition.leader) return ErrorCode::invalid_request;
    if (change.partition_epoch < partition.partition_epoch) {
        return ErrorCode::invalid_update_version;
    }
    return ErrorCode::none;
}

ErrorCode validate(Controller const& self, PartitionRegistration const& partition, BrokerId sender,
                   AlterPartitionChange const& change) {
    if (self.setup.protocol.compared_isr_changes) {
        ErrorCode const error = compare_epochs(partition, sender, change);
        if (error != ErrorCode::none) return error;
    }
    if (!is_possible_isr(partition, ids_of(change.new_isr))) return ErrorCode::invalid_request;
    if (change.leader_recovery_state == LeaderRecoveryState::recovering) {
        if (change.new_isr.size() > 1) return ErrorCode::invalid_request;
        if (partition.leader_recovery_state == LeaderRecoveryState::recovered) {
            return ErrorCode::invalid_request;
        }
    }
    for (IsrMember const& member : change.new_isr) {
        if (!is_eligible(self.image, member)) return ErrorCode::ineligible_replica;
    }
    return ErrorCode::none;
}

struct AlteringPartitions {
    Controller& self;
    BrokerId sender;
    std::vector<MetadataRecord> records;

    AlterPartitionResult alter(AlterPartitionChange const& change, Effects const& out) {
        AlterPartitionResult result;
        result.partition = change.partition;
        TopicImage const* topic = find_topic(self.image, change.topic_id);
        if (topic == nullptr) {
            result.error = ErrorCode::unknown_topic_id;
            return result;
        }
        auto const index = static_cast<std::size_t>(change.partition.partition);
        if (change.partition.partition < 0 || index >= topic->partitions.size()) {
            result.error = ErrorCode::unknown_topic_or_partition;
            return result;
        }
        PartitionRegistration const& before = topic->partitions[index];
        result.error = validate(self, before, sender, change);
        if (result.error != ErrorCode::none) return result;

        TopicConfig const config = config_of(self, *topic, out);
        PartitionQuestion question = question_of(self, before, config);
        if (config.unclean_leader_election_enable) question.election = Election::unclean;
        question.target_isr = ids_of(change.new_isr);
        question.target_recovery_state = change.leader_recovery_state;
        auto const decided = decide(question);
        PartitionRegistration after = before;
        if (decided) {
            PartitionChangeRecord record = *decided;
            set_directories(self.image, before, record);
            record.topic_id = topic->id;
            record.partition_id = change.partition.partition;
            apply(after, record);
            records.push_back(std::move(record));
            // The change that completes a reassignment may take the leadership away from the
            // sender.
            if (decided->leader && *decided->leader != sender) {
                result.error = ErrorCode::new_leader_elected;
                return result;
            }
        }
        result.leader = after.leader;
        result.leader_epoch = after.leader_epoch;
        result.partition_epoch = after.partition_epoch;
        result.leader_recovery_state = after.leader_recovery_state;
        result.isr = after.isr;
        return result;
    }
};
}  // namespace

void handle(Controller& self, Raft& raft, Envelope const& from,
            AlterPartitionRequest const& request, Effects& out) {
    AlterPartitionResponse answer;
    if (accept_broker(self, from, request, answer, out) == nullptr) return;
    AlteringPartitions altering{self, request.broker_id, {}};
    std::vector<AlterPartitionResult> results;
    if (request.changes) {
        for (AlterPartitionChange const& change : *request.changes) {
            results.push_back(altering.alter(change, out));
        }
    }
    answer.results = make_payload(std::move(results));
    if (altering.records.empty()) {
        answer_after_pending(self, from, answer, out);
        return;
    }
    Offset const last = write(self, raft, std::move(altering.records),
                              {ChangeReason::alter_partition, request.broker_id}, out);
    answer_after(self, last, from, answer, out);
}

}  // namespace highwater
