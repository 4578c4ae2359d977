#include "scenario/losses.h"

#include <algorithm>

#include "base/check.h"
#include "world/lookup.h"

namespace highwater {

namespace {

Partition const* copy_on(World const& world, ClusterId cluster, BrokerId broker,
                         TopicPartition id) {
    NodeId const node = node_of_server(world, broker, cluster);
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
    auto index = static_cast<std::size_t>(delta);
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
    ClusterId cluster{kFirstCluster};
    TopicPartition id;
    BrokerId leader{kNoBroker};
    LeaderEpoch leader_epoch{kNoEpoch};
    std::vector<Partition const*> copies;  // the leader's alone, or without a leader all there are
    bool is_deleted{};                     // its topic is no more: somebody wanted it so
    Uuid topic_id;

    // Also when a topic of the same name has taken its place.
    bool has_deleted(LedgerEntry const& entry) const {
        return is_deleted || (entry.topic_id != Uuid{} && entry.topic_id != topic_id);
    }
};

Custodian custodian_of(World const& world, ClusterId cluster, TopicPartition id) {
    Custodian found{cluster, id, kNoBroker, kNoEpoch, {}, false, {}};
    MetadataImage const* image = current_image(world, cluster);
    PartitionRegistration const* registration =
        image == nullptr ? nullptr : find_partition(*image, id);
    if (registration == nullptr) {
        found.is_deleted = true;
        return found;
    }
    found.topic_id = find_topic(*image, id.topic)->id;
    found.leader = registration->leader;
    found.leader_epoch = registration->leader_epoch;
    for (BrokerId const replica : registration->replicas) {
        if (found.leader != kNoBroker && replica != found.leader) continue;
        if (Partition const* copy = copy_on(world, cluster, replica, id))
            found.copies.push_back(copy);
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

// Deleted by retention or DeleteRecords is not lost, nor what a later record of its key has
// replaced: somebody wanted it.
bool is_deleted_on(Partition const& copy, Offset offset) {
    return offset < copy.log.start_offset() || copy.log.is_hole(offset);
}

template <class Found>
void for_each_lost(World const& world, NodeId producer, Found&& found) {
    std::vector<Custodian> custodians;  // few: one per partition somebody wrote to
    auto const custodian = [&](ClusterId cluster, TopicPartition id) -> Custodian const& {
        for (Custodian const& each : custodians) {
            if (each.cluster == cluster && each.id == id) return each;
        }
        return custodians.emplace_back(custodian_of(world, cluster, id));
    };
    for (Process const& process : world.nodes) {
        if (!process.producer || (producer != kNoNode && process.id != producer)) continue;
        (*process.producer)->ledger.for_each([&](LedgerEntry const& entry) {
            if (entry.base_offset == kNoOffset) return;  // acks=0: nothing was promised
            Custodian const& keeper = custodian(process.cluster, entry.partition);
            if (keeper.has_deleted(entry)) return;
            for (Partition const* copy : keeper.copies) {
                if (holds_batch(copy->log, entry)) return;
            }
            for (std::size_t i = 0; i < entry.records->nth.size(); ++i) {
                Offset const offset = entry.base_offset + static_cast<std::int64_t>(i);
                bool is_kept = false;
                for (Partition const* copy : keeper.copies) {
                    is_kept |= is_deleted_on(*copy, offset) ||
                               holds_record(copy->log, offset, entry.records->producer,
                                            entry.records->nth[i]);
                }
                if (!is_kept) found(keeper, entry, i);
            }
        });
    }
}

// Everybody who may have a partition's records, and what their having them is worth.
struct Keeping {
    Custodian custodian;
    Partition const* live_leader{};         // nullptr: nobody leads, or its process is down
    std::vector<Partition const*> in_sync;  // of every member of the ISR; nullptr: it has no copy
    std::vector<Partition const*> alive;    // of every replica whose process runs
    bool is_one_in_sync_alive{};
};

Keeping keeping_of(World const& world, ClusterId cluster, TopicPartition id) {
    Keeping keeping{custodian_of(world, cluster, id), nullptr, {}, {}, false};
    if (keeping.custodian.is_deleted) return keeping;
    PartitionRegistration const& registration = *find_partition(*current_image(world, cluster), id);
    for (BrokerId const replica : registration.replicas) {
        Partition const* copy = copy_on(world, cluster, replica, id);
        bool const is_alive =
            copy != nullptr && node_of(world, node_of_server(world, replica, cluster)).is_alive;
        if (is_alive) keeping.alive.push_back(copy);
        if (is_alive && replica == registration.leader) keeping.live_leader = copy;
        if (!contains(registration.isr, replica)) continue;
        keeping.in_sync.push_back(copy);
        keeping.is_one_in_sync_alive |= is_alive;
    }
    return keeping;
}

void count_record(Keeping const& keeping, LedgerEntry const& entry, std::size_t index,
                  PromiseBooks& books) {
    Offset const offset = entry.base_offset + static_cast<std::int64_t>(index);
    auto const has = [&](Partition const* copy) {
        return copy != nullptr &&
               holds_record(copy->log, offset, entry.records->producer, entry.records->nth[index]);
    };
    auto const any = [&](std::vector<Partition const*> const& copies) {
        return std::any_of(copies.begin(), copies.end(), has);
    };
    std::vector<Partition const*> const& kept_by = keeping.custodian.copies;
    if (!any(kept_by)) {
        bool const was_wanted =
            std::any_of(kept_by.begin(), kept_by.end(),
                        [&](Partition const* copy) { return is_deleted_on(*copy, offset); });
        ++(was_wanted ? books.deleted : books.lost);
        return;
    }
    bool const is_committed =
        keeping.live_leader != nullptr && offset < keeping.live_leader->high_watermark;
    bool const is_on_all_in_sync = keeping.is_one_in_sync_alive &&
                                   std::all_of(keeping.in_sync.begin(), keeping.in_sync.end(), has);
    if (is_committed || is_on_all_in_sync) {
        ++books.safe;
    } else {
        bool const is_alive = any(keeping.alive);
        ++(is_alive ? books.not_replicated : books.out_of_reach);
        books.leaderless += is_alive && keeping.live_leader == nullptr ? 1 : 0;
    }
}

void count_entry(Keeping const& keeping, LedgerEntry const& entry, PromiseBooks& books) {
    auto const records = static_cast<std::int64_t>(entry.records->nth.size());
    if (keeping.custodian.has_deleted(entry)) {
        books.deleted += records;
        return;
    }
    // The usual cases, without looking at single records.
    auto const has_all = [&](Partition const* copy) {
        return copy != nullptr && holds_batch(copy->log, entry);
    };
    Partition const* leader = keeping.live_leader;
    bool const is_committed = leader != nullptr &&
                              entry.base_offset + records <= leader->high_watermark &&
                              has_all(leader);
    if (is_committed ||
        (keeping.is_one_in_sync_alive &&
         std::all_of(keeping.in_sync.begin(), keeping.in_sync.end(), has_all) &&
         std::any_of(keeping.custodian.copies.begin(), keeping.custodian.copies.end(), has_all))) {
        books.safe += records;
        return;
    }
    for (std::size_t i = 0; i < entry.records->nth.size(); ++i) {
        count_record(keeping, entry, i, books);
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
    ClusterId const cluster = node_of(world, producer).cluster;
    MetadataImage const* image = current_image(world, cluster);
    if (image == nullptr) return 0;
    std::vector<std::uint32_t> seen;
    for (Cow<TopicImage> const& topic : image->topics) {
        for (std::size_t i = 0; i < topic->partitions.size(); ++i) {
            Partition const* copy = copy_on(world, cluster, topic->partitions[i].leader,
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

PromiseBooks promise_books(World const& world, TopicPartition partition, ClusterId cluster) {
    PromiseBooks books;
    std::vector<Keeping> keepings;  // few: one per partition somebody wrote to
    auto const keeping = [&](ClusterId of, TopicPartition id) -> Keeping const& {
        for (Keeping const& each : keepings) {
            if (each.custodian.cluster == of && each.custodian.id == id) return each;
        }
        return keepings.emplace_back(keeping_of(world, of, id));
    };
    for (Process const& process : world.nodes) {
        if (!process.producer) continue;
        if (partition.partition >= 0 && process.cluster != cluster) continue;
        (*process.producer)->ledger.for_each([&](LedgerEntry const& entry) {
            if (entry.base_offset == kNoOffset) return;  // acks=0: nothing was promised
            if (partition.partition >= 0 && entry.partition != partition) return;
            count_entry(keeping(process.cluster, entry.partition), entry, books);
        });
    }
    return books;
}

std::string describe(LostRecord const& lost, Describer const& who) {
    Describer const own = who.of(who.cluster_of(lost.producer));
    std::string text = "Record " + std::to_string(lost.nth) + " of " + who.node(lost.producer);
    if (lost.key) text += " (key " + *lost.key + ")";
    text += ", acknowledged with acks=" + (lost.acks < 0 ? "all" : std::to_string(lost.acks)) +
            " at offset " + std::to_string(lost.offset.value) + " of " +
            own.partition(lost.partition) + ", is lost: ";
    std::string const leader = own.broker(lost.leader);
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
