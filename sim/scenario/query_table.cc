#include "scenario/query_table.h"

namespace highwater {

std::vector<QueryUsage> const& query_usages() {
    using enum QueryId;
    using Kind = AnswerKind;
    static std::vector<QueryUsage> const table = {
        {leader, Kind::node, "leader of PARTITION",
         "The broker that the controller made leader, or none.", "leader of orders-1 is broker-3"},
        {leader_epoch, Kind::number, "leader epoch of PARTITION",
         "How often the leadership was given anew; a leader of an older epoch is refused.",
         "leader epoch of orders-1 = 1"},
        {partition_epoch, Kind::number, "partition epoch of PARTITION",
         "Counts every change of the partition's record, of leader or ISR.",
         "partition epoch of orders-1 >= 2"},
        {isr, Kind::brokers, "isr of PARTITION",
         "The in-sync replicas by the controller's view, as a set.", "isr of orders-1 is [1, 3]"},
        {elr, Kind::brokers, "elr of PARTITION",
         "The eligible leader replicas (KIP-966), as a set.", "elr of orders-1 is []"},
        {replicas, Kind::replicas, "replicas of PARTITION",
         "The assignment in its order; the first is the preferred leader.",
         "replicas of orders-1 is [2, 3, 1]"},
        {high_watermark, Kind::number, "high watermark of PARTITION",
         "The leader's: the first offset that is not committed.",
         "high watermark of orders-1 >= 100"},
        {high_watermark_on, Kind::number, "high watermark of PARTITION on BROKER",
         "What this replica knows of it; a follower learns it one fetch later.",
         "high watermark of orders-1 on broker-3 <= 100"},
        {log_end_offset, Kind::number, "log end offset of PARTITION",
         "The leader's: the offset that the next record will get.",
         "log end offset of orders-1 = 120"},
        {log_end_offset_on, Kind::number, "log end offset of PARTITION on BROKER",
         "This replica's.", "log end offset of orders-1 on broker-2 = 119"},
        {log_start_offset, Kind::number, "log start offset of PARTITION",
         "The leader's: the first offset that can still be read.",
         "log start offset of orders-1 = 0"},
        {log_start_offset_on, Kind::number, "log start offset of PARTITION on BROKER",
         "This replica's.", "log start offset of orders-1 on broker-2 = 0"},
        {last_stable_offset, Kind::number, "last stable offset of PARTITION",
         "The leader's: up to here read_committed consumers may read.",
         "last stable offset of orders-1 = 120"},
        {epochs_on, Kind::epochs, "epochs of PARTITION on BROKER",
         "This replica's leader epochs, each with the offset at which it begins.",
         "epochs of orders-1 on broker-3 is [[0, 0], [1, 119]]"},
        {record_at, Kind::text, "record at POSITION of PARTITION on BROKER",
         "The value of the record that this replica holds at an offset; without a data file: v0, "
         "v1 …",
         "record at 5 of orders-0 on broker-2 is \"tea\""},
        {believed_leader, Kind::node, "leader of PARTITION believed by PRODUCER",
         "Who leads according to the metadata that this producer holds, which may be old.",
         "leader of orders-1 believed by checkout is broker-2"},
        {controller, Kind::node, "controller", "The active controller, or none.",
         "controller is controller-3001"},
        {quorum_epoch, Kind::number, "quorum epoch",
         "The epoch of the metadata quorum: each election of a controller begins a new one.",
         "quorum epoch >= 1"},
        {state, Kind::state, "state of NODE",
         "alive, dead, paused, or fenced (alive, but the controller does not count on it).",
         "state of broker-2 is dead"},
        {lost, Kind::number, "acknowledged records lost",
         "Records that a producer was told are safe and that the current leaders do not hold.",
         "acknowledged records lost = 0"},
        {lost_of, Kind::number, "acknowledged records lost of PRODUCER",
         "The same of one producer.", "acknowledged records lost of checkout = 0"},
        {sent_of, Kind::number, "records sent of PRODUCER",
         "Records that the application handed over.", "records sent of checkout > 0"},
        {acknowledged_of, Kind::number, "records acknowledged of PRODUCER",
         "Records that the application was told are written.",
         "records acknowledged of checkout = 400"},
        {failed_of, Kind::number, "records failed of PRODUCER",
         "Records that the application was told are not written.",
         "records failed of checkout = 0"},
        {last_error_of, Kind::text, "last error of PRODUCER",
         "Why the last record of its `produce` commands that is not written is not, or NONE.",
         "last error of checkout is NOT_ENOUGH_REPLICAS"},
        {in_flight_of, Kind::number, "records in flight of PRODUCER",
         "Records sent over the network and not answered.", "records in flight of checkout <= 5"},
        {position_of, Kind::number, "position of CONSUMER in PARTITION",
         "The offset it will read next.", "position of auditor in orders-0 = 40"},
        {lag_of, Kind::number, "lag of CONSUMER in PARTITION",
         "How many records below the high watermark it has not read.",
         "lag of auditor in orders-0 = 0"},
        {consumed_of, Kind::number, "records consumed of CONSUMER", "How many it has got.",
         "records consumed of auditor >= 100"},
        {tool_exit, Kind::number, "exit of the last tool", "Its exit code.",
         "exit of the last tool = 0"},
        {tool_output, Kind::text, "output of the last tool",
         "Everything it printed, errors behind.", "output of the last tool contains \"Leader: 3\""},
    };
    return table;
}

std::vector<std::string> const& state_words() {
    static std::vector<std::string> const words = {"alive", "dead", "paused", "fenced"};
    return words;
}

}  // namespace highwater
