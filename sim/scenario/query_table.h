// The usages of all queries, apart from their answers: what a phrase may ask can be read without a
// world.
#pragma once

#include <string_view>
#include <vector>

#include "scenario/query.h"

namespace highwater {

enum class QueryId : std::uint8_t {
    leader,
    leader_epoch,
    partition_epoch,
    isr,
    elr,
    replicas,
    high_watermark,
    high_watermark_on,
    log_end_offset,
    log_end_offset_on,
    log_start_offset,
    log_start_offset_on,
    log_size,
    log_size_on,
    last_stable_offset,
    replica_lag,
    first_dirty_offset_on,
    records_on,
    epochs_on,
    record_at,
    believed_leader,
    partition_of_key,
    partitions_with_records,
    controller,
    quorum_epoch,
    state,
    lost,
    lost_of,
    sent_of,
    acknowledged_of,
    failed_of,
    last_error_of,
    in_flight_of,
    buffered_of,
    throttle_of_producer,
    throttle_of_consumer,
    position_of,
    lag_of,
    source_of,
    consumed_of,
    partitions_of,
    owner,
    owner_in,
    group_state,
    group_members,
    group_generation,
    group_assignor,
    group_coordinator,
    group_lag,
    group_lag_in,
    committed_in,
    group_processed,
    group_processed_twice,
    group_skipped,
    group_revoked,
    exception_of,
    tool_exit,
    tool_output,
};

struct QueryUsage {
    QueryId id{};
    AnswerKind kind{};
    std::string_view usage;  // "leader of PARTITION"
    std::string_view help;
    std::string_view example;  // an expectation
};
std::vector<QueryUsage> const& query_usages();

// The words of a state.
std::vector<std::string> const& state_words();

}  // namespace highwater
