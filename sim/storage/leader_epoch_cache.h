// Where each leader epoch began in this replica's log (KIP-101; Kafka: LeaderEpochFileCache, on
// disk the file leader-epoch-checkpoint). Two replicas compare histories with it and find where
// they part.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/fields.h"

namespace highwater {

struct EpochEntry {
    LeaderEpoch epoch{};
    Offset start_offset{};
    static auto fields(auto& self) {
        return std::tuple{Field{"epoch", self.epoch}, Field{"start_offset", self.start_offset}};
    }
};

// "Your epoch ended there." Both are undefined (-1) when the history says nothing about it.
struct EpochEnd {
    LeaderEpoch epoch{kNoEpoch};
    Offset end_offset{kNoOffset};
    bool is_defined() const { return end_offset != kNoOffset; }
    friend bool operator==(EpochEnd a, EpochEnd b) {
        return a.epoch == b.epoch && a.end_offset == b.end_offset;
    }
};

struct LeaderEpochCache {
    std::vector<EpochEntry> entries;  // strictly increasing in both members

    // Said by a new leader before it writes, and by every batch a follower appends. Entries that
    // the new one contradicts go first, so an epoch without records vanishes when the next one
    // starts.
    void assign(LeaderEpoch epoch, Offset start_offset);

    // The end of `epoch` here: the start of the next one. Asked for an epoch in a gap, the answer
    // is about the largest one below it (KIP-279).
    EpochEnd end_offset_for(LeaderEpoch epoch, Offset log_end_offset) const;

    void truncate_from_end(Offset end_offset);      // the log now ends there
    void truncate_from_start(Offset start_offset);  // the log now begins there
    void clear() { entries.clear(); }

    std::optional<LeaderEpoch> latest() const;
    std::optional<LeaderEpoch> previous() const;                   // the one before the latest
    std::optional<LeaderEpoch> previous(LeaderEpoch epoch) const;  // the largest below it
    std::optional<LeaderEpoch> next(LeaderEpoch epoch) const;      // the smallest above it
    std::optional<LeaderEpoch> epoch_of(Offset offset) const;
    // The lines of leader-epoch-checkpoint.
    std::string checkpoint() const;

    static auto fields(auto& self) { return std::tuple{Field{"entries", self.entries}}; }
};

}  // namespace highwater
