// OffsetForLeaderEpoch as followers sent it before fetches carried the answer (KIP-101, KIP-279,
// KIP-320): whoever begins to follow asks where its last epoch ended, truncates, and fetches then.
// Only a protocol switch brings it back.
#include <algorithm>
#include <utility>

#include "broker/replicas.h"
#include "storage/truncation.h"

namespace highwater {

namespace {
bool may_ask(FetchedReplica const& replica, Time now) {
    return replica.needs_look_up && !replica.is_stopped && replica.delayed_until <= now;
}

void take_refusal(Broker& self, Fetcher& fetcher, FetchedReplica& replica, ErrorCode error,
                  Effects& out) {
    if (error == ErrorCode::fenced_leader_epoch) {
        replica.is_stopped = true;  // the metadata log will tell
        return;
    }
    replica.delayed_until = out.now() + milliseconds(self.config->replica_fetch_backoff_ms);
    arm_fetcher(self, fetcher, replica.delayed_until, out);
}

void take_end(Broker& self, FetchedReplica& replica, EpochEnd leader_end, Effects& out) {
    Partition const& partition = self.partitions[replica.slot];
    FollowerHistory const own{partition.log.epochs(), partition.log_end_offset(),
                              partition.high_watermark};
    Truncation const truncation = self.protocol.truncation == TruncationRule::kip_101
                                      ? where_to_truncate_by_kip_101(own, leader_end)
                                      : where_to_truncate(own, leader_end);
    cut(self, replica.slot, truncation.to, TruncateReason::diverging_epoch, out);
    // Nothing left means nothing to ask about.
    replica.needs_look_up = !truncation.is_done && partition.log.epochs().latest().has_value();
}
}  // namespace

void send_look_ups(Broker& self, Fetcher& fetcher, Effects& out) {
    if (fetcher.is_looking_up) return;
    BrokerRegistration const* source = find_broker(*self.image, fetcher.source);
    if (source == nullptr) return;
    bool const is_fenced = self.protocol.fencing && self.protocol.fenced_look_up;
    std::vector<OffsetForLeaderEpochPartition> wanted;
    for (FetchedReplica& replica : fetcher.replicas) {
        if (!may_ask(replica, out.now())) continue;
        Partition const& partition = self.partitions[replica.slot];
        replica.leader_epoch = partition.leader_epoch;
        wanted.push_back({partition.id, is_fenced ? partition.leader_epoch : kNoEpoch,
                          partition.log.epochs().latest().value_or(kNoEpoch)});
    }
    if (wanted.empty()) return;
    fetcher.is_looking_up = true;
    ask(self, source->node, OffsetForLeaderEpochRequest{self.id, make_payload(std::move(wanted))},
        milliseconds(self.config->replica_socket_timeout_ms),
        static_cast<std::uint64_t>(fetcher.source.value), out);
}

void handle(Broker& self, Envelope const& from, OffsetForLeaderEpochResponse const& response,
            Effects& out) {
    auto const asked = self.pending.take(from.correlation_id);
    if (!asked) return;
    Fetcher* fetcher = find_fetcher(self, {static_cast<std::int32_t>(asked->context)});
    if (fetcher == nullptr) return;
    fetcher->is_looking_up = false;
    if (response.partitions) {
        for (EpochEndOffset const& end : *response.partitions) {
            std::int32_t const slot = self.partitions.find(end.partition);
            FetchedReplica* replica = slot >= 0 ? find_replica(*fetcher, slot) : nullptr;
            if (replica == nullptr || !replica->needs_look_up) continue;
            if (replica->leader_epoch != self.partitions[slot].leader_epoch) continue;
            if (end.error != ErrorCode::none) {
                take_refusal(self, *fetcher, *replica, end.error, out);
            } else {
                take_end(self, *replica, {end.leader_epoch, end.end_offset}, out);
            }
        }
    }
    send_fetches(self, out);
    settle(self, out);
}

}  // namespace highwater
