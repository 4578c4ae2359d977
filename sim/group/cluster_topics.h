// What a group coordinator must know of the cluster's topics. The broker answers it out of its
// metadata image; this room does not know that one.
#pragma once

#include <optional>
#include <type_traits>
#include <vector>

#include "base/ids.h"

namespace highwater {

struct ClusterTopic {
    NameId name{kNoName};
    Uuid id;
    std::int32_t partitions{};
};

// Looks into anything that answers these four questions, for as long as that lives.
class ClusterTopics {
public:
    template <class Topics>
    requires(!std::is_same_v<Topics, ClusterTopics>)
        ClusterTopics(Topics const& topics)  // NOLINT: implicit on purpose
        : topics_{&topics},
          by_name_{[](void const* t, NameId name) { return of<Topics>(t).find(name); }},
          by_id_{[](void const* t, Uuid id) { return of<Topics>(t).find(id); }},
          names_{[](void const* t) { return of<Topics>(t).names(); }},
          racks_{[](void const* t, Uuid topic, std::int32_t partition) {
              return of<Topics>(t).racks(topic, partition);
          }} {}

    std::optional<ClusterTopic> find(NameId name) const { return by_name_(topics_, name); }
    std::optional<ClusterTopic> find(Uuid id) const { return by_id_(topics_, id); }
    std::vector<NameId> names() const { return names_(topics_); }
    // The racks of the brokers that hold a replica of it, each once.
    std::vector<NameId> racks(Uuid topic, std::int32_t partition) const {
        return racks_(topics_, topic, partition);
    }

private:
    template <class Topics>
    static Topics const& of(void const* topics) {
        return *static_cast<Topics const*>(topics);
    }

    void const* topics_;
    std::optional<ClusterTopic> (*by_name_)(void const*, NameId);
    std::optional<ClusterTopic> (*by_id_)(void const*, Uuid);
    std::vector<NameId> (*names_)(void const*);
    std::vector<NameId> (*racks_)(void const*, Uuid, std::int32_t);
};

}  // namespace highwater
