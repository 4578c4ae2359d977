#include "node/pending_requests.h"

#include <algorithm>

namespace highwater {

namespace {
template <class Wanted>
std::vector<PendingRequest> take_where(std::vector<PendingRequest>& waiting, Wanted wanted) {
    std::vector<PendingRequest> taken;
    auto const kept = std::stable_partition(waiting.begin(), waiting.end(),
                                            [&](PendingRequest const& r) { return !wanted(r); });
    taken.assign(kept, waiting.end());
    waiting.erase(kept, waiting.end());
    return taken;
}
}  // namespace

CorrelationId PendingRequests::add(NodeId to, Time deadline, std::uint8_t message_kind,
                                   std::uint64_t context) {
    CorrelationId const id = next;
    ++next.value;
    waiting.push_back({id, to, deadline, message_kind, context});
    return id;
}

std::optional<PendingRequest> PendingRequests::take(CorrelationId correlation_id) {
    for (auto it = waiting.begin(); it != waiting.end(); ++it) {
        if (it->correlation_id != correlation_id) continue;
        PendingRequest const found = *it;
        waiting.erase(it);
        return found;
    }
    return std::nullopt;
}

std::vector<PendingRequest> PendingRequests::take_all(NodeId peer) {
    return take_where(waiting, [&](PendingRequest const& r) { return r.to == peer; });
}

std::vector<PendingRequest> PendingRequests::take_expired(Time now) {
    return take_where(waiting, [&](PendingRequest const& r) { return r.deadline <= now; });
}

std::int32_t PendingRequests::count(NodeId peer) const {
    std::int32_t n = 0;
    for (PendingRequest const& request : waiting) n += request.to == peer ? 1 : 0;
    return n;
}

Time PendingRequests::earliest_deadline() const {
    Time earliest = kNever;
    for (PendingRequest const& request : waiting) earliest = std::min(earliest, request.deadline);
    return earliest;
}

}  // namespace highwater
