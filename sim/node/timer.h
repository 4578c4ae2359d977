// A timer is data: what for, and a small argument. A node has at most one of each (kind, argument);
// arming it again replaces it, so nothing fires twice and no handle has to be kept.
#pragma once

#include <cstdint>

#include "base/fields.h"

namespace highwater {

enum class TimerKind : std::uint8_t {
    // raft
    election_timeout,
    quorum_fetch_timeout,
    check_quorum,
    append_linger,
    raft_retry,
    raft_purgatory,
    // controller
    session_check,
    no_op,
    leader_balance,
    unclean_check,
    // broker
    registration_retry,
    heartbeat,
    isr_check,
    high_watermark_checkpoint,
    purgatory,
    fetcher,
    alter_partition_retry,
    request_expiry,
    producer_id_expiry,
    log_retention,
    log_cleaner,
    group_coordinator,  // argument: the partition of __consumer_offsets
    group_load,
    // clients
    workload,
    sender,
    metadata_refresh,
    poll,
    fetch_retry,
    auto_commit,
    group_member,
    application,
    tool,
    // of a broker again: last, because hashes of recorded runs know a kind by its place
    throttled_channel,  // argument: the client's node
};

struct Timer {
    TimerKind kind{};
    std::int32_t argument{};
    static auto fields(auto& self) {
        return std::tuple{Field{"kind", self.kind}, Field{"argument", self.argument}};
    }
};

}  // namespace highwater
