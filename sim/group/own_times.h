// Where a group coordinator finds the times of a group that has configs of its own. The broker
// answers it out of its metadata image; this room does not know that one.
#pragma once

#include <optional>
#include <type_traits>

#include "node/dynamic_group_config.h"

namespace highwater {

// Looks into anything that answers this question, for as long as that lives.
class OwnTimes {
public:
    OwnTimes() = default;  // no group has any
    template <class Times>
    requires(!std::is_same_v<Times, OwnTimes>)
        OwnTimes(Times const& times)  // NOLINT: implicit on purpose
        : times_{&times}, find_{[](void const* t, NameId group) {
              return static_cast<Times const*>(t)->find(group);
          }} {}

    std::optional<ConsumerGroupTimes> find(NameId group) const {
        return times_ == nullptr ? std::nullopt : find_(times_, group);
    }

private:
    void const* times_{};
    std::optional<ConsumerGroupTimes> (*find_)(void const*, NameId){};
};

}  // namespace highwater
