// Rules that Kafka's replication had to learn, each of which can be taken away again. All on is
// Kafka 4.3. A scenario's [protocol] table sets them, for lessons that let an old bug happen and
// for tests that prove that the checkers of sim/check ring.
#pragma once

#include <cstdint>

#include "base/fields.h"

namespace highwater {

// How a follower finds where its log parts from its new leader's.
enum class TruncationRule : std::uint8_t {
    high_watermark,  // until 0.10: what is above its own high watermark goes, unasked
    kip_101,         // 0.11: asks where its last epoch ended, and believes it
    kip_279,         // 2.0: asks again until both know the epoch they talk about
    fetch            // since 2.7: every fetch carries the last epoch (KIP-595's rule)
};

// Over which ISR the high watermark is the minimum while a change of it is unanswered (KIP-497).
enum class HighWatermarkOver : std::uint8_t {
    maximal_isr,   // whoever is in the old one or in the new one
    proposed_isr,  // as if the controller had agreed already
    committed_isr  // as if it never would
};

struct ProtocolSwitches {
    TruncationRule truncation{TruncationRule::fetch};
    // Requests carry the leader epoch that the sender believes in (KIP-320).
    bool fencing{true};
    bool fenced_look_up{true};  // those that ask where an epoch ended, too
    HighWatermarkOver high_watermark_over{HighWatermarkOver::maximal_isr};
    // Nobody joins the ISR who has not reached the start of the leader's epoch.
    bool epoch_start_rule{true};
    // The high watermark stands still below min.insync.replicas (3.7, KAFKA-15583).
    bool strict_min_isr{true};
    // The controller compares the epochs of a proposed ISR with its own (KIP-497).
    bool compared_isr_changes{true};
    // A leader refuses batches that do not follow their producer's last one (KIP-98).
    bool sequence_checks{true};
    // The metadata quorum. Only records of the leader's own epoch commit what is below them.
    bool own_epoch_commit{true};
    bool one_vote{true};  // in an epoch
    bool pre_vote{true};  // 4.0, KIP-996
    static auto fields(auto& self) {
        return std::tuple{Field{"truncation", self.truncation},
                          Field{"fencing", self.fencing},
                          Field{"fenced_look_up", self.fenced_look_up},
                          Field{"high_watermark_over", self.high_watermark_over},
                          Field{"epoch_start_rule", self.epoch_start_rule},
                          Field{"strict_min_isr", self.strict_min_isr},
                          Field{"compared_isr_changes", self.compared_isr_changes},
                          Field{"sequence_checks", self.sequence_checks},
                          Field{"own_epoch_commit", self.own_epoch_commit},
                          Field{"one_vote", self.one_vote},
                          Field{"pre_vote", self.pre_vote}};
    }
};

// A follower asks (OffsetForLeaderEpoch) before it fetches.
inline bool looks_up_epochs(ProtocolSwitches const& protocol) {
    return protocol.truncation == TruncationRule::kip_101 ||
           protocol.truncation == TruncationRule::kip_279;
}

}  // namespace highwater
