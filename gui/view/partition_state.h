// What an instant's world says of its partitions and their replicas, as the stages tell it: who
// leads by the controller's word, and what each broker itself holds and believes.
#pragma once

#include <string>
#include <vector>

#include "gui/frame.h"
#include "gui/widgets/offset_bar.h"

namespace highwater::gui {

// Servers by Kafka's node.id, and the metadata image that counts. Made once per view.
class ServerIndex {
public:
    explicit ServerIndex(World const& world);

    World const& world() const { return world_; }
    MetadataImage const* image() const { return image_; }
    Process const* server(BrokerId id) const;
    // A broker process that is up, paused or not.
    bool is_alive(BrokerId id) const;
    Partition const* replica(BrokerId id, TopicPartition partition) const;

private:
    World const& world_;
    MetadataImage const* image_;
    std::vector<Process const*> servers_;  // by broker id
};

// Topics by their name, Kafka's own (__consumer_offsets) behind all others; partitions by number.
struct ListedPartition {
    TopicPartition id;
    PartitionRegistration const* registration;
    bool is_internal{};
};
std::vector<ListedPartition> list_partitions(ServerIndex const& servers);

enum class PartitionHealth : std::uint8_t {
    healthy,
    not_preferred,     // led by another replica than the first one
    under_replicated,  // the ISR is smaller than the assignment
    leader_dead,       // the controller has not noticed yet
    no_leader,
};
// Fewer are in sync than the partition had replicas before those that a reassignment adds, as
// kafka-topics and UnderReplicatedPartitions count.
bool is_under_replicated(PartitionRegistration const& registration);
PartitionHealth health_of(ServerIndex const& servers, PartitionRegistration const& registration);
Meaning meaning_of(PartitionHealth health);
// "no leader", "under-replicated", …; empty when all is well.
std::string_view words_of(PartitionHealth health);

enum class ReplicaRole : std::uint8_t {
    leader,
    stale_leader,  // believes it leads, and the controller has chosen somebody else
    elected,       // the controller has chosen it; it has not replayed that yet
    in_sync,
    out_of_sync,
    starting,     // alive, and nobody has told it its role yet
    dead_leader,  // its process is down, and the controller has not noticed yet
    offline,
};
// Whether its process is down.
constexpr bool is_down(ReplicaRole role) {
    return role == ReplicaRole::offline || role == ReplicaRole::dead_leader;
}
ReplicaRole role_of(ServerIndex const& servers, BrokerId broker,
                    PartitionRegistration const& registration, Partition const* held);
Meaning meaning_of(ReplicaRole role);
// "leader", "follower · in sync", …
std::string words_of(ReplicaRole role, Partition const* held);
// The same where there is little room: "in sync".
std::string_view short_words_of(ReplicaRole role);
// "being added", "being removed" by a reassignment that is under way; else empty.
std::string_view move_words(PartitionRegistration const& registration, BrokerId broker);
// As Kafka names the two lists: "adding", "removing".
std::string_view short_move_words(PartitionRegistration const& registration, BrokerId broker);
// The words of its role with those of its move: "being added", "being removed · in sync".
std::string words_of(ReplicaRole role, Partition const* held,
                     PartitionRegistration const& registration, BrokerId broker);

// The instant before, where it is so near that what has changed since was changed by the last step,
// or by what is seen running: after a jump nothing is marked as just touched.
World const* step_before(Frame const& frame);

// What one replica holds. `before` is the same replica before the last step: what was appended
// since is touched, what was cut off is crossed. Both may be nullptr.
OffsetBar bar_of(Partition const* held, Partition const* before, bool dead);

// What a log has at an offset.
struct StandingRecord {
    RecordBatch const* batch{};  // nullptr: none spans it any more
    std::int32_t nth{-1};        // of the records that the batch still holds; -1: none of them
    // Compaction took it out. What ends a transaction is no record, and no hole either.
    bool is_hole() const { return batch == nullptr || (nth < 0 && !batch->is_control()); }
};
StandingRecord standing_at(Log const& log, std::int64_t offset);
using SameRecord = bool (*)(StandingRecord const&, StandingRecord const&);
// The same one of the same producer, in one leader epoch; or a hole in both.
bool is_same_record(StandingRecord const& a, StandingRecord const& b);
// The same between replicas, each of which is compacted by its own broker in its own time.
bool is_replicated_record(StandingRecord const& a, StandingRecord const& b);
// The first offset of both logs at which they differ; where none does, the end of the shorter one.
// Logs that have parted may have the same records again behind it.
std::int64_t parting_of(Log const& log, Log const& other, SameRecord is_same);

// Crosses what `held` has and the log of the partition's leader has not, be it at the end or under
// other records: a follower cuts it off. Returns the first of these offsets, or its log end offset.
std::int64_t cross_diverging(OffsetBar& bar, Partition const* held, Partition const* leader);

// The offsets that the replicas of a partition span together.
struct OffsetSpan {
    std::int64_t lowest{};
    std::int64_t highest{};
    std::int64_t mark{kNoMark};  // the lowest high watermark or log end of those that are alive
};
// Of the span, with room for one more record, as much as `most` full cells show.
OffsetScale scale_of(OffsetSpan const& span, std::int64_t most);
OffsetSpan span_of(ServerIndex const& servers, ListedPartition const& partition);

// The partition's registration; nullptr when there is none.
PartitionRegistration const* registration_of(ServerIndex const& servers, TopicPartition id);

}  // namespace highwater::gui
