// The program around a KafkaConsumer: poll(), process what came, perhaps commit, poll() again. What
// it does not get to, its consumer's own threads do without it.
#pragma once

#include <string>
#include <vector>

#include "base/fields.h"
#include "client/processed.h"
#include "client/spec.h"
#include "record/record.h"

namespace highwater {

enum class ApplicationState : std::uint8_t {
    polling,     // inside poll()
    processing,  // what the last poll() returned
    committing,  // inside commitSync()
    closing,     // inside close(): commits
    leaving,     // inside close(): its coordinator still owes it answers
    closed,
};

// Fetched, and not yet returned by poll().
struct FetchedRecords {
    TopicPartition partition;
    Offset position;  // of the first record to return
    std::vector<BatchRef> batches;
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition}, Field{"position", self.position},
                          Field{"batches", self.batches}};
    }
};

struct Application {
    ApplicationState state{};
    bool is_stalled{};
    CrashPoint crash_at{};             // now: at none
    std::vector<RecordRange> in_hand;  // what the last poll() returned and is not processed yet
    Time ready_at{kNever};             // when it is
    // It must call poll() before (max.poll.interval.ms); never while it is inside.
    Time poll_deadline{kNever};
    bool leaves{};  // of closing: a static member leaves too
    Time close_deadline{kNever};
    std::vector<FetchedRecords> fetched;
    std::string exception;          // that poll() threw: the application has ended
    std::string exception_message;  // "": the words of the error
    // As it last saw itself.
    std::int32_t seen_generation{-1};
    std::vector<TopicPartition> seen_assigned;
    static auto fields(auto& self) {
        return std::tuple{Field{"state", self.state},
                          Field{"is_stalled", self.is_stalled},
                          Field{"crash_at", self.crash_at},
                          Field{"in_hand", self.in_hand},
                          Field{"ready_at", self.ready_at},
                          Field{"poll_deadline", self.poll_deadline},
                          Field{"leaves", self.leaves},
                          Field{"close_deadline", self.close_deadline},
                          Field{"fetched", self.fetched},
                          Field{"exception", self.exception},
                          Field{"exception_message", self.exception_message},
                          Field{"seen_generation", self.seen_generation},
                          Field{"seen_assigned", self.seen_assigned}};
    }
};

// It asks for nothing more, and calls back no more.
inline bool is_inside_close(Application const& self) {
    return self.state == ApplicationState::closing || self.state == ApplicationState::leaving ||
           self.state == ApplicationState::closed;
}

}  // namespace highwater
