#include "storage/truncation.h"

#include <algorithm>

namespace highwater {

Truncation where_to_truncate(FollowerHistory const& follower, EpochEnd leader_end) {
    Offset const end = follower.log_end_offset;
    if (!leader_end.is_defined()) {
        // The leader has no such epoch and nothing later: only what is committed is sure to agree.
        return {std::min(follower.high_watermark, end), true};
    }
    if (leader_end.epoch == kNoEpoch) return {std::min(leader_end.end_offset, end), true};
    EpochEnd const own = follower.epochs.end_offset_for(leader_end.epoch, end);
    // Our whole history is younger than the leader's epoch: cut at the leader's word alone.
    if (!own.is_defined()) return {std::min(leader_end.end_offset, end), true};
    if (own.epoch == leader_end.epoch) {
        return {std::min({own.end_offset, leader_end.end_offset, end}), true};
    }
    // The leader's epoch is unknown here: drop what is above our next lower epoch, and ask about
    // that one (KIP-279; one round was not enough after fast leader changes).
    return {std::min(own.end_offset, end), false};
}

Truncation where_to_truncate_by_kip_101(FollowerHistory const& follower, EpochEnd leader_end) {
    Offset const known = leader_end.is_defined() ? leader_end.end_offset : follower.high_watermark;
    return {std::min(known, follower.log_end_offset), true};
}

Divergence find_divergence(LeaderEpochCache const& leader, Offset log_end_offset,
                           LeaderEpoch last_fetched_epoch, Offset fetch_offset) {
    EpochEnd const end = leader.end_offset_for(last_fetched_epoch, log_end_offset);
    if (!end.is_defined()) return {true, {}};
    if (end.epoch < last_fetched_epoch || end.end_offset < fetch_offset) return {false, end};
    return {};
}

}  // namespace highwater
