// What must have happened within a time, and has not.
#include <algorithm>

#include "tests/negative/stage.h"

namespace highwater::negative {

namespace {
MetadataAppended appended() { return {}; }

void raise_voters_role(Stage& stage, RaftRole role) {
    for (Process& process : stage.world.nodes) {
        if (process.controller) process.raft->edit().role = role;
    }
}
}  // namespace

std::vector<Row> progress_rows() {
    return {
        {InvariantId::caught_up_unfencing,
         [](Stage& s) {
             BrokerId const broker = s.replica(0);
             Process& controller = node_of(s.world, active_controller(s.world));
             for (BrokerRegistration& each : controller.controller->edit().image.brokers) {
                 each.epoch = BrokerEpoch{1'000'000};
             }
             s.happen(controller.id, {BrokerUnfenced{broker}});
         }},
        {InvariantId::laggard_leaves,
         [](Stage& s) {
             RecordBatch const late = build::batch(1);
             s.append(late);
             s.world.now = s.world.now + seconds(16);
             s.append(late);
         }},
        {InvariantId::preferred_leader_returns,
         [](Stage& s) {
             NodeId const at = active_controller(s.world);
             BrokerId const other = s.replica(1);
             PartitionChangeRecord record = s.change();
             record.leader = other;
             s.commit({record});
             MetadataImage& image = node_of(s.world, at).controller->edit().image;
             apply(image, record, image.next_offset, s.world.names);
             s.world.now = s.world.now + seconds(302);
             s.happen(at, {appended()});
         }},
        {InvariantId::cut_off_leader_resigns,
         [](Stage& s) {
             s.world.now = s.world.now + milliseconds(4'000);
             s.happen(active_controller(s.world), {appended()});
         }},
        {InvariantId::broker_unfences,
         [](Stage& s) {
             BrokerId const broker = s.replica(1);
             BrokerEpoch const epoch = find_broker(s.checks.of(kFirstCluster).image, broker)->epoch;
             s.commit({BrokerRegistrationChangeRecord{broker, epoch, 1, 0}});
         }},
        {InvariantId::election_ends,
         [](Stage& s) {
             NodeId const voter = active_controller(s.world);
             raise_voters_role(s, RaftRole::candidate);
             for (std::int32_t i = 0; i < 50; ++i) {
                 s.happen(voter,
                          {RaftRoleChanged{
                              RaftRole::prospective, RaftRole::candidate, {100 + i}, kNoBroker}});
             }
         }},
    };
}

}  // namespace highwater::negative
