// The checkers: after each event they look at what it touched, as its facts say, and remember what
// they need to judge the next one. One copyable value beside the World, so that verdicts rewind
// with it. They decide nothing: a world that is checked runs as one that is not.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/cow.h"
#include "check/violation.h"
#include "metadata/image.h"
#include "raft/metadata_log.h"
#include "trace/trace.h"
#include "world/world.h"

namespace highwater {

// What must be true for an invariant to hold. A premise that fails makes it waived, never passed.
enum class Premise : std::uint8_t {
    clean_elections,       // no replica led that had missed committed records
    disks_kept,            // no replica was wiped or lost what was not flushed
    quorum_disks_kept,     // nor a voter of the metadata quorum
    idempotent_producers,  // or max.in.flight.requests.per.connection = 1
    leaders_rebalanced,    // auto.leader.rebalance.enable
    consumers_read_on,     // no application went to an offset of its own choice
    whole_logs             // no replica was compacted: each broker does that by itself
};
inline constexpr std::size_t kPremises = 7;
constexpr std::uint8_t bit(Premise premise) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(premise));
}

// One accepted batch of an idempotent producer.
struct SequencedBatch {
    ProducerId producer{kNoProducerId};
    std::int16_t producer_epoch{-1};
    std::int32_t first_sequence{-1};
    std::int32_t last_sequence{-1};
    std::uint32_t first_nth{};  // of the producer's records
    Offset base_offset;
};

// A follower in the ISR that lacks something, as its leader saw it.
struct Laggard {
    BrokerId follower{kNoBroker};
    Time last_caught_up;  // as the leader had it then
    Time since;           // it has lacked something for so long at least
};

// Who leads or follows for a partition, since when. What a broker answered before was about another
// topic of the same name.
struct Serving {
    BrokerId broker{kNoBroker};
    Time since;
    EventId event;
};

// What the checkers remember of a partition. A topic that is made anew under its name begins
// another book; the one before is closed, but kept: who has not heard of it goes on in that one.
struct PartitionBook {
    Uuid topic_id;
    // As it was registered last, also when the topic is deleted since.
    LeaderEpoch leader_epoch{kNoEpoch};
    std::vector<Serving> serving;
    std::uint8_t broken{};                                  // premises
    std::vector<std::pair<LeaderEpoch, BrokerId>> writers;  // who appended in which epoch
    // What was committed: below the high watermark of a leader that was the true one then.
    Offset committed;
    std::vector<EpochEntry> committed_epochs;
    Offset highest_high_watermark;  // of anybody who believed to lead
    BrokerId leading{kNoBroker};    // whose high watermark was seen last, in which epoch
    LeaderEpoch leading_epoch{kNoEpoch};
    Offset leading_high_watermark;
    std::vector<std::pair<BrokerId, Offset>> log_ends;
    // Eligible leader replicas whose replica a reassignment took away. Kafka forgets to strike them
    // off when the ISR that is left is small (PartitionChangeBuilder.maybePopulateTargetElr), so
    // they hold nothing; one of them can lead only if it becomes a replica again meanwhile.
    std::vector<BrokerId> bereft;
    // Whose replica was taken away last by which change.
    std::vector<std::pair<BrokerId, PartitionEpoch>> removed;
    // In the true leader's log: all that is not committed, and the last one that is.
    std::map<ProducerId, std::vector<SequencedBatch>> sequenced;
    std::vector<Laggard> laggards;  // while this is its state
    PartitionEpoch laggards_of{-1};
    bool is_another_topic{};  // one of that name was there before
};

// A commit of a group that its coordinator took.
struct CommitTaken {
    Offset offset;
    Offset log_end;  // of the coordinator's partition, with the commit in it
    // Another may have led already; but what it wrote stays if it is elected again.
    bool by_true_leader{};
};

// What the checkers remember of a group.
struct GroupBook {
    NodeId coordinator{kNoNode};
    std::int32_t generation{-1};  // of the classic protocol; -1: unknown
    // Of KIP-848: the target assignment before, by member.
    std::map<NameId, std::vector<TopicPartition>> target;
    // The last one that is committed itself, and all after it.
    std::map<TopicPartition, std::vector<CommitTaken>> commits;
};

