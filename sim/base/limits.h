// Every limit a file, a flag or a learner can meet, in one place. Beyond them input is refused with
// the limit named; nothing is truncated silently.
#pragma once

#include <cstdint>

namespace highwater::limits {

inline constexpr std::int64_t kScenarioFileBytes = 256 * 1024;
inline constexpr std::int64_t kDataFileBytes = 16 * 1024 * 1024;
inline constexpr std::int64_t kDataLineBytes = 64 * 1024;
inline constexpr std::int64_t kSaveFileBytes = 4 * 1024 * 1024;
inline constexpr std::int32_t kClusters = 8;
inline constexpr std::int32_t kBrokers = 100;  // of a cluster
inline constexpr std::int32_t kControllers = 9;
inline constexpr std::int32_t kClients = 5'000;
inline constexpr std::int32_t kTopics = 1'000;
inline constexpr std::int32_t kPartitionsOfTopic = 10'000;
inline constexpr std::int32_t kPartitions = 20'000;
inline constexpr std::int32_t kReplicationFactor = 20;
inline constexpr std::int32_t kSteps = 1'000;
inline constexpr std::int32_t kStepPhrases = 100;
inline constexpr std::int32_t kChoices = 4;        // a row of keys, and what a class can hold apart
inline constexpr std::int32_t kMenuOrder = 9'999;  // `order` of a lesson
inline constexpr std::int32_t kTableNesting = 16;  // brackets within brackets of a scenario
inline constexpr std::int32_t kDotsOfLine = 64;    // of a dotted key
inline constexpr std::int32_t kJsonNesting = 64;   // of a line of data
inline constexpr std::int32_t kToolJsonNesting = 32;            // of a tool's JSON file
inline constexpr std::int32_t kRegexBytes = 4'096;              // a pattern of topic names
inline constexpr std::int64_t kRegexMemoryBytes = 1024 * 1024;  // what one may become
inline constexpr std::int64_t kToolInputBytes = 1024 * 1024;    // a file or stdin of exec
inline constexpr std::int64_t kSkewSeconds = 10LL * 365 * 24 * 3600;
inline constexpr std::int32_t kNameBytes = 249;    // Kafka's own limit of a topic name
inline constexpr std::int32_t kKeys = 10'000;      // of a workload
inline constexpr std::int32_t kTextBytes = 4'096;  // say, ask, question
inline constexpr std::int64_t kDurationSeconds = 7 * 24 * 3600;
inline constexpr std::int64_t kRecordsPerSecond = 1'000'000;
inline constexpr std::int64_t kRecordsPerCommand = 100'000;
inline constexpr std::int64_t kValueBytes = 1024 * 1024;
inline constexpr std::int64_t kMaxEvents = 200'000'000;     // default of run --max-events
inline constexpr std::int64_t kMaxMemoryBytes = 4LL << 30;  // default of run --max-memory
inline constexpr std::int64_t kEventsOfOneInstant = 1'000'000;
inline constexpr std::int32_t kCombinations = 16;  // of settings, of one script
inline constexpr std::int32_t kLeftRuns = 4;       // that wait in the window to be gone on with

}  // namespace highwater::limits
