// How far a reader may see (Kafka: FetchIsolation): followers copy all there is, consumers see what
// is committed, and those with read_committed nothing that a transaction may still take back.
#pragma once

#include "base/ids.h"

namespace highwater {

struct LogEnds {
    Offset log_start;
    Offset high_watermark;
    Offset last_stable;  // min(high watermark, first offset of an unfinished transaction)
    Offset log_end;
};

enum class Reader : std::uint8_t { follower, read_uncommitted, read_committed };

// The reader sees the records below it. Also what ListOffsets calls the latest offset.
constexpr Offset readable_end(LogEnds const& ends, Reader reader) {
    if (reader == Reader::follower) return ends.log_end;
    return reader == Reader::read_committed ? ends.last_stable : ends.high_watermark;
}

// Otherwise OFFSET_OUT_OF_RANGE. Between what is readable and the end a reader waits.
constexpr bool is_in_range(LogEnds const& ends, Offset fetch_offset) {
    return fetch_offset >= ends.log_start && fetch_offset <= ends.log_end;
}

// A new leader's high watermark may lag behind the true one until it has reached where the leader's
// epoch begins: a client then gets OFFSET_NOT_AVAILABLE rather than an offset from before
// (KIP-207).
constexpr bool may_be_stale(LogEnds const& ends, Reader reader, Offset epoch_start) {
    return reader != Reader::follower && ends.high_watermark < epoch_start;
}

}  // namespace highwater
