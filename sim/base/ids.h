// Strong ids: an Offset is not a BrokerId. Each is one integer; Kafka's "none" has a name.
#pragma once

#include <cstdint>

namespace highwater {

template <class Tag, class Rep>
struct Id {
    Rep value{};

    using Integer = Rep;
    friend constexpr bool operator==(Id a, Id b) { return a.value == b.value; }
    friend constexpr bool operator!=(Id a, Id b) { return a.value != b.value; }
    friend constexpr bool operator<(Id a, Id b) { return a.value < b.value; }
    friend constexpr bool operator>(Id a, Id b) { return a.value > b.value; }
    friend constexpr bool operator<=(Id a, Id b) { return a.value <= b.value; }
    friend constexpr bool operator>=(Id a, Id b) { return a.value >= b.value; }
};

// A process of the world (broker, controller, client): its address, as host:port is Kafka's.
using NodeId = Id<struct NodeIdTag, std::int32_t>;
inline constexpr NodeId kNoNode{-1};

// Kafka's node.id. Unique within a cluster.
using BrokerId = Id<struct BrokerIdTag, std::int32_t>;
inline constexpr BrokerId kNoBroker{-1};  // "no leader" in the protocol, "none" in the tools

// A set of servers that replicate and elect among themselves. A world holds one or more.
using ClusterId = Id<struct ClusterIdTag, std::int32_t>;
inline constexpr ClusterId kFirstCluster{0};  // the only one of most worlds

// An interned string: topic, group and client names, interned once per world (base/names.h).
using NameId = Id<struct NameIdTag, std::int32_t>;
inline constexpr NameId kNoName{-1};

// Every event of a run has one; it also breaks ties in time. 0 is "before the first event".
using EventId = Id<struct EventIdTag, std::uint64_t>;

using CorrelationId = Id<struct CorrelationIdTag, std::uint32_t>;

// Half-open: a record at offset o is committed iff o < high_watermark.
struct Offset {
    std::int64_t value{};

    friend constexpr bool operator==(Offset a, Offset b) { return a.value == b.value; }
    friend constexpr bool operator!=(Offset a, Offset b) { return a.value != b.value; }
    friend constexpr bool operator<(Offset a, Offset b) { return a.value < b.value; }
    friend constexpr bool operator>(Offset a, Offset b) { return a.value > b.value; }
    friend constexpr bool operator<=(Offset a, Offset b) { return a.value <= b.value; }
    friend constexpr bool operator>=(Offset a, Offset b) { return a.value >= b.value; }
    friend constexpr Offset operator+(Offset a, std::int64_t n) { return {a.value + n}; }
    friend constexpr Offset operator-(Offset a, std::int64_t n) { return {a.value - n}; }
    friend constexpr std::int64_t operator-(Offset a, Offset b) { return a.value - b.value; }
};
// Unknown: a new leader's view of a follower that has not fetched.
inline constexpr Offset kNoOffset{-1};

using LeaderEpoch = Id<struct LeaderEpochTag, std::int32_t>;
inline constexpr LeaderEpoch kNoEpoch{-1};
using PartitionEpoch = Id<struct PartitionEpochTag, std::int32_t>;
using BrokerEpoch = Id<struct BrokerEpochTag, std::int64_t>;  // offset of the RegisterBrokerRecord
inline constexpr BrokerEpoch kNoBrokerEpoch{-1};

using ProducerId = Id<struct ProducerIdTag, std::int64_t>;
inline constexpr ProducerId kNoProducerId{-1};

// Kafka's 128-bit topic and directory ids, and a broker's incarnation.
struct Uuid {
    std::uint64_t high{};
    std::uint64_t low{};

    friend constexpr bool operator==(Uuid a, Uuid b) { return a.high == b.high && a.low == b.low; }
    friend constexpr bool operator!=(Uuid a, Uuid b) { return !(a == b); }
    friend constexpr bool operator<(Uuid a, Uuid b) {
        return a.high != b.high ? a.high < b.high : a.low < b.low;
    }
};
inline constexpr Uuid kNoUuid{};

struct TopicPartition {
    NameId topic{kNoName};
    std::int32_t partition{-1};

    friend constexpr bool operator==(TopicPartition a, TopicPartition b) {
        return a.topic == b.topic && a.partition == b.partition;
    }
    friend constexpr bool operator!=(TopicPartition a, TopicPartition b) { return !(a == b); }
    friend constexpr bool operator<(TopicPartition a, TopicPartition b) {
        return a.topic != b.topic ? a.topic < b.topic : a.partition < b.partition;
    }
};

}  // namespace highwater
