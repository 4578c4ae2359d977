// The application that calls send(): records at a rate, from a data file or made up, and the
// records that commands ask for. Two threads of one process: the workload, and the one that serves
// commands.
#pragma once

#include <optional>
#include <vector>

#include "base/cow.h"
#include "client/accumulator.h"
#include "client/spec.h"
#include "node/effects.h"

namespace highwater {

// send() did not return yet: metadata or memory is missing (max.block.ms).
struct BlockedSend {
    RecordToSend record;
    Time since;
    Time deadline;
    Time has_metadata_at{kNever};  // since then it waits for memory; kNever: not yet
    static auto fields(auto& self) {
        return std::tuple{Field{"record", self.record}, Field{"since", self.since},
                          Field{"deadline", self.deadline},
                          Field{"has_metadata_at", self.has_metadata_at}};
    }
};

// What became of one record of a `produce …` command.
struct ProduceOutcome {
    ErrorCode error{};
    std::int32_t partition{-1};
    Offset offset{kNoOffset};        // kNoOffset: failed, or acks=0
    Payload<std::string> exception;  // SendFailure::exception
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"partition", self.partition},
                          Field{"offset", self.offset}, Field{"exception", self.exception}};
    }
};

// What became of a `produce …` command, record by record, in order.
struct ProduceResult {
    NameId topic{kNoName};
    std::int64_t asked{};
    Cow<std::vector<ProduceOutcome>> outcomes;
    bool is_done() const { return static_cast<std::int64_t>(outcomes->size()) == asked; }
    static auto fields(auto& self) {
        return std::tuple{Field{"topic", self.topic}, Field{"asked", self.asked},
                          Field{"outcomes", self.outcomes}};
    }
};

// Of a command that is being served: sent, and not yet among its outcomes, which keep the order.
struct AwaitedRecord {
    std::uint32_t nth{};
    bool is_answered{};
    ProduceOutcome outcome;
    static auto fields(auto& self) {
        return std::tuple{Field{"nth", self.nth}, Field{"is_answered", self.is_answered},
                          Field{"outcome", self.outcome}};
    }
};

// The thread that serves `produce …`: one command after the other, one record after the other.
struct ProduceJobs {
    std::vector<Payload<ProduceRecords>> queue;  // the front is being served
    std::vector<AwaitedRecord> awaited;          // of it: one, or all if they are sent at once
    std::optional<BlockedSend> blocked;
    std::vector<ProduceResult> results;  // one per command, the unfinished last
    static auto fields(auto& self) {
        return std::tuple{Field{"queue", self.queue}, Field{"awaited", self.awaited},
                          Field{"blocked", self.blocked}, Field{"results", self.results}};
    }
};

struct Workload {
    std::int64_t made{};  // records of the rate or data file so far
    std::optional<BlockedSend> blocked;
    static auto fields(auto& self) {
        return std::tuple{Field{"made", self.made}, Field{"blocked", self.blocked}};
    }
};

// Whether the workload has a record number `made` (from 0) to send at this time.
bool has_more(ProducerSpec const& spec, std::int64_t made, Time now);
// Record number `made` of the workload.
RecordToSend workload_record(ProducerSpec const& spec, std::int64_t made, Effects const& out);
// Record number `made` of a command: its value, or v0, v1, …
RecordToSend job_record(ProduceRecords const& job, std::int64_t made);

}  // namespace highwater
