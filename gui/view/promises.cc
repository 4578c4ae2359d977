#include "gui/view/promises.h"

#include <algorithm>

#include "gui/view/partition_state.h"
#include "gui/view/short_text.h"
#include "scenario/losses.h"

namespace highwater::gui {
namespace {

constexpr std::size_t kMostLostWords = 4;

bool is_of(TopicPartition wanted, TopicPartition partition) {
    return wanted.partition < 0 || wanted == partition;
}

std::int64_t waiting_records(Producer const& producer, TopicPartition partition) {
    std::int64_t count = 0;
    for (InFlightRequest const& request : producer.in_flight) {
        for (ProducerBatch const& batch : request.batches) {
            if (is_of(partition, batch.partition)) count += batch.count();
        }
    }
    for (TopicQueues const& topic : producer.accumulator.topics) {
        for (PartitionQueue const& queue : topic.queues) {
            for (ProducerBatch const& batch : queue.batches) {
                if (is_of(partition, batch.partition)) count += batch.count();
            }
        }
    }
    return count;
}

}  // namespace

Promises promises(Frame const& frame, TopicPartition partition) {
    Promises result;
    result.title =
        partition.partition < 0 ? "Promises" : "Promises on " + frame.who.partition(partition);
    for (Process const& process : frame.world.nodes) {
        if (!process.producer) continue;
        Producer const& producer = **process.producer;
        result.unacknowledged += waiting_records(producer, partition);
        producer.ledger.for_each([&](LedgerEntry const& entry) {
            if (!is_of(partition, entry.partition)) return;
            if (entry.base_offset != kNoOffset) return;
            result.without_promise += static_cast<std::int64_t>(entry.records->nth.size());
        });
    }
    PromiseBooks const books = promise_books(frame.world, partition);
    result.safe = books.safe;
    result.at_risk = books.at_risk();
    result.lost = books.lost;
    result.deleted = books.deleted;
    if (books.out_of_reach > 0) {
        result.risk_words.push_back(counted(books.out_of_reach, "record stands", "records stand") +
                                    " only on replicas that are down.");
    }
    if (books.leaderless > 0) {
        result.risk_words.push_back(counted(books.leaderless, "record waits", "records wait") +
                                    " for a leader: who is elected next decides what stays.");
    }
    if (books.not_replicated > books.leaderless) {
        result.risk_words.push_back(
            counted(books.not_replicated - books.leaderless, "record is", "records are") +
            " above the high watermark: not every in-sync replica has them.");
    }
    if (books.lost == 0) return result;
    for (LostRecord const& lost : lost_records(frame.world)) {
        if (!is_of(partition, lost.partition)) continue;
        if (result.lost_words.size() < kMostLostWords) {
            result.lost_words.push_back(describe(lost, frame.who));
        }
    }
    return result;
}

}  // namespace highwater::gui
