// The hash that ties a key to its partition (Utils.murmur2): 32 bit, one fixed seed, so that every
// Kafka client of every language sends a customer's records to the same place.
#pragma once

#include <cstdint>
#include <string_view>

namespace highwater {

std::int32_t murmur2(std::string_view key);

// Clears the sign bit (Utils.toPositive), so that -1 becomes 2147483647 and not 1.
constexpr std::int32_t to_positive(std::int32_t n) { return n & 0x7fffffff; }

// Utils.abs: the distance from 0, and 0 for the one integer whose negation does not exist.
constexpr std::int32_t kafka_abs(std::int32_t n) { return n == INT32_MIN ? 0 : (n < 0 ? -n : n); }

// Where a record with this key goes (BuiltInPartitioner.partitionForKey). All partitions count,
// with or without a leader: otherwise a dead broker would move keys.
std::int32_t partition_for_key(std::string_view key, std::int32_t partitions);

}  // namespace highwater
