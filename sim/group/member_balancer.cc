#include "group/member_balancer.h"

namespace highwater {

std::int32_t MemberBalancer::begin(std::vector<std::int32_t> members) {
    members_ = std::move(members);
    std::sort(members_.begin(), members_.end(), [&](std::int32_t a, std::int32_t b) {
        std::int32_t const x = sizes_[static_cast<std::size_t>(a)];
        std::int32_t const y = sizes_[static_cast<std::size_t>(b)];
        return x != y ? x < y : a < b;
    });
    least_end_ = 0;
    least_count_ = size_at(0) - 1;
    next_least_ = 0;
    most_begin_ = count();
    most_end_ = count();
    most_count_ = size_at(count() - 1) + 1;
    next_most_ = count() - 1;
    return size_at(count() - 1) - size_at(0);
}

std::int32_t MemberBalancer::next_least_loaded() {
    if (next_least_ >= least_end_) {
        // Everybody in the range got one: its level rises, and those at that level join it.
        ++least_count_;
        while (least_end_ < count() && size_at(least_end_) == least_count_) ++least_end_;
        next_least_ = 0;
    }
    return members_[static_cast<std::size_t>(next_least_++)];
}

std::int32_t MemberBalancer::next_most_loaded() {
    if (next_most_ < most_begin_) {
        if (most_end_ <= most_begin_ && most_begin_ > 0) {
            most_count_ = size_at(most_begin_ - 1);  // all of them were excluded
        } else {
            --most_count_;
        }
        while (most_begin_ > 0 && size_at(most_begin_ - 1) == most_count_) --most_begin_;
        next_most_ = most_end_ - 1;
    }
    if (next_most_ < 0) return -1;
    return members_[static_cast<std::size_t>(next_most_--)];
}

void MemberBalancer::exclude_most_loaded() {
    std::swap(members_[static_cast<std::size_t>(next_most_ + 1)],
              members_[static_cast<std::size_t>(most_end_ - 1)]);
    --most_end_;
}

}  // namespace highwater
