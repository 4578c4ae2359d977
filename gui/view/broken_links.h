// Which ways between brokers were cut or slow at an instant, folded from the facts of faults: what
// a high watermark waits for while everybody lives.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "trace/fact.h"
#include "world/world.h"

namespace highwater::gui {

// What one fact changes.
struct LinkChange {
    enum class Kind : std::uint8_t {
        cut,     // to kNoBroker: from everybody, both ways
        healed,  // the same; what was clogged is free again, too
        clogged,
        unclogged,
        slowed,  // to kNoBroker: all that a broker sends and gets
        island,  // those that the ways begin at are apart from the rest
    };
    struct Way {
        BrokerId from{kNoBroker};
        BrokerId to{kNoBroker};
        friend bool operator<(Way const& a, Way const& b) {
            return a.from < b.from || (a.from == b.from && a.to < b.to);
        }
    };
    Kind kind{};
    std::vector<Way> ways;  // none: nothing between brokers
    Duration by{};          // of slowed
};
LinkChange change_of_links(Fact const& fact, World const& world);

// Why a follower's fetches, or what the leader answers, do not come or come late.
enum class Obstacle : std::uint8_t { none, dead, paused, cut, slow };

// Whom of the ISR the high watermark waits for.
struct Awaited {
    BrokerId broker{kNoBroker};
    Obstacle obstacle{};
    friend bool operator==(Awaited const& a, Awaited const& b) {
        return a.broker == b.broker && a.obstacle == b.obstacle;
    }
};
// "broker-2 dead", "link to broker-2 cut".
std::string words_of(Awaited const& awaited);

class BrokenLinks {
public:
    void change(LinkChange const& change);
    // Of the way there and back: none, cut (or clogged) or slow.
    Obstacle between(BrokerId a, BrokerId b) const;

private:
    bool is_cut(BrokerId from, BrokerId to) const;
    Duration delay(BrokerId from, BrokerId to) const;

    std::set<LinkChange::Way> cuts_;
    std::set<LinkChange::Way> clogs_;
    std::set<BrokerId> isolated_;
    std::map<BrokerId, std::int32_t> islands_;  // as in network/network.h; none: the mainland
    std::int32_t last_island_{};
    std::map<LinkChange::Way, Duration> slow_;  // to kNoBroker: a broker's own
};

}  // namespace highwater::gui
