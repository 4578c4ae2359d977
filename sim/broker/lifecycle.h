// A broker's life as its controller sees it (KIP-631; Kafka: BrokerLifecycleManager).
#pragma once

#include "base/fields.h"

namespace highwater {

enum class BrokerState : std::uint8_t {
    not_running,
    starting,  // not registered, or still behind its own registration
    recovery,  // has caught up; asks to be unfenced
    running,
    controlled_shutdown,  // asks to stop; its leaderships are moving away
};

struct Lifecycle {
    BrokerState state{};
    BrokerEpoch epoch{kNoBrokerEpoch};           // given by the registration of this life
    Uuid incarnation_id;                         // of this life
    BrokerEpoch previous_epoch{kNoBrokerEpoch};  // of the life before, if that ended cleanly
    std::int64_t lives{};                        // so far, so that each has another incarnation id
    bool is_request_in_flight{};
    bool heartbeat_asked_meanwhile{};  // another one follows the answer at once
    bool is_shutdown_heard{};          // the controller has answered a wish to shut down
    Time asked_since{kNever};          // the request that is on its way, or tried again
    Time shutdown_deadline{kNever};
    // On disk: .kafka_cleanshutdown with the epoch of the life that ended well. Removed at start.
    BrokerEpoch clean_shutdown_epoch{kNoBrokerEpoch};
    static auto fields(auto& self) {
        return std::tuple{Field{"state", self.state},
                          Field{"epoch", self.epoch},
                          Field{"incarnation_id", self.incarnation_id},
                          Field{"previous_epoch", self.previous_epoch},
                          Field{"lives", self.lives},
                          Field{"is_request_in_flight", self.is_request_in_flight},
                          Field{"heartbeat_asked_meanwhile", self.heartbeat_asked_meanwhile},
                          Field{"is_shutdown_heard", self.is_shutdown_heard},
                          Field{"asked_since", self.asked_since},
                          Field{"shutdown_deadline", self.shutdown_deadline},
                          Field{"clean_shutdown_epoch", self.clean_shutdown_epoch}};
    }
};

}  // namespace highwater