struct CheckState {
    std::array<std::uint64_t, kInvariants> looked{};    // how often it was put to the test
    std::array<std::uint64_t, kInvariants> violated{};  // how often it failed
    std::vector<Violation> violations;  // the first of each invariant and partition, bounded
    // The first event that broke each premise; 0: it holds.
    std::array<EventId, kPremises> broken{};
    // The metadata log as far as anybody saw it committed, and what it says.
    MetadataLog metadata;
    MetadataImage image;
    bool metadata_lost{};                // voters lost their disks, and the log told another story
    std::vector<Offset> verified;        // by NodeId: its log is the committed one so far
    std::vector<Offset> high_watermark;  // of each node's quorum member
    std::vector<LeaderEpoch> raft_epoch;
    std::vector<std::pair<LeaderEpoch, BrokerId>> voted;  // by NodeId: its last vote
    std::map<LeaderEpoch, BrokerId> raft_leaders;
    std::map<LeaderEpoch, BrokerId> controllers;
    std::map<ProducerId, std::int16_t> producer_epochs;
    std::vector<Offset> replayed;     // by NodeId: how far its broker ever had the metadata log
    std::vector<Time> awake_since;    // by NodeId: started or resumed last
    std::vector<Time> leading_since;  // by NodeId: the metadata quorum
    // Partitions that their preferred replica could lead and does not.
    std::map<TopicPartition, Time> unbalanced;
    std::int32_t elections_in_vain{};  // in a row, while a majority could talk to each other
    std::map<NameId, Cow<GroupBook>> groups;
    // How far a member of a group has read a partition.
    std::map<std::pair<NodeId, TopicPartition>, Offset> positions;
    std::vector<std::vector<Cow<PartitionBook>>> books;  // by topic, by partition
    // Of topics that had the name before, the oldest first.
    std::map<TopicPartition, std::vector<PartitionBook>> former_books;
};

// Ids are unique within a cluster only, so each has memories of its own.
struct Checks {
    std::vector<Cow<CheckState>> clusters{1};  // by ClusterId; those that nothing happened in yet
                                               // may be missing

    CheckState const& of(ClusterId cluster) const {
        return *clusters[static_cast<std::size_t>(cluster.value)];
    }
    // Of all clusters, the first cluster's first.
    std::vector<Violation> violations() const;
};

// After the event, before its facts go into the trace. `payload` is what the event carried; a
// process that was paused has taken it along.
void observe(Checks& checks, World const& world, TracedEvent const& event,
             EventPayload const& payload, std::vector<Fact> const& facts);

// Nothing is broken any more and time has passed: what should have happened by now, and has not?
std::vector<Violation> check_liveness(Checks& checks, World const& world);

enum class VerdictKind : std::uint8_t {
    holds,
    untested,  // nothing has put it to the test yet
    waived,    // its premise failed: nothing can be said
    violated
};
struct InvariantVerdict {
    InvariantId invariant{};
    VerdictKind kind{};
    std::uint64_t looked{};
    EventId since{};  // the event that broke its premise, or violated it
    Premise premise{};
};
std::vector<InvariantVerdict> verdicts(Checks const& checks);

// "B2 log-matching": as people write it, "log-matching" or its number is enough.
std::string_view name_of(InvariantId id);
std::optional<InvariantId> find_invariant(std::string_view text);
// By check_liveness, not after each event.
bool is_asked_in_the_end(InvariantId id);
// Every invariant with its premise and what it says, for the generated reference.
struct InvariantHelp {
    InvariantId id{};
    std::string_view name;
    std::string_view premise;
    std::string_view explanation;
};
std::vector<InvariantHelp> invariant_reference();

// ---- check/describe.cc --------------------------------------------------------------------------
// "B11 follower-truncation: broker-2 cut committed records of orders-0 …"
std::string describe(Violation const& violation, Describer const& who);
std::string_view describe(Premise premise);
std::string_view word_for(VerdictKind kind);
// "waived since event 412: an election was not clean".
std::string describe(InvariantVerdict const& verdict);

}  // namespace highwater
