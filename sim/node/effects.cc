#include "node/effects.h"

namespace highwater {

Effects::Effects() = default;
Effects::Effects(Effects const&) = default;
Effects::Effects(Effects&&) noexcept = default;
Effects& Effects::operator=(Effects const&) = default;
Effects& Effects::operator=(Effects&&) noexcept = default;
Effects::~Effects() = default;

void Effects::begin(Time now, std::uint64_t seed, NodeId self, Names& names, bool has_listener) {
    now_ = now;
    clock_skew_ = {};
    seed_ = seed;
    self_ = self;
    names_ = &names;
    has_listener_ = has_listener;
    exits_ = false;
    crashes_ = false;
    outgoing_.clear();
    timers_.clear();
    closed_.clear();
    hung_up_.clear();
    facts_.clear();
}

void Effects::send(NodeId to, CorrelationId correlation_id, Message message) {
    outgoing_.push_back({to, correlation_id, std::move(message)});
}

void Effects::reply(Envelope const& request, Message message) {
    outgoing_.push_back({request.from, request.correlation_id, std::move(message)});
}

void Effects::reply(NodeId to, CorrelationId correlation_id, Message message) {
    outgoing_.push_back({to, correlation_id, std::move(message)});
}

void Effects::keep(Fact&& fact) { facts_.push_back(std::move(fact)); }

}  // namespace highwater
