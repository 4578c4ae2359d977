// The order in which Java walks a HashMap of strings or integers. Kafka's controller writes
// configs, and its tools print topics, in that order.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace highwater {

// String.hashCode
constexpr std::uint32_t java_string_hash(std::string_view text) {
    std::uint32_t hash = 0;
    for (char const c : text) hash = 31 * hash + static_cast<unsigned char>(c);
    return hash;
}

// The same, mixed as HashMap mixes it.
constexpr std::uint32_t java_hash(std::string_view text) {
    std::uint32_t const hash = java_string_hash(text);
    return hash ^ hash >> 16;
}

// Integer.hashCode is the number itself.
constexpr std::uint32_t java_hash(std::int32_t number) {
    auto const hash = static_cast<std::uint32_t>(number);
    return hash ^ hash >> 16;
}

// TopicPartition.hashCode goes by partition and topic.
constexpr std::uint32_t java_hash(std::string_view topic, std::int32_t partition) {
    std::uint32_t hash = 0;
    for (char const c : topic) hash = 31 * hash + static_cast<unsigned char>(c);
    hash += 31 * (31 + static_cast<std::uint32_t>(partition));
    return hash ^ hash >> 16;
}

// How large the table is that holds so many: it doubles when it is three quarters full.
constexpr std::uint32_t java_buckets(std::uint64_t items) {
    std::uint32_t buckets = 16;
    while (items * 4 > std::uint64_t{buckets} * 3) buckets *= 2;
    return buckets;
}

// The same of a table that was made for so many: new HashMap<>(items).
constexpr std::uint32_t java_buckets_made_for(std::uint64_t items) {
    std::uint32_t buckets = 1;
    while (buckets < items) buckets *= 2;
    return items > std::uint64_t{buckets} * 3 / 4 ? buckets * 2 : buckets;
}

// Items whose keys were put into the map in this order: within one bucket they stay in it. Each key
// is hashed once: a group of a thousand members is put in order again with each that joins.
template <class Item, class KeyOf>
void sort_as_hash_map(std::vector<Item>& items, std::uint32_t buckets, KeyOf key_of) {
    std::vector<std::pair<std::uint32_t, std::size_t>> order;  // bucket, place
    order.reserve(items.size());
    for (Item const& item : items) {
        order.emplace_back(java_hash(key_of(item)) & (buckets - 1), order.size());
    }
    std::sort(order.begin(), order.end());
    std::vector<Item> sorted;
    sorted.reserve(items.size());
    for (auto const& [bucket, place] : order) sorted.push_back(std::move(items[place]));
    items = std::move(sorted);
}
template <class Item, class KeyOf>
void sort_as_hash_map(std::vector<Item>& items, KeyOf key_of) {
    sort_as_hash_map(items, java_buckets(items.size()), key_of);
}

}  // namespace highwater
