// Metadata records: appended to the quorum's log and applied at once; answers wait until they are
// committed (Kafka: QuorumController.ControllerWriteEvent, DeferredEventQueue).
#include "base/check.h"
#include "controller/active.h"

#include <algorithm>

namespace highwater {

Offset next_offset(Controller const& self) { return self.image.next_offset; }

Offset write(Controller& self, Raft& raft, std::vector<MetadataRecord> records, Cause cause,
             Effects& out) {
    CHECK(self.role == ControllerRole::active && !records.empty());
    CHECK(next_offset(raft) == self.image.next_offset);
    if (out.has_listener()) {
        for (std::size_t i = 0; i < records.size(); ++i) note_record(self, records, i, cause, out);
    }
    for (MetadataRecord const& record : records) {
        apply(self.image, record, self.image.next_offset, out.names());
    }
    std::optional<Offset> const last = append(raft, std::move(records), out);
    CHECK(last && *last + 1 == self.image.next_offset);
    // It waits for its commit, even if nobody waits for an answer: what is answered from the state
    // that it made must not be known before.
    self.deferred.push_back({*last, kNoNode, {}, {}});
    return *last;
}

void answer_after(Controller& self, Offset offset, Envelope const& from, Message answer, Effects&) {
    self.deferred.push_back({offset, from.from, from.correlation_id, std::move(answer)});
}

void answer_after_pending(Controller& self, Envelope const& from, Message answer, Effects& out) {
    if (self.deferred.empty()) {
        out.reply(from, std::move(answer));
    } else {
        answer_after(self, self.deferred.back().offset, from, std::move(answer), out);
    }
}

namespace {
struct NotController {
    Message operator()(BrokerRegistrationResponse) const {
        return BrokerRegistrationResponse{ErrorCode::not_controller, kNoBrokerEpoch};
    }
    Message operator()(BrokerHeartbeatResponse) const {
        return BrokerHeartbeatResponse{ErrorCode::not_controller, false, true, false};
    }
    Message operator()(AlterPartitionResponse) const {
        return AlterPartitionResponse{ErrorCode::not_controller, nullptr};
    }
    Message operator()(AllocateProducerIdsResponse) const {
        return AllocateProducerIdsResponse{ErrorCode::not_controller, kNoProducerId, 0};
    }
    template <ForwardedResponse Response>
    Message operator()(Response const& answer) const {
        return refused(answer, ErrorCode::not_controller);
    }
    // Nothing else is ever answered by a controller.
    template <class Other>
    Message operator()(Other const& other) const {
        CHECK(false && "no answer of a controller");
        return other;
    }
};
}  // namespace

Message not_controller(Message const& answer) { return std::visit(NotController{}, answer); }

Uuid draw_uuid(Controller& self, Effects& out) {
    auto const who = static_cast<std::uint64_t>(self.setup.node.value) << 32;
    std::uint64_t const high = out.draw(Draw::uuid, who, self.uuid_draws++);
    std::uint64_t const low = out.draw(Draw::uuid, who, self.uuid_draws++);
    return {high, low};
}

bool is_elr_enabled(Controller const& self) {
    for (FeatureLevel const& feature : self.image.features) {
        if (feature.name == "eligible.leader.replicas.version") return feature.level >= 1;
    }
    return false;
}

TopicConfig config_of(Controller const& self, TopicImage const& topic, Effects const& out) {
    TopicConfig config =
        topic_config(self.image, out.names().text(topic.name), kNoBroker, self.setup.config);
    // Partition 0 counts for all of them (ReplicationControlManager.getTopicEffectiveMinIsr).
    auto const replicas = static_cast<std::int32_t>(topic.partitions.front().replicas.size());
    config.min_insync_replicas = std::min(config.min_insync_replicas, replicas);
    return config;
}

}  // namespace highwater
