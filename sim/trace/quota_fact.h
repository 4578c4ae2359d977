// The quotas of clients and what they bring about, as facts: part of trace/fact.h.
#pragma once

#include <cstdint>

#include "base/ids.h"
#include "base/time.h"
#include "protocol/metadata_record.h"

namespace highwater {

struct ClientQuotaChanged {
    Payload<ClientQuotaRecord> record;
};
// A broker found a client's rate above its quota: it reads nothing more from it for so long.
struct ClientThrottled {
    NodeId client{kNoNode};
    Payload<ClientQuotaRecord> quota;  // the one that holds for it
    std::int64_t bytes{};              // so many in the window
    std::int64_t window_ms{};
    std::int32_t throttle_time_ms{};
};
// A client was told so in an answer, and asks that broker for nothing until then (KIP-219).
struct ThrottleHeeded {
    NodeId broker{kNoNode};
    Time until;
};

}  // namespace highwater
