#include "node/effects.h"

namespace highwater {

void Effects::begin(Time now, std::uint64_t seed, NodeId self, Names& names, bool has_listener) {
    now_ = now;
    seed_ = seed;
    self_ = self;
    names_ = &names;
    has_listener_ = has_listener;
    exits_ = false;
    outgoing_.clear();
    timers_.clear();
    closed_.clear();
    facts_.clear();
}

}  // namespace highwater
