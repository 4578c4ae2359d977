#include "scenario/beliefs.h"

namespace highwater {

namespace {

struct Belief {
    std::string_view id;
    std::string_view text;
};
constexpr Belief kBeliefs[] = {
    {"M1", "consumers see a record as soon as the leader has it"},
    {"M2", "the high watermark rises as soon as the followers have the data"},
    {"M3", "a new leader cuts its log to its high watermark"},
    {"M4", "acks=all waits for all replicas"},
    {"M5", "min.insync.replicas says how many acknowledgements to wait for"},
    {"M6", "replication factor 3 means safe"},
    {"M7", "losing 1 of 3 brokers is harmless, so consumers go on"},
    {"M8", "an unclean election is a faster fail-over"},
    {"M9", "a restarted broker leads again"},
    {"M10", "a partition is a replica"},
    {"M11", "more consumers are always faster"},
    {"M12", "two groups compete for messages"},
    {"M13", "consuming removes the message"},
    {"M14", "ordering is global"},
    {"M15", "adding partitions is harmless"},
    {"M16", "without a key records go round robin"},
    {"M17", "auto.offset.reset=earliest reads the topic again"},
    {"M18", "offsets can be reset at any time"},
    {"M19", "auto-commit means at least once"},
    {"M20", "a heartbeat means that the consumer works"},
    {"M21", "cooperative-sticky prevents rebalances"},
    {"M22", "retention.ms=1h deletes after an hour"},
    {"M23", "compaction leaves one value per key at once"},
    {"M24", "retention and consumer offsets expire together"},
    {"M25", "idempotence means no duplicates at all"},
    {"M26", "exactly-once covers my database"},
    {"M27", "lag 0 must be reachable"},
    {"M28", "without ZooKeeper or a controller Kafka is down"},
    {"M29", "the other data centre has the same offsets"},
    {"M30", "Spark's startingOffsets applies on restart"},
    {"M31", "windows print when the window ends"},
    {"M32", "a Kinesis shard is a partition"},
    {"M33", "the leader is the first replica in describe"},
    {"M34", "small topics spread evenly"},
    {"M35", "brokers tell their clients when a leader moves"},
    {"M36", "a record that failed was not written"},
    {"M37", "a broker always knows whether it leads"},
    {"M38", "of two logs the longer one is right"},
    {"M39", "stopping a broker is like a crash"},
    {"M40", "a partition that moves has a copy less meanwhile"},
    {"M41", "consumers always read from the leader"},
    {"M42", "records stand in the log in the order in which they were sent"},
    {"M43", "when consumers are too slow, the producer is held back"},
    {"M44", "what is above a quota is refused"},
    {"M45", "a new topic is read as soon as it is there"},
    {"M46", "compression saves the same whatever the batches are"},
};

}  // namespace

std::string_view belief_of(std::string_view id) {
    for (Belief const& belief : kBeliefs) {
        if (belief.id == id) return belief.text;
    }
    return {};
}

}  // namespace highwater
