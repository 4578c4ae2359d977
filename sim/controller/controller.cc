#include "controller/controller.h"

#include "base/check.h"
#include "controller/active.h"
#include "metadata/snapshot.h"

namespace highwater {

namespace {
void replay(Controller& self, Raft const& raft, Offset up_to, Effects const& out) {
    if (auto const snapshot = snapshot_to_load(raft, self.image.next_offset)) {
        self.image = image_of(*snapshot, out.names());
    }
    for (MetadataBatchRef const& batch : read(raft, self.image.next_offset, up_to)) {
        apply(self.image, *batch, out.names());
    }
}

// What kafka-storage format leaves for the first controller to write (BootstrapMetadata). The
// levels are those of 4.3.
std::vector<MetadataRecord> bootstrap_records(Controller const& self) {
    std::vector<MetadataRecord> records{
        FeatureLevelRecord{"metadata.version", 30},
        FeatureLevelRecord{"eligible.leader.replicas.version", 1},
        FeatureLevelRecord{"group.version", 1},
        FeatureLevelRecord{"share.version", 1},
        FeatureLevelRecord{"streams.version", 1},
        FeatureLevelRecord{"transaction.version", 2},
    };
    auto const set = [&](std::string const& name, std::string const& value) {
        records.push_back(ConfigRecord{ConfigResourceType::broker, "", name, value});
    };
    // With eligible leader replicas the minimum must be the same for the whole cluster.
    std::string const min_isr = "min.insync.replicas";
    std::string value = std::to_string(self.setup.config.topic.min_insync_replicas);
    for (auto const& [name, given] : self.setup.cluster_defaults) {
        if (name == min_isr) value = given;
    }
    set(min_isr, value);
    for (auto const& [name, given] : self.setup.cluster_defaults) {
        if (name != min_isr) set(name, given);
    }
    return records;
}

void become_active(Controller& self, Raft& raft, Effects& out) {
    self.role = ControllerRole::active;
    out.note(ControllerElected{self.setup.id, self.epoch});
    self.sessions.clear();
    self.session_check_at = kNever;
    // Nobody knows when the former controller last heard from them: everybody has a full session,
    // also those who are fenced (rep-combined: one that has shut down is fenced once more).
    for (BrokerRegistration const& broker : self.image.brokers) {
        BrokerSession& session = self.sessions[broker.id];
        session.epoch = broker.epoch;
        track(self, session, out);
    }
    arm_periodic_tasks(self, out);
    if (self.image.features.empty()) {
        write(self, raft, bootstrap_records(self), {ChangeReason::config_change, kNoBroker}, out);
    }
}

// Older records are sure once this leader's own first one is.
void maybe_become_active(Controller& self, Raft& raft, Effects& out) {
    if (self.role != ControllerRole::claiming || high_watermark(raft) <= epoch_start(raft)) return;
    become_active(self, raft, out);
}

void resign(Controller& self, Raft const& raft, Effects& out) {
    bool const was_active = self.role == ControllerRole::active;
    self.role = ControllerRole::standby;
    if (!was_active) return;
    out.note(ControllerResigned{self.setup.id, self.epoch, raft.resigned_because});
    for (DeferredAnswer const& waiting : self.deferred) {
        if (waiting.to == kNoNode) continue;
        out.reply(waiting.to, waiting.correlation_id, not_controller(waiting.answer));
    }
    self.deferred.clear();
    self.sessions.clear();
    self.session_check_at = kNever;
    for (TimerKind const kind : {TimerKind::session_check, TimerKind::no_op,
                                 TimerKind::leader_balance, TimerKind::unclean_check}) {
        out.disarm({kind, 0});
    }
    // What was not committed may never be: only the committed log counts.
    self.image = {};
    replay(self, raft, high_watermark(raft), out);
}
}  // namespace

Controller make_controller(ControllerSetup setup) {
    Controller self;
    self.setup = std::move(setup);
    return self;
}

void start(Controller&, Raft&, Effects&) {}  // it acts when its Raft leads

void lose_memory(Controller& self) {
    Controller fresh = make_controller(std::move(self.setup));
    fresh.uuid_draws = self.uuid_draws;
    fresh.placement_draws = self.placement_draws;
    self = std::move(fresh);
}

void on_leadership(Controller& self, Raft& raft, bool is_active, LeaderEpoch epoch, Effects& out) {
    resign(self, raft, out);
    self.epoch = epoch;
    if (!is_active) return;
    self.role = ControllerRole::claiming;
    replay(self, raft, high_watermark(raft), out);
    maybe_become_active(self, raft, out);
}

void on_commit(Controller& self, Raft& raft, Offset high_watermark, Effects& out) {
    if (self.role != ControllerRole::active) {
        replay(self, raft, high_watermark, out);
        maybe_become_active(self, raft, out);
        return;
    }
    std::size_t done = 0;
    while (done < self.deferred.size() && self.deferred[done].offset < high_watermark) {
        DeferredAnswer& answer = self.deferred[done++];
        if (answer.to == kNoNode) continue;
        out.reply(answer.to, answer.correlation_id, std::move(answer.answer));
    }
    self.deferred.erase(self.deferred.begin(),
                        self.deferred.begin() + static_cast<std::ptrdiff_t>(done));
}

void on_timer(Controller& self, Raft& raft, Timer const& timer, Effects& out) {
    if (self.role == ControllerRole::active) on_periodic(self, raft, timer, out);
}

}  // namespace highwater
