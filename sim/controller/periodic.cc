// What the active controller does by itself (QuorumController's periodic tasks).
#include "controller/active.h"

namespace highwater {

namespace {
constexpr std::size_t kMostElectionsAtOnce = 1'000;  // then it gives way and goes on at once

Duration idle_interval(Controller const& self) {
    return milliseconds(self.setup.config.quorum.metadata_max_idle_interval_ms);
}
Duration balance_interval(Controller const& self) {
    return seconds(self.setup.config.leader_imbalance_check_interval_seconds);
}
Duration unclean_interval(Controller const& self) {
    return milliseconds(self.setup.config.unclean_leader_election_interval_ms);
}

// A record of no meaning: it shows that the controller is alive, and followers how far the log is.
void write_no_op(Controller& self, Raft& raft, Effects& out) {
    write(self, raft, {NoOpRecord{}}, {ChangeReason::config_change, kNoBroker}, out);
    out.arm({TimerKind::no_op, 0}, idle_interval(self));
}

// Changes of the partitions that `wants` chooses, by an election of that kind.
template <class Wants>
std::vector<MetadataRecord> elect_where(Controller const& self, Election election,
                                        Effects const& out, Wants wants) {
    std::vector<MetadataRecord> records;
    for (auto const& [topic_id, name] : self.image.topic_ids) {
        TopicImage const& topic = *find_topic(self.image, name);
        std::optional<TopicConfig> config;
        for (std::size_t i = 0; i < topic.partitions.size(); ++i) {
            if (records.size() >= kMostElectionsAtOnce) return records;
            PartitionRegistration const& partition = topic.partitions[i];
            if (!wants(partition)) continue;
            if (!config) config = config_of(self, topic, out);
            if (election == Election::unclean && !config->unclean_leader_election_enable) break;
            PartitionQuestion question = question_of(self, partition, *config);
            question.election = election;
            auto record =
                change_record(self.image, question, topic.id, static_cast<std::int32_t>(i));
            if (record) records.push_back(*std::move(record));
        }
    }
    return records;
}

void balance_leaders(Controller& self, Raft& raft, Effects& out) {
    auto records =
        elect_where(self, Election::preferred, out, [&](PartitionRegistration const& partition) {
            BrokerId const preferred = partition.replicas.front();
            return partition.leader != preferred && contains(partition.isr, preferred) &&
                   is_active(self.image, preferred);
        });
    bool const is_more = records.size() >= kMostElectionsAtOnce;
    if (!records.empty()) {
        write(self, raft, std::move(records), {ChangeReason::automatic_preferred, kNoBroker}, out);
    }
    out.arm({TimerKind::leader_balance, 0}, is_more ? Duration{} : balance_interval(self));
}

void elect_unclean_leaders(Controller& self, Raft& raft, Effects& out) {
    auto records = elect_where(
        self, Election::unclean, out,
        [](PartitionRegistration const& partition) { return partition.leader == kNoBroker; });
    bool const is_more = records.size() >= kMostElectionsAtOnce;
    if (!records.empty()) {
        write(self, raft, std::move(records), {ChangeReason::unclean_election, kNoBroker}, out);
    }
    out.arm({TimerKind::unclean_check, 0}, is_more ? Duration{} : unclean_interval(self));
}
}  // namespace

void arm_periodic_tasks(Controller const& self, Effects& out) {
    // 0: no such records are written (metadata.max.idle.interval.ms).
    if (idle_interval(self) > Duration{}) out.arm({TimerKind::no_op, 0}, idle_interval(self));
    out.arm({TimerKind::unclean_check, 0}, unclean_interval(self));
    if (self.setup.config.auto_leader_rebalance_enable) {
        out.arm({TimerKind::leader_balance, 0}, balance_interval(self));
    }
}

void on_periodic(Controller& self, Raft& raft, Timer const& timer, Effects& out) {
    switch (timer.kind) {
    case TimerKind::session_check: expire_sessions(self, raft, out); return;
    case TimerKind::no_op: write_no_op(self, raft, out); return;
    case TimerKind::leader_balance: balance_leaders(self, raft, out); return;
    case TimerKind::unclean_check: elect_unclean_leaders(self, raft, out); return;
    default: return;
    }
}

}  // namespace highwater
