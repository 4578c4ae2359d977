#include "world/event_queue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "base/draw.h"

namespace highwater {
namespace {

// The queue as one would write it without a thought for speed.
struct NaiveQueue {
    struct Item {
        Time at;
        EventId id;
        EventHandle handle;
    };
    std::vector<Item> items;  // in the order of their ids

    std::optional<Item> take(Time limit) {
        auto const first = std::min_element(
            items.begin(), items.end(), [](Item const& a, Item const& b) { return a.at < b.at; });
        if (first == items.end() || first->at > limit) return std::nullopt;
        Item const taken = *first;
        items.erase(first);
        return taken;
    }
};

class Random {
public:
    std::int64_t below(std::int64_t bound) {
        return static_cast<std::int64_t>(
            highwater::below(draw(7, Draw::test, 0, nth_++), static_cast<std::uint64_t>(bound)));
    }

private:
    std::uint64_t nth_{};
};

TimerFired timer(std::int32_t argument) { return {NodeId{1}, {TimerKind::poll, argument}}; }

// Mostly soon, often at the same instant, sometimes in hours, rarely in years.
Duration some_delay(Random& random) {
    switch (random.below(8)) {
    case 0: return {0};
    case 1: return {random.below(4)};
    case 2: return {random.below(100)};
    case 3: return {random.below(5'000)};
    case 4: return milliseconds(500);
    case 5: return {random.below(30'000'000)};
    case 6: return {random.below(4'000'000'000)};
    default: return {random.below(400'000'000'000'000'000)};
    }
}

TEST(EventQueue, AgreesWithASortedListOverAHundredThousandRandomOperations) {
    Random random;
    EventQueue queue;
    NaiveQueue naive;
    Time now{-10'000'000};
    int taken = 0;
    int cancelled = 0;
    for (int i = 0; i < 100'000; ++i) {
        bool const crowded = queue.size() > 300;
        switch (random.below(crowded ? 4 : 5)) {
        case 0: {
            Duration const ahead{random.below(200'000)};
            Time const limit = random.below(3) == 0 ? now + ahead : kNever;
            auto const expected = naive.take(limit);
            auto const handle = queue.take(limit);
            ASSERT_EQ(expected.has_value(), handle.has_value());
            if (!handle) {
                if (limit != kNever) now = limit;  // as run_until leaves the clock
                break;
            }
            ASSERT_EQ(queue[*handle].at, expected->at);
            ASSERT_EQ(queue[*handle].id, expected->id);
            now = queue[*handle].at;
            queue.release(*handle);
            ++taken;
            break;
        }
        case 1: {
            if (naive.items.empty()) break;
            auto const victim =
                naive.items.begin() + random.below(static_cast<std::int64_t>(naive.items.size()));
            ASSERT_TRUE(queue.cancel(victim->handle));
            ASSERT_FALSE(queue.cancel(victim->handle));
            naive.items.erase(victim);
            ++cancelled;
            break;
        }
        case 2: {
            Time const next = queue.next_at();
            Time expected = kNever;
            for (auto const& item : naive.items) expected = std::min(expected, item.at);
            ASSERT_EQ(next, expected);
            break;
        }
        default: {
            Time const at = now + some_delay(random);
            EventId const id = queue.next_id();
            EventHandle const handle = queue.schedule(at, EventId{}, timer(i));
            naive.items.push_back({at, id, handle});
        }
        }
        ASSERT_EQ(queue.size(), static_cast<std::int64_t>(naive.items.size()));
    }
    EXPECT_GT(taken, 10'000);
    EXPECT_GT(cancelled, 10'000);
}

TEST(EventQueue, EventsOfOneInstantHappenInTheOrderInWhichTheyWereScheduled) {
    EventQueue queue;
    Time const noon = Time{} + seconds(43'200);
    std::vector<EventId> scheduled;
    for (int i = 0; i < 10; ++i) {
        scheduled.push_back(queue.next_id());
        queue.schedule(noon, EventId{}, timer(i));
        // The wheel comes closer, so that later ones start at another level.
        Time const step = noon - seconds(10 - i);
        queue.schedule(step, EventId{}, timer(-1));
        queue.release(*queue.take(step));
    }
    for (EventId const id : scheduled) {
        EventHandle const handle = *queue.take(kNever);
        EXPECT_EQ(queue[handle].id, id);
        queue.release(handle);
    }
}

TEST(EventQueue, ACopyHasTheSameFutureAndGoesItsOwnWay) {
    EventQueue queue;
    for (int i = 0; i < 50; ++i) queue.schedule(Time{i * 77 % 13 * 1'000}, EventId{}, timer(i));
    EventQueue copy = queue;
    EXPECT_EQ(hash_of(queue), hash_of(copy));
    copy.release(*copy.take(kNever));
    EXPECT_NE(hash_of(queue), hash_of(copy));
    EXPECT_EQ(queue.size(), 50);
    EXPECT_EQ(copy.size(), 49);
    queue.release(*queue.take(kNever));
    EXPECT_EQ(hash_of(queue), hash_of(copy));
}

TEST(EventQueue, AHandleOfTheSlotsFormerEventCancelsNothing) {
    EventQueue queue;
    EventHandle const first = queue.schedule(Time{5}, EventId{}, timer(1));
    queue.release(*queue.take(kNever));
    EventHandle const second = queue.schedule(Time{6}, EventId{}, timer(2));
    EXPECT_EQ(first.slot, second.slot);
    EXPECT_FALSE(queue.cancel(first));
    EXPECT_EQ(queue.size(), 1);
}

TEST(EventQueue, NothingIsTakenBeyondTheLimitAndTheLimitIsNotOverstepped) {
    EventQueue queue;
    queue.schedule(Time{5'000'000}, EventId{}, timer(1));
    queue.schedule(Time{5'000'100}, EventId{}, timer(2));
    EXPECT_FALSE(queue.take(Time{4'999'999}));
    queue.schedule(Time{4'999'999}, EventId{}, timer(3));  // a command typed now
    EXPECT_EQ(queue.next_at(), Time{4'999'999});
}

TEST(EventQueue, FindsAPendingEventByItsId) {
    EventQueue queue;
    EventId const id = queue.next_id();
    EventHandle const handle = queue.schedule(Time{5}, EventId{}, timer(1));
    EXPECT_EQ(queue.find(id), handle);
    queue.cancel(handle);
    EXPECT_EQ(queue.find(id), kNoEvent);
}

}  // namespace
}  // namespace highwater
