#include "world/event_queue.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "base/check.h"

namespace highwater {

namespace {
// Order-preserving, so that instants before 0 come first.
std::uint64_t key_of(Time at) { return static_cast<std::uint64_t>(at.us) ^ (1ULL << 63); }
Time time_of(std::uint64_t key) { return {static_cast<std::int64_t>(key ^ (1ULL << 63))}; }
}  // namespace

// The level is that of the highest digit in which the key differs from the wheel's position, the
// slot is the key's digit there. So every bucket above level 0 that contains the position is empty.
int EventQueue::bucket_of(std::uint64_t key) const {
    std::uint64_t const difference = key ^ position_;
    int const level = difference == 0 ? 0 : (63 - std::countl_zero(difference)) / kBits;
    int const digit = static_cast<int>(key >> (level * kBits) & (kSlots - 1));
    return level * kSlots + digit;
}

void EventQueue::append(std::uint32_t slot, int bucket) {
    Bucket& list = buckets_[static_cast<std::size_t>(bucket)];
    Link& link = links_[slot];
    link.bucket = static_cast<std::uint16_t>(bucket);
    link.previous = list.last;
    link.next = kNone;
    if (list.last == kNone) {
        int const level = bucket / kSlots;
        list.first = slot;
        occupied_[static_cast<std::size_t>(level)] |= 1ULL << (bucket % kSlots);
        occupied_levels_ = static_cast<std::uint16_t>(occupied_levels_ | 1U << level);
    } else {
        links_[list.last].next = slot;
    }
    list.last = slot;
}

void EventQueue::unlink(std::uint32_t slot) {
    Link const& link = links_[slot];
    Bucket& list = buckets_[link.bucket];
    (link.previous == kNone ? list.first : links_[link.previous].next) = link.next;
    (link.next == kNone ? list.last : links_[link.next].previous) = link.previous;
    if (list.first == kNone) {
        auto const level = static_cast<std::size_t>(link.bucket / kSlots);
        occupied_[level] &= ~(1ULL << (link.bucket % kSlots));
        if (occupied_[level] == 0) {
            occupied_levels_ = static_cast<std::uint16_t>(occupied_levels_ & ~(1U << level));
        }
    }
}

EventHandle EventQueue::schedule(Time at, EventId cause, EventPayload payload) {
    std::uint64_t const key = key_of(at);
    CHECK(key >= position_);
    std::uint32_t slot{};
    if (free_.empty()) {
        slot = static_cast<std::uint32_t>(events_.size());
        events_.push_back({at, next_id_, cause, std::move(payload)});
        links_.emplace_back();
    } else {
        slot = free_.back();
        free_.pop_back();
        Event& event = events_[slot];
        event.at = at;
        event.id = next_id_;
        event.cause = cause;
        event.payload = std::move(payload);
    }
    ++next_id_.value;
    ++size_;
    Link& link = links_[slot];
    link.key = key;
    link.pending = true;
    append(slot, bucket_of(key));
    return {slot, link.generation};
}

bool EventQueue::is_current(EventHandle handle) const {
    return handle.slot < links_.size() && links_[handle.slot].generation == handle.generation;
}

bool EventQueue::cancel(EventHandle handle) {
    if (!is_current(handle) || !links_[handle.slot].pending) return false;
    unlink(handle.slot);
    links_[handle.slot].pending = false;
    --size_;
    release(handle);
    return true;
}

// Empties a bucket of a higher level into the levels below. The wheel's position is at its start.
void EventQueue::spread(int bucket) {
    Bucket& list = buckets_[static_cast<std::size_t>(bucket)];
    std::uint32_t slot = list.first;
    list = {};
    auto const level = static_cast<std::size_t>(bucket / kSlots);
    occupied_[level] &= ~(1ULL << (bucket % kSlots));
    if (occupied_[level] == 0) {
        occupied_levels_ = static_cast<std::uint16_t>(occupied_levels_ & ~(1U << level));
    }
    while (slot != kNone) {
        std::uint32_t const next = links_[slot].next;
        append(slot, bucket_of(links_[slot].key));
        slot = next;
    }
}

std::optional<EventHandle> EventQueue::take(Time limit) {
    std::uint64_t const last_key = key_of(limit);
    while (occupied_levels_ != 0) {
        int const level = std::countr_zero(occupied_levels_);
        int const digit = std::countr_zero(occupied_[static_cast<std::size_t>(level)]);
        int const bucket = level * kSlots + digit;
        std::uint32_t const slot = buckets_[static_cast<std::size_t>(bucket)].first;
        // Alone in its bucket, or all of one instant: the first is the next event. Going straight
        // to it saves the way down through the levels.
        if (level == 0 || links_[slot].next == kNone) {
            std::uint64_t const key = links_[slot].key;
            if (key > last_key) return std::nullopt;
            position_ = key;
            std::uint32_t const after = links_[slot].next;
            // A hint to the processor: with 100,000 pending its caches hold a part of them only.
            if (after != kNone) __builtin_prefetch(&events_[after]);
            unlink(slot);
            links_[slot].pending = false;
            --size_;
            return EventHandle{slot, links_[slot].generation};
        }
        int const shift = level * kBits;
        std::uint64_t const start = links_[slot].key >> shift << shift;
        // Never step beyond the limit: the clock stops there, and the next command is due there.
        if (start > last_key) return std::nullopt;
        position_ = start;
        spread(bucket);
    }
    return std::nullopt;
}

void EventQueue::release(EventHandle handle) {
    CHECK(is_current(handle) && !links_[handle.slot].pending);
    events_[handle.slot].payload.emplace<std::monostate>();
    ++links_[handle.slot].generation;
    free_.push_back(handle.slot);
}

Event& EventQueue::operator[](EventHandle handle) {
    CHECK(is_current(handle));
    return events_[handle.slot];
}

Event const& EventQueue::operator[](EventHandle handle) const {
    CHECK(is_current(handle));
    return events_[handle.slot];
}

Time EventQueue::next_at() const {
    if (occupied_levels_ == 0) return kNever;
    auto const level = static_cast<std::size_t>(std::countr_zero(occupied_levels_));
    auto const digit = static_cast<std::size_t>(std::countr_zero(occupied_[level]));
    std::uint64_t earliest = UINT64_MAX;
    for (std::uint32_t slot = buckets_[level * kSlots + digit].first; slot != kNone;
         slot = links_[slot].next) {
        earliest = std::min(earliest, links_[slot].key);
    }
    return time_of(earliest);
}

std::vector<Event const*> EventQueue::sorted() const {
    std::vector<Event const*> all;
    all.reserve(static_cast<std::size_t>(size_));
    for (std::size_t slot = 0; slot < events_.size(); ++slot) {
        if (links_[slot].pending) all.push_back(&events_[slot]);
    }
    std::sort(all.begin(), all.end(), [](Event const* a, Event const* b) {
        return a->at != b->at ? a->at < b->at : a->id < b->id;
    });
    return all;
}

EventHandle EventQueue::find(EventId id) const {
    for (std::size_t slot = 0; slot < events_.size(); ++slot) {
        if (links_[slot].pending && events_[slot].id == id) {
            return {static_cast<std::uint32_t>(slot), links_[slot].generation};
        }
    }
    return kNoEvent;
}

void EventQueue::hash(Hasher& hasher) const {
    hash_into(hasher, next_id_);
    hash_into(hasher, size_);
    for (Event const* event : sorted()) hash_into(hasher, *event);
}

}  // namespace highwater
