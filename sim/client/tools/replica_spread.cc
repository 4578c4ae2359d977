#include "client/tools/replica_spread.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.h"

namespace highwater {

namespace {
using Index = std::vector<BrokerId>::size_type;

// Never the leader's own place, whatever the shift.
Index follower_index(Index leader, std::int64_t shift, std::int64_t nth, Index brokers) {
    auto const others = static_cast<std::int64_t>(brokers) - 1;
    return (leader + 1 + static_cast<Index>((shift + nth) % others)) % brokers;
}

std::vector<BrokerId> spread_one(std::vector<BrokerId> const& brokers, Index leader,
                                 std::int32_t replication_factor, std::int32_t shift) {
    std::vector<BrokerId> replicas{brokers[leader]};
    for (std::int32_t nth = 0; nth + 1 < replication_factor; ++nth) {
        replicas.push_back(brokers[follower_index(leader, shift, nth, brokers.size())]);
    }
    return replicas;
}

// A rack is used again only when every rack has a replica, a broker only when every one has.
struct RackSpread {
    std::vector<BrokerId> brokers;  // racks alternate
    std::map<BrokerId, std::string> racks;
    std::int64_t rack_count{};

    std::vector<BrokerId> spread_one(Index leader, std::int32_t replication_factor,
                                     std::int32_t shift) const {
        std::vector<BrokerId> replicas{brokers[leader]};
        std::vector<std::string> used_racks{racks.at(brokers[leader])};
        std::int64_t nth = 0;
        for (std::int32_t follower = 1; follower < replication_factor; ++follower) {
            for (bool placed = false; !placed; ++nth) {
                BrokerId const id =
                    brokers[follower_index(leader, shift * rack_count, nth, brokers.size())];
                placed = may_take(id, replicas, used_racks);
                if (!placed) continue;
                replicas.push_back(id);
                add_once(used_racks, racks.at(id));
            }
        }
        return replicas;
    }

private:
    bool may_take(BrokerId id, std::vector<BrokerId> const& replicas,
                  std::vector<std::string> const& used_racks) const {
        auto const has = [](auto const& list, auto const& item) {
            return std::find(list.begin(), list.end(), item) != list.end();
        };
        bool const rack_is_free = !has(used_racks, racks.at(id)) ||
                                  static_cast<std::int64_t>(used_racks.size()) == rack_count;
        return rack_is_free && (!has(replicas, id) || replicas.size() == brokers.size());
    }
};

Problem refused(std::string message) { return {std::move(message), {}}; }
}  // namespace

std::vector<BrokerId> rack_alternated(std::vector<SpreadBroker> const& brokers) {
    std::map<std::string, std::vector<BrokerId>> by_rack;
    for (SpreadBroker const& broker : brokers) {
        by_rack[broker.rack.value_or("")].push_back(broker.id);
    }
    for (auto& [rack, ids] : by_rack) std::sort(ids.begin(), ids.end());
    std::vector<BrokerId> result;
    for (Index turn = 0; result.size() < brokers.size(); ++turn) {
        for (auto const& [rack, ids] : by_rack) {
            if (turn < ids.size()) result.push_back(ids[turn]);
        }
    }
    return result;
}

Expected<std::vector<std::vector<BrokerId>>> spread_replicas(std::vector<SpreadBroker> brokers,
                                                             std::int32_t partitions,
                                                             std::int32_t replication_factor,
                                                             SpreadStart start) {
    if (partitions <= 0) return refused("Number of partitions must be larger than 0.");
    if (replication_factor <= 0) return refused("Replication factor must be larger than 0.");
    if (static_cast<std::size_t>(replication_factor) > brokers.size()) {
        return refused("Replication factor: " + std::to_string(replication_factor) +
                       " larger than available brokers: " + std::to_string(brokers.size()) + ".");
    }
    auto const with_rack = static_cast<std::size_t>(
        std::count_if(brokers.begin(), brokers.end(),
                      [](SpreadBroker const& broker) { return broker.rack.has_value(); }));
    bool const knows_racks = with_rack > 0;
    if (knows_racks && with_rack < brokers.size()) {
        return refused("Not all brokers have rack information for replica rack aware assignment.");
    }
    std::sort(brokers.begin(), brokers.end(),
              [](SpreadBroker const& a, SpreadBroker const& b) { return a.id < b.id; });
    RackSpread spread;
    if (knows_racks) {
        spread.brokers = rack_alternated(brokers);
        std::map<std::string, bool> names;
        for (SpreadBroker const& broker : brokers) {
            spread.racks[broker.id] = *broker.rack;
            names[*broker.rack] = true;
        }
        spread.rack_count = static_cast<std::int64_t>(names.size());
    } else {
        for (SpreadBroker const& broker : brokers) spread.brokers.push_back(broker.id);
    }
    std::vector<std::vector<BrokerId>> assignment;
    Index const count = spread.brokers.size();
    std::int32_t shift = start.shift;
    Index number = static_cast<Index>(std::max(start.partition, 0));
    for (std::int32_t i = 0; i < partitions; ++i, ++number) {
        if (number > 0 && number % count == 0) ++shift;
        Index const leader = (number + static_cast<Index>(start.index)) % count;
        assignment.push_back(knows_racks
                                 ? spread.spread_one(leader, replication_factor, shift)
                                 : spread_one(spread.brokers, leader, replication_factor, shift));
    }
    return assignment;
}

}  // namespace highwater
