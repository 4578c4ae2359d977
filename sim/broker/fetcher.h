// How a broker copies the partitions that another one leads: one fetcher for each source, one
// request in flight (Kafka: ReplicaFetcherThread, AbstractFetcherThread, the client's
// FetchSessionHandler).
#pragma once

#include <vector>

#include "broker/partition.h"

namespace highwater {

// A replica that follows the fetcher's source.
struct FetchedReplica {
    std::int32_t slot{-1};  // in Broker::partitions
    LeaderEpoch leader_epoch{kNoEpoch};
    Offset told_offset{kNoOffset};  // the position in the last request; an answer is about it
    Time delayed_until{kLongAgo};   // after an error: left out until then
    std::int64_t lag{-1};  // behind the leader's high watermark, as it last told; -1: not yet
    bool is_in_session{};
    bool is_changed{};       // stands in Fetcher::changed
    bool is_stopped{};       // fenced: only the metadata log can help
    bool has_failed{};       // stopped, for what it is sent does not fit its log
    bool is_out_of_range{};  // asks the source for its offsets first
    bool is_held_back{};     // told so: the rate of its throttle is used up
    bool needs_look_up{};    // asks where its last epoch ended first; of the past (look_up.cc)
    static auto fields(auto& self) {
        return std::tuple{Field{"slot", self.slot},
                          Field{"leader_epoch", self.leader_epoch},
                          Field{"told_offset", self.told_offset},
                          Field{"delayed_until", self.delayed_until},
                          Field{"is_in_session", self.is_in_session},
                          Field{"is_changed", self.is_changed},
                          Field{"is_stopped", self.is_stopped},
                          Field{"has_failed", self.has_failed},
                          Field{"is_out_of_range", self.is_out_of_range},
                          Field{"is_held_back", self.is_held_back},
                          Field{"lag", self.lag},
                          Field{"needs_look_up", self.needs_look_up}};
    }
};

struct Fetcher {
    BrokerId source{kNoBroker};
    std::int32_t session_id{};
    std::int32_t session_epoch{};  // of the next request; 0: a full one
    bool is_in_flight{};
    bool is_looking_up{};  // an OffsetForLeaderEpoch is on its way
    Time backoff_until{kLongAgo};
    Time timer_at{kNever};
    std::vector<FetchedReplica> replicas;   // by slot
    std::vector<std::int32_t> changed;      // slots whose position the source must hear
    std::vector<TopicPartition> forgotten;  // to be taken out of the session
    static auto fields(auto& self) {
        return std::tuple{Field{"source", self.source},
                          Field{"session_id", self.session_id},
                          Field{"session_epoch", self.session_epoch},
                          Field{"is_in_flight", self.is_in_flight},
                          Field{"is_looking_up", self.is_looking_up},
                          Field{"backoff_until", self.backoff_until},
                          Field{"timer_at", self.timer_at},
                          Field{"replicas", self.replicas},
                          Field{"changed", self.changed},
                          Field{"forgotten", self.forgotten}};
    }
};

// For the files that share the fetcher's work.
FetchedReplica* find_replica(Fetcher& fetcher, std::int32_t slot);
void mark_changed(Fetcher& fetcher, FetchedReplica& replica);

}  // namespace highwater
