// The decisions of the active controller as facts, read off the records that it is about to write.
#include "controller/active.h"

namespace highwater {

namespace {
struct Noting {
    Controller const& self;
    std::vector<MetadataRecord> const& records;
    std::size_t index;
    Cause cause;
    Effects& out;

    void operator()(FeatureLevelRecord const& record) const {
        std::int16_t before = -1;
        for (FeatureLevel const& feature : self.image.features) {
            if (feature.name == record.name) before = feature.level;
        }
        bool const is_news = before >= 0 && before != record.feature_level;
        if (is_news)
            out.note(FeatureLevelChanged{make_payload(FeatureLevelRecord{record}), before});
    }
    void operator()(RegisterBrokerRecord const& record) const {
        BrokerRegistration const* before = find_broker(self.image, record.broker_id);
        bool const is_new_life = before == nullptr || before->epoch != record.broker_epoch;
        if (!is_new_life) return;
        out.note(BrokerRegistered{record.broker_id, record.broker_epoch,
                                  cause.why == ChangeReason::unclean_shutdown});
    }
    void operator()(UnregisterBrokerRecord const& record) const {
        out.note(BrokerUnregistered{record.broker_id});
    }
    void operator()(BrokerRegistrationChangeRecord const& record) const {
        BrokerRegistration const* before = find_broker(self.image, record.broker_id);
        if (before == nullptr) return;
        if (record.in_controlled_shutdown > 0) out.note(ControlledShutdownBegun{record.broker_id});
        if (record.fenced < 0) out.note(BrokerUnfenced{record.broker_id});
        if (record.fenced <= 0 || before->fenced) return;  // fenced already: nothing happens
        auto const session = self.sessions.find(record.broker_id);
        bool const is_known = session != self.sessions.end();
        Time const last = is_known ? session->second.last_contact : out.now();
        bool const was_never_heard = is_known && session->second.metadata_offset == kNoOffset;
        out.note(BrokerFenced{record.broker_id, last,
                              cause.why == ChangeReason::controlled_shutdown, was_never_heard});
    }
    void operator()(TopicRecord const& record) const {
        std::int32_t partitions = 0;
        std::int32_t replication_factor = 0;
        for (std::size_t i = index + 1; i < records.size(); ++i) {
            auto const* partition = std::get_if<PartitionRecord>(&records[i]);
            if (partition == nullptr || partition->topic_id != record.topic_id) continue;
            ++partitions;
            replication_factor =
                static_cast<std::int32_t>(partition->registration->replicas.size());
        }
        out.note(TopicCreated{record.name, partitions, replication_factor});
    }
    void operator()(RemoveTopicRecord const& record) const {
        if (TopicImage const* topic = find_topic(self.image, record.topic_id)) {
            out.note(TopicDeleted{topic->name});
        }
    }
    void operator()(PartitionRecord const&) const {}
    void operator()(PartitionChangeRecord const& record) const {
        TopicImage const* topic = find_topic(self.image, record.topic_id);
        if (topic == nullptr) return;
        TopicPartition const id{topic->name, record.partition_id};
        PartitionRegistration const& before =
            topic->partitions[static_cast<std::size_t>(record.partition_id)];
        PartitionRegistration after = before;
        apply(after, record);
        note_move(id, before, after);
        bool const leads_anew = record.leader && after.leader != before.leader;
        bool const isr_changes = after.isr != before.isr || after.elr != before.elr;
        if (!leads_anew && !isr_changes) return;
        auto const replicas =
            make_payload(Replicas{after.replicas, before.isr, after.isr, after.elr});
        if (isr_changes) {
            out.note(IsrChanged{id, after.partition_epoch, cause.broker, cause.why, replicas});
        }
        if (leads_anew) {
            bool const is_unclean = record.leader_recovery_state == LeaderRecoveryState::recovering;
            out.note(LeaderElected{id, before.leader, after.leader, after.leader_epoch,
                                   cause.broker, cause.why, is_unclean, replicas});
        }
    }
    // Begun, done or given up (KIP-455). One that only drops replicas or reorders them is done as
    // soon as it begins.
    void note_move(TopicPartition id, PartitionRegistration const& before,
                   PartitionRegistration const& after) const {
        bool const is_news = before.replicas != after.replicas ||
                             before.adding_replicas != after.adding_replicas ||
                             before.removing_replicas != after.removing_replicas;
        if (!is_news) return;
        bool const was_moving =
            !before.adding_replicas.empty() || !before.removing_replicas.empty();
        bool const is_moving = !after.adding_replicas.empty() || !after.removing_replicas.empty();
        std::vector<BrokerId> const from = without(before.replicas, before.adding_replicas);
        auto const move = make_payload(Move{from, without(after.replicas, after.removing_replicas),
                                            after.adding_replicas, after.removing_replicas});
        if (is_moving) {
            out.note(ReassignmentBegun{id, move});
        } else if (was_moving && cause.why == ChangeReason::reassignment &&
                   after.replicas == from) {
            out.note(ReassignmentCancelled{id, move});
        } else {
            out.note(ReassignmentDone{id, move});
        }
    }
    void operator()(ConfigRecord const& record) const {
        out.note(ConfigChanged{make_payload(ConfigRecord{record})});
    }
    void operator()(ClearElrRecord const& record) const {
        for (Cow<TopicImage> const& topic : self.image.topics) {
            bool const is_meant =
                record.topic_name.empty() || out.names().text(topic->name) == record.topic_name;
            for (std::size_t i = 0; is_meant && i < topic->partitions.size(); ++i) {
                PartitionRegistration const& before = topic->partitions[i];
                if (before.elr.empty()) continue;
                out.note(IsrChanged{
                    {topic->name, static_cast<std::int32_t>(i)},
                    PartitionEpoch{before.partition_epoch.value + 1},
                    kNoBroker,
                    ChangeReason::config_change,
                    make_payload(Replicas{before.replicas, before.isr, before.isr, {}})});
            }
        }
    }
    void operator()(ClientQuotaRecord const& record) const {
        out.note(ClientQuotaChanged{make_payload(ClientQuotaRecord{record})});
    }
    void operator()(ProducerIdsRecord const&) const {}
    void operator()(LeaderChangeMessage const&) const {}
    void operator()(NoOpRecord const&) const {}
};
}  // namespace

void note_record(Controller const& self, std::vector<MetadataRecord> const& records,
                 std::size_t index, Cause cause, Effects& out) {
    std::visit(Noting{self, records, index, cause, out}, records[index]);
}

}  // namespace highwater
