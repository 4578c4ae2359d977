#include "scenario/losses.h"

#include <algorithm>

#include "base/check.h"
#include "world/lookup.h"

namespace highwater {

namespace {

Partition const* copy_on(World const& world, BrokerId broker, TopicPartition id) {
    NodeId const node = node_of_server(world, broker);
    if (node == kNoNode || !node_of(world, node).broker) return nullptr;
    return find_partition(**node_of(world, node).broker, id);
}

// Whether a log holds record number `nth` of `producer` at that offset.
bool holds_record(Log const& log, Offset offset, NodeId producer, std::uint32_t nth) {
    std::int64_t const place = log.batches().find(offset);
    if (place >= log.batches().size()) return false;
    RecordBatch const& batch = *log.batches()[place];
    if (offset < batch.base_offset || !batch.records || batch.records->producer != producer) {
        return false;
    }
    auto const delta = static_cast<std::int32_t>(offset - batch.base_offset);
    std::size_t index = static_cast<std::size_t>(delta);
    if (!batch.offset_deltas.empty()) {
        auto const found =
            std::lower_bound(batch.offset_deltas.begin(), batch.offset_deltas.end(), delta);
        if (found == batch.offset_deltas.end() || *found != delta) return false;
        index = static_cast<std::size_t>(found - batch.offset_deltas.begin());
    }
    return index < batch.records->nth.size() && batch.records->nth[index] == nth;
}

// The usual case, without looking at single records: the very batch that was acknowledged.
bool holds_batch(Log const& log, LedgerEntry const& entry) {
    std::int64_t const place = log.batches().find(entry.base_offset);
    if (place >= log.batches().size()) return false;
    RecordBatch const& batch = *log.batches()[place];
    return batch.base_offset == entry.base_offset && batch.records == entry.records &&
           batch.offset_deltas.empty();
}

// Where to look for a partition's records now.
struct Custodian {
    TopicPartition id;
    BrokerId leader{kNoBroker};
    LeaderEpoch leader_epoch{kNoEpoch};
    std::vector<Partition const*> copies;  // the leader's alone, or without a leader all there are
    bool is_deleted{};                     // its topic is no more: somebody wanted it so
};

Custodian custodian_of(World const& world, TopicPartition id) {
    Custodian found{id, kNoBroker, kNoEpoch, {}, false};
    MetadataImage const* image = current_image(world);
    PartitionRegistration const* registration =
        image == nullptr ? nullptr : find_partition(*image, id);
    if (registration == nullptr) {
        found.is_deleted = true;
        return found;
    }
    found.leader = registration->leader;
    found.leader_epoch = registration->leader_epoch;
    for (BrokerId const replica : registration->replicas) {
        if (found.leader != kNoBroker && replica != found.leader) continue;
        if (Partition const* copy = copy_on(world, replica, id)) found.copies.push_back(copy);
    }
    return found;
}

LostRecord make_lost(Custodian const& custodian, LedgerEntry const& entry, std::size_t index) {
    LostRecord lost;
    lost.producer = entry.records->producer;
    lost.nth = entry.records->nth[index];
    lost.partition = entry.partition;
    lost.offset = entry.base_offset + static_cast<std::int64_t>(index);
    lost.acks = entry.acks;
    lost.leader = custodian.leader;
    lost.leader_epoch = custodian.leader_epoch;
    lost.why = LostRecord::Reason::all_copies_gone;
    if (custodian.leader != kNoBroker && !custodian.copies.empty()) {
        Log const& log = custodian.copies.front()->log;
        lost.leader_end = log.end_offset();
        lost.why = lost.offset < log.end_offset() ? LostRecord::Reason::overwritten
                                                  : LostRecord::Reason::log_ends_before;
        for (EpochEntry const& epoch : log.epochs().entries) {
            if (epoch.start_offset <= lost.offset) lost.leader_epoch = epoch.epoch;
        }
    }
    if (!entry.records->contents.empty()) {
        lost.key = entry.records->contents[index].key;
        lost.value = entry.records->contents[index].value;
    }
    return lost;
}

template <class Found>
void for_each_lost(World const& world, NodeId producer, Found&& found) {
    std::vector<Custodian> custodians;  // few: one per partition somebody wrote to
    auto const custodian = [&](TopicPartition id) -> Custodian const& {
        for (Custodian const& each : custodians) {
            if (each.id == id) return each;
        }
        return custodians.emplace_back(custodian_of(world, id));
    };
    for (Process const& process : world.nodes) {
        if (!process.producer || (producer != kNoNode && process.id != producer)) continue;
        (*process.producer)->ledger.for_each([&](LedgerEntry const& entry) {
            if (entry.base_offset == kNoOffset) return;  // acks=0: nothing was promised
            Custodian const& keeper = custodian(entry.partition);
            if (keeper.is_deleted) return;
            for (Partition const* copy : keeper.copies) {
                if (holds_batch(copy->log, entry)) return;
            }
            for (std::size_t i = 0; i < entry.records->nth.size(); ++i) {
                Offset const offset = entry.base_offset + static_cast<std::int64_t>(i);
                bool is_kept = false;
                for (Partition const* copy : keeper.copies) {
                    // Deleted by retention or DeleteRecords is not lost: somebody wanted it.
                    is_kept |= offset < copy->log.start_offset() ||
                               holds_record(copy->log, offset, entry.records->producer,
                                            entry.records->nth[i]);
                }
                if (!is_kept) found(keeper, entry, i);
            }
        });
    }
}

}  // namespace

std::vector<LostRecord> lost_records(World const& world, NodeId producer) {
    std::vector<LostRecord> lost;
    for_each_lost(world, producer,
                  [&](Custodian const& custodian, LedgerEntry const& entry, std::size_t index) {
                      lost.push_back(make_lost(custodian, entry, index));
                  });
    std::sort(lost.begin(), lost.end(), [](LostRecord const& a, LostRecord const& b) {
        return a.producer != b.producer ? a.producer < b.producer : a.nth < b.nth;
    });
    return lost;
}

std::int64_t count_lost_records(World const& world, NodeId producer) {
    std::int64_t count = 0;
    for_each_lost(world, producer,
                  [&](Custodian const&, LedgerEntry const&, std::size_t) { ++count; });
    return count;
}

std::int64_t count_duplicated_records(World const& world, NodeId producer) {
    MetadataImage const* image = current_image(world);
    if (image == nullptr) return 0;
    std::vector<std::uint32_t> seen;
    for (Cow<TopicImage> const& topic : image->topics) {
        for (std::size_t i = 0; i < topic->partitions.size(); ++i) {
            Partition const* copy = copy_on(world, topic->partitions[i].leader,
                                            {topic->name, static_cast<std::int32_t>(i)});
            if (copy == nullptr) continue;
            BatchList const& batches = copy->log.batches();
            for (std::int64_t b = 0; b < batches.size(); ++b) {
                Records const* records = batches[b]->records.get();
                if (records == nullptr || records->producer != producer) continue;
                seen.insert(seen.end(), records->nth.begin(), records->nth.end());
            }
        }
    }
    std::sort(seen.begin(), seen.end());
    std::int64_t repeated = 0;
    for (std::size_t i = 1; i < seen.size(); ++i) repeated += seen[i] == seen[i - 1] ? 1 : 0;
    return repeated;
}

std::string describe(LostRecord const& lost, Describer const& who) {
    std::string text = "Record " + std::to_string(lost.nth) + " of " + who.node(lost.producer);
    if (lost.key) text += " (key " + *lost.key + ")";
    text += ", acknowledged with acks=" + (lost.acks < 0 ? "all" : std::to_string(lost.acks)) +
            " at offset " + std::to_string(lost.offset.value) + " of " +
            who.partition(lost.partition) + ", is lost: ";
    std::string const leader = who.broker(lost.leader);
    switch (lost.why) {
    case LostRecord::Reason::log_ends_before:
        return text + leader + " leads now, and its log ends at offset " +
               std::to_string(lost.leader_end.value) + ".";
    case LostRecord::Reason::overwritten:
        return text + "its offset holds another record now, which " + leader +
               " has from leader epoch " + std::to_string(lost.leader_epoch.value) + ".";
    case LostRecord::Reason::all_copies_gone:
        return text + "nobody leads, and no replica holds it.";
    }
    CHECK(false);
}

}  // namespace highwater
