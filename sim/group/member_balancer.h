// Two ranges of members that grow towards each other: those with the fewest partitions, to which
// the next one goes, and those with the most, from which it is taken. Within a range all have
// equally many.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace highwater {

class MemberBalancer {
public:
    explicit MemberBalancer(std::vector<std::int32_t> const& sizes) : sizes_{sizes} {}

    // Returns by how many partitions the fullest and the emptiest of these members differ.
    std::int32_t begin(std::vector<std::int32_t> members);
    std::int32_t next_least_loaded();
    // -1: nobody is left who could give up one.
    std::int32_t next_most_loaded();
    // The last one returned has nothing to give.
    void exclude_most_loaded();
    bool is_balanced() const { return most_count_ - least_count_ <= 1; }

private:
    std::int32_t size_at(std::int32_t place) const {
        return sizes_[static_cast<std::size_t>(members_[static_cast<std::size_t>(place)])];
    }
    std::int32_t count() const { return static_cast<std::int32_t>(members_.size()); }

    std::vector<std::int32_t> const& sizes_;
    std::vector<std::int32_t> members_;  // by size
    std::int32_t least_end_{};
    std::int32_t least_count_{-1};
    std::int32_t next_least_{};
    std::int32_t most_begin_{};
    std::int32_t most_end_{};
    std::int32_t most_count_{1};
    std::int32_t next_most_{-1};
};

}  // namespace highwater
