#include "controller/placement.h"

#include <algorithm>
#include <utility>

namespace highwater {

namespace {
// Java's Collections.shuffle, so that the draws mean the same as in Kafka.
template <class T>
void shuffle(std::vector<T>& items, DrawBelow const& draw) {
    for (std::size_t i = items.size(); i > 1; --i) {
        auto const j = static_cast<std::size_t>(draw(static_cast<std::int32_t>(i)));
        std::swap(items[i - 1], items[j]);
    }
}

// Brokers handed out in turn, each once a round; the next round starts one further on.
class Wheel {
public:
    void add(BrokerId id) { brokers_.push_back(id); }
    std::size_t size() const { return brokers_.size(); }
    void initialize(DrawBelow const& draw) {
        if (brokers_.empty()) return;
        std::sort(brokers_.begin(), brokers_.end());
        offset_ = static_cast<std::size_t>(draw(static_cast<std::int32_t>(brokers_.size())));
    }
    void shuffle_brokers(DrawBelow const& draw) { shuffle(brokers_, draw); }
    std::optional<BrokerId> next(std::int32_t round) {
        if (brokers_.empty()) return std::nullopt;
        if (round != round_) {
            round_ = round;
            used_ = 0;
            offset_ = (offset_ + 1) % brokers_.size();
        }
        if (used_ == brokers_.size()) return std::nullopt;
        return brokers_[(offset_ + used_++) % brokers_.size()];
    }

private:
    std::vector<BrokerId> brokers_;
    std::size_t offset_{};
    std::size_t used_{};
    std::int32_t round_{};
};

struct Rack {
    std::optional<std::string> name;
    Wheel unfenced;
    Wheel fenced;

    std::optional<BrokerId> next(std::int32_t round) {
        std::optional<BrokerId> const id = unfenced.next(round);
        return id ? id : fenced.next(round);
    }
};

class Racks {
public:
    Racks(std::vector<PlaceableBroker> const& brokers, DrawBelow const& draw) : draw_{draw} {
        for (PlaceableBroker const& broker : brokers) {
            Rack& rack = rack_named(broker.rack);
            (broker.fenced ? rack.fenced : rack.unfenced).add(broker.id);
            if (!broker.fenced) ++unfenced_;
        }
        for (Rack& rack : racks_) {
            rack.fenced.initialize(draw_);
            rack.unfenced.initialize(draw_);
        }
        for (std::size_t i = 0; i < racks_.size(); ++i) order_.push_back(i);
        std::sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
            return racks_[a].name < racks_[b].name;  // names are unique, none comes first
        });
        if (!order_.empty()) {
            first_ = static_cast<std::size_t>(draw_(static_cast<std::int32_t>(order_.size())));
        }
    }
    std::int32_t unfenced() const { return unfenced_; }

    std::vector<BrokerId> place(std::int32_t replication_factor) {
        // Every leader was used once: mix, so that the same sets do not come again and again.
        if (round_ == unfenced_ && unfenced_ > 1) {
            shuffle(order_, draw_);
            for (Rack& rack : racks_) {
                rack.fenced.shuffle_brokers(draw_);
                rack.unfenced.shuffle_brokers(draw_);
            }
            round_ = 0;
        }
        if (first_ == order_.size()) first_ = 0;
        std::vector<BrokerId> replicas;
        std::size_t leader_rack = first_;
        while (replicas.empty()) {
            if (auto const id = racks_[order_[leader_rack]].unfenced.next(round_)) {
                replicas.push_back(*id);
            } else {
                leader_rack = (leader_rack + 1) % order_.size();
            }
        }
        bool had_its_turn = false;
        std::size_t at = first_;
        while (replicas.size() < static_cast<std::size_t>(replication_factor)) {
            // The leader's rack has had its turn once.
            if (!had_its_turn && leader_rack == at) {
                had_its_turn = true;
            } else if (auto const id = racks_[order_[at]].next(round_)) {
                replicas.push_back(*id);
            }
            at = (at + 1) % order_.size();
        }
        ++round_;
        ++first_;
        return replicas;
    }

private:
    Rack& rack_named(std::optional<std::string> const& name) {
        for (Rack& rack : racks_) {
            if (rack.name == name) return rack;
        }
        racks_.push_back({name, {}, {}});
        return racks_.back();
    }

    DrawBelow const& draw_;
    std::vector<Rack> racks_;
    std::vector<std::size_t> order_;
    std::int32_t unfenced_{};
    std::int32_t round_{};
    std::size_t first_{};
};
}  // namespace

Expected<std::vector<std::vector<BrokerId>>> place_replicas(
    std::vector<PlaceableBroker> const& brokers, std::int32_t partitions,
    std::int32_t replication_factor, DrawBelow const& draw) {
    if (replication_factor <= 0) {
        return Problem{"Invalid replication factor " + std::to_string(replication_factor) +
                           ": the replication factor must be positive.",
                       ""};
    }
    auto const registered = static_cast<std::int32_t>(brokers.size());
    if (replication_factor > registered) {
        return Problem{"The target replication factor of " + std::to_string(replication_factor) +
                           " cannot be reached because only " + std::to_string(registered) +
                           " broker(s) are registered or some brokers have all their log "
                           "directories cordoned.",
                       ""};
    }
    Racks racks{brokers, draw};
    if (racks.unfenced() == 0) {
        return Problem{
            "All brokers are currently fenced or have all their log directories cordoned.", ""};
    }
    std::vector<std::vector<BrokerId>> placed;
    for (std::int32_t i = 0; i < partitions; ++i) placed.push_back(racks.place(replication_factor));
    return placed;
}

}  // namespace highwater
