#include "group/coordinator.h"

namespace highwater {

namespace {
// One character of UTF-8, taken off the front. What is not UTF-8 counts byte by byte.
std::uint32_t take_character(std::string_view& text) {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    std::uint32_t const first = byte(0);
    std::size_t const length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    if (length == 1 || text.size() < length) {
        text.remove_prefix(1);
        return first;
    }
    std::uint32_t character = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) character = character << 6 | (byte(i) & 0x3FU);
    text.remove_prefix(length);
    return character;
}
}  // namespace

std::int32_t java_utf16_hash(std::string_view text) {
    std::uint32_t hash = 0;
    auto const add = [&](std::uint32_t unit) { hash = 31 * hash + unit; };
    while (!text.empty()) {
        std::uint32_t const character = take_character(text);
        if (character < 0x10000) {
            add(character);
        } else {  // Java hashes UTF-16: a pair of surrogates
            add(0xD800 + ((character - 0x10000) >> 10));
            add(0xDC00 + ((character - 0x10000) & 0x3FF));
        }
    }
    return static_cast<std::int32_t>(hash);
}

std::int32_t coordinator_partition(std::string_view id, std::int32_t partitions) {
    std::int32_t const hash = java_utf16_hash(id);
    // Utils.abs: the one number without a positive twin counts as 0.
    return (hash == INT32_MIN ? 0 : hash < 0 ? -hash : hash) % partitions;
}

ConsumerGroupTimes times_of(CoordinatorCall const& call, NameId group) {
    std::optional<ConsumerGroupTimes> const own = call.own_times.find(group);
    return own ? *own : consumer_group_times(group, call.config.consumer);
}

ClassicGroup const* find_classic_group(GroupCoordinator const& self, NameId group) {
    auto const found = self.groups.find(group);
    return found == self.groups.end() ? nullptr : std::get_if<ClassicGroup>(&*found->second);
}

ConsumerGroup const* find_consumer_group(GroupCoordinator const& self, NameId group) {
    auto const found = self.groups.find(group);
    return found == self.groups.end() ? nullptr : std::get_if<ConsumerGroup>(&*found->second);
}

CommittedOffsets const* find_offsets(GroupCoordinator const& self, NameId group) {
    auto const found = self.offsets.find(group);
    return found == self.offsets.end() ? nullptr : &*found->second;
}

}  // namespace highwater
