// UnregisterBroker (64): the controller forgets a broker. A live one first gets out of the way, as
// if it had lost its session; its replicas stay assigned to an id that nobody has any more.
#include "controller/active.h"

namespace highwater {

void handle(Controller& self, Raft& raft, Envelope const& from,
            UnregisterBrokerRequest const& request, Effects& out) {
    UnregisterBrokerResponse answer;
    if (self.role != ControllerRole::active) {
        out.reply(from, not_controller(answer));
        return;
    }
    BrokerRegistration const* broker = find_broker(self.image, request.broker_id);
    if (broker == nullptr) {
        answer.error = ErrorCode::broker_id_not_registered;
        answer.message = make_payload("Broker ID " + std::to_string(request.broker_id.value) +
                                      " is not currently registered");
        answer_after_pending(self, from, answer, out);
        return;
    }
    std::vector<MetadataRecord> records;
    BrokerChange change;
    change.broker = change.to_remove = request.broker_id;
    add_partition_changes(self, change, records, out);
    change.concerned = Concerned::in_elr;
    add_partition_changes(self, change, records, out);
    records.push_back(UnregisterBrokerRecord{request.broker_id, broker->epoch});
    Cause const cause{ChangeReason::unregistered, request.broker_id};
    Offset const last = write(self, raft, std::move(records), cause, out);
    self.sessions.erase(request.broker_id);
    answer_after(self, last, from, answer, out);
}

}  // namespace highwater
