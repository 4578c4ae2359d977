// BrokerRegistration (62): a broker's process introduces itself (ClusterControlManager).
#include "controller/active.h"

namespace highwater {

namespace {
// A broker that did not stop in order may have lost what was not on its disk yet: it leaves every
// ISR and ELR before it is registered again (KIP-966).
void add_shutdown_changes(Controller const& self, BrokerId broker, bool was_clean,
                          std::vector<MetadataRecord>& records, Effects const& out) {
    BrokerChange change;
    change.broker = broker;
    if (was_clean || !is_elr_enabled(self)) {
        change.to_remove = broker;
        add_partition_changes(self, change, records, out);
        return;
    }
    change.unclean_shutdown = broker;
    add_partition_changes(self, change, records, out);
    change.concerned = Concerned::in_elr;
    add_partition_changes(self, change, records, out);
}
}  // namespace

void handle(Controller& self, Raft& raft, Envelope const& from,
            BrokerRegistrationRequest const& request, Effects& out) {
    BrokerRegistrationResponse answer;
    if (self.role != ControllerRole::active) {
        out.reply(from, not_controller(answer));
        return;
    }
    BrokerRegistration const* known = find_broker(self.image, request.broker_id);
    bool const is_same_life = known != nullptr && known->incarnation_id == request.incarnation_id;
    // One that was shutting down has not been copied: it is over, and comes again (KAFKA-19047).
    if (known != nullptr && !is_same_life && !known->in_controlled_shutdown &&
        has_valid_session(self, request.broker_id, out.now())) {
        answer.error = ErrorCode::duplicate_broker_registration;
        answer_after_pending(self, from, answer, out);
        return;
    }
    std::vector<MetadataRecord> records;
    // Nothing is known of one that was unregistered: it counts as unclean.
    bool const was_clean =
        is_same_life || (known != nullptr && known->epoch == request.previous_broker_epoch);
    if (!is_same_life) add_shutdown_changes(self, request.broker_id, was_clean, records, out);

    RegisterBrokerRecord record;
    record.broker_id = request.broker_id;
    record.incarnation_id = request.incarnation_id;
    record.node = from.from;
    record.rack = request.rack;
    if (request.log_dirs) record.log_dirs = *request.log_dirs;
    if (is_same_life) {  // the answer was lost: it stays what it is
        record.broker_epoch = known->epoch;
        record.fenced = known->fenced;
        record.in_controlled_shutdown = known->in_controlled_shutdown;
    } else {
        record.broker_epoch = {next_offset(self).value + static_cast<std::int64_t>(records.size())};
        self.sessions[request.broker_id] = {record.broker_epoch, out.now(), false, kNoOffset,
                                            kNoOffset};
    }
    answer.broker_epoch = record.broker_epoch;
    records.push_back(std::move(record));
    bool const is_first_time = known == nullptr && records.size() == 1;
    Cause const cause{
        was_clean || is_first_time ? ChangeReason::broker_fenced : ChangeReason::unclean_shutdown,
        request.broker_id};
    Offset const last = write(self, raft, std::move(records), cause, out);
    answer_after(self, last, from, answer, out);
}

}  // namespace highwater
