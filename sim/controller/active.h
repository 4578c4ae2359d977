// What the handlers of this room share: appending records, answering once they are committed, and
// the partition changes that follow from a broker's change.
#pragma once

#include <optional>
#include <vector>

#include "controller/controller.h"
#include "controller/decide.h"
#include "metadata/topic_config.h"

namespace highwater {

// Why records are written; facts say so.
struct Cause {
    ChangeReason why{};
    BrokerId broker{kNoBroker};
};

// Appends the records as one batch, applies them to the image at once and notes what they decide.
// Returns the offset of the last one.
Offset write(Controller& self, Raft& raft, std::vector<MetadataRecord> records, Cause cause,
             Effects& out);
// The offset that the next record will have.
Offset next_offset(Controller const& self);
// Notes what a record changes, before it is applied.
void note_record(Controller const& self, std::vector<MetadataRecord> const& records,
                 std::size_t index, Cause cause, Effects& out);

// Answers when everything up to `offset` is committed.
void answer_after(Controller& self, Offset offset, Envelope const& from, Message answer,
                  Effects& out);
// An answer without records may rest on what is not committed yet: it waits for that, if anything.
void answer_after_pending(Controller& self, Envelope const& from, Message answer, Effects& out);
// What a controller that does not lead (any more) says to the same request.
Message not_controller(Message const& answer);
// Whose request it is. Null when it has been refused: this controller does not lead, or the broker
// has registered anew since it asked (STALE_BROKER_EPOCH).
template <class Request, class Answer>
BrokerRegistration const* accept_broker(Controller& self, Envelope const& from,
                                        Request const& request, Answer answer, Effects& out) {
    if (self.role != ControllerRole::active) {
        out.reply(from, not_controller(answer));
        return nullptr;
    }
    BrokerRegistration const* broker = find_broker(self.image, request.broker_id);
    if (broker != nullptr && broker->epoch == request.broker_epoch) return broker;
    answer.error = ErrorCode::stale_broker_epoch;
    answer_after_pending(self, from, answer, out);
    return nullptr;
}

Uuid draw_uuid(Controller& self, Effects& out);
bool is_elr_enabled(Controller const& self);
// Its min.insync.replicas is never more than the topic's replication factor.
TopicConfig config_of(Controller const& self, TopicImage const& topic, Effects const& out);

// Which partitions a broker's change touches.
enum class Concerned : std::uint8_t { in_isr, in_elr, leaderless };
struct BrokerChange {
    Concerned concerned{};
    BrokerId broker{kNoBroker};     // of in_isr, in_elr
    BrokerId to_remove{kNoBroker};  // is on its way out, whatever the image says
    BrokerId to_add{kNoBroker};     // may lead, though the image says fenced
    BrokerId unclean_shutdown{kNoBroker};
};
// In the order of topic ids, then of partitions
// (ReplicationControlManager.generateLeaderAndIsrUpdates).
void add_partition_changes(Controller const& self, BrokerChange const& change,
                           std::vector<MetadataRecord>& records, Effects const& out);
// The question about one partition as things stand: everybody active is acceptable.
PartitionQuestion question_of(Controller const& self, PartitionRegistration const& partition,
                              TopicConfig const& config);
std::optional<MetadataRecord> change_record(MetadataImage const& image,
                                            PartitionQuestion const& question, Uuid topic_id,
                                            std::int32_t partition);
// New replicas lie in the only directory that their broker has; with more the broker chooses
// (KIP-858).
void set_directories(MetadataImage const& image, PartitionRegistration const& before,
                     PartitionChangeRecord& change);
Uuid default_directory(MetadataImage const& image, BrokerId broker);

// ---- brokers' lives (heartbeat.cc) --------------------------------------------------------------
void fence(Controller& self, BrokerId broker, std::vector<MetadataRecord>& records,
           Effects const& out);
void expire_sessions(Controller& self, Raft& raft, Effects& out);
bool has_valid_session(Controller const& self, BrokerId broker, Time now);
void track(Controller& self, BrokerSession& session, Effects& out);

// ---- what happens by itself (periodic.cc) -------------------------------------------------------
void arm_periodic_tasks(Controller const& self, Effects& out);
void on_periodic(Controller& self, Raft& raft, Timer const& timer, Effects& out);

}  // namespace highwater
