// A member that fields() forgets would be missing in every hash, save and diff.
#include "base/fields.h"

namespace highwater {

struct Link {
    std::int32_t latency_us{};
    bool is_cut{};
    static auto fields(auto& self) { return std::tuple{Field{"latency_us", self.latency_us}}; }
};

std::uint64_t hash() { return hash_of(Link{}); }

}  // namespace highwater
