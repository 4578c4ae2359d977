#include <algorithm>
#include <stdexcept>

#include "broker/append.h"
#include "broker/partition.h"
#include "record/error_code.h"
#include "tests/kafka/broker_ids.h"
#include "tests/kafka/families.h"

namespace highwater {

namespace {
using nlohmann::json;

RecordBatch one_record() {
    RecordBatch batch;
    batch.records = std::make_shared<Records const>(Records{NodeId{0}, {1}, {0}, {}, 1});
    batch.size_in_bytes = encoded_size(*batch.records);
    return batch;
}

// A leader whose controller and metadata log are the script.
struct Leader {
    BrokerId self;
    Partition partition;
    MetadataImage image;  // of the brokers alone
    Time now;
    Duration lag_time_max;
    ProtocolSwitches protocol;

    explicit Leader(json const& config)
        : self{config.at("leader").get<std::int32_t>()},
          now{Time{} + milliseconds(config.at("startTimeMs").get<std::int64_t>())},
          lag_time_max{milliseconds(config.value("replicaLagTimeMaxMs", 30'000))} {
        protocol.strict_min_isr = config.value("strictMinIsrHw", true);
        partition.config.edit().min_insync_replicas = config.value("minInsyncReplicas", 1);
        for (std::int64_t i = 0; i < config.value("leo", std::int64_t{0}); ++i) {
            RecordBatch batch = one_record();
            batch.base_offset = partition.log_end_offset();
            batch.partition_leader_epoch = LeaderEpoch{0};
            partition.log.append(std::make_shared<RecordBatch const>(batch), INT64_MAX);
        }
        partition.high_watermark = {config.value("hw", std::int64_t{0})};
        for (std::int32_t id = 0; id < 10; ++id) {
            BrokerEpoch epoch{1};
            if (config.contains("brokerEpochs")) {
                epoch.value = config["brokerEpochs"].value(std::to_string(id), std::int64_t{1});
            }
            BrokerRegistration broker;
            broker.id = BrokerId{id};
            broker.epoch = epoch;
            broker.fenced = false;
            image.brokers.push_back(broker);
        }
    }

    LeaderView view() const { return {self, now, lag_time_max, image, protocol}; }

    json state() const {
        json replicas = json::object();
        for (RemoteReplica const& follower : partition.followers) {
            std::int64_t const caught_up =
                follower.last_caught_up == kLongAgo ? 0 : follower.last_caught_up.ms();
            replicas[std::to_string(follower.id.value)] = {{"leo", follower.log_end_offset.value},
                                                           {"lastCaughtUpTimeMs", caught_up}};
        }
        return {{"leo", partition.log_end_offset().value},
                {"hw", partition.high_watermark.value},
                {"isr", list_of(partition.isr)},
                {"maximalIsr", list_of(maximal_isr(partition))},
                {"partitionEpoch", partition.partition_epoch.value},
                {"isrChangeInFlight", partition.proposal.kind != IsrProposal::Kind::none},
                {"underMinIsr", is_under_min_isr(partition)},
                {"replicas", replicas}};
    }
};

void make_leader(Leader& leader, json const& op, json& step) {
    std::vector<BrokerId> const replicas = brokers_of(op.at("replicas"));
    std::vector<BrokerId> const isr = brokers_of(op.at("isr"));
    RoleChange const change = apply(leader.partition,
                                    {leader.self,
                                     {op.at("leaderEpoch").get<std::int32_t>()},
                                     {op.at("partitionEpoch").get<std::int32_t>()},
                                     LeaderRecoveryState::recovered,
                                     replicas,
                                     isr},
                                    leader.view());
    step["result"] = change == RoleChange::new_leader       ? "newLeader"
                     : change == RoleChange::already_leader ? "alreadyLeader"
                                                            : "ignored (older partition epoch)";
    if (change != RoleChange::ignored)
        maybe_advance_high_watermark(leader.partition, leader.view());
}

void append(Leader& leader, json const& op, json& step) {
    AppendOutcome first;
    AppendOutcome last;
    auto const acks = op.at("acks").get<std::int16_t>();
    for (int i = 0; i < op.at("count").get<int>(); ++i) {
        last = append_as_leader(leader.partition, one_record(), acks, leader.now);
        if (i == 0) first = last;
        maybe_advance_high_watermark(leader.partition, leader.view());
    }
    step["result"] = name_of(last.error);
    if (last.error != ErrorCode::none) return;
    step["baseOffset"] = first.base_offset.value;
    step["requiredOffset"] = last.required_offset.value;
}

// Partition.fetchRecords as broker/fetch.cc walks it, for one partition.
void fetch(Leader& leader, json const& op, json& step) {
    BrokerId const replica{op.at("replica").get<std::int32_t>()};
    Offset const offset{op.at("offset").get<std::int64_t>()};
    BrokerEpoch epoch = find_broker(leader.image, replica)->epoch;
    epoch.value = op.value("brokerEpoch", epoch.value);
    Partition& partition = leader.partition;
    ErrorCode error{};
    Offset const high_watermark_at_read = partition.high_watermark;
    if (offset < partition.log.start_offset() || offset > partition.log_end_offset()) {
        error = ErrorCode::offset_out_of_range;
    } else {
        error = note_follower_fetch(partition, replica, epoch, offset, leader.view());
    }
    step["result"] = name_of(error);
    if (error != ErrorCode::none) return;
    step["highWatermarkAtRead"] = high_watermark_at_read.value;
    if (maybe_propose_expansion(partition, replica, leader.view())) {
        step["alterPartitionSent"] = list_of(partition.proposal.isr);
    }
    maybe_advance_high_watermark(partition, leader.view());
}

void answer_proposal(Leader& leader, json const& op, json& step) {
    AlterPartitionResult answer;
    auto const name = op.at("error").get<std::string>();
    for (int code = -1; code < 130; ++code) {
        if (name_of(static_cast<ErrorCode>(code)) == name)
            answer.error = static_cast<ErrorCode>(code);
    }
    answer.leader_epoch = leader.partition.leader_epoch;
    answer.partition_epoch = {op.value("partitionEpoch", 0)};
    answer.isr = leader.partition.proposal.isr;
    switch (on_proposal_answered(leader.partition, answer)) {
    case ProposalOutcome::committed:
        step["result"] = "committed";
        maybe_advance_high_watermark(leader.partition, leader.view());
        break;
    case ProposalOutcome::reverted: step["result"] = "reverted to last committed ISR"; break;
    case ProposalOutcome::wait_for_log: step["result"] = "stays pending until new metadata"; break;
    case ProposalOutcome::send_again: step["result"] = "retried"; break;
    case ProposalOutcome::stale: step["result"] = "ignored"; break;
    }
}

void set_broker_state(Leader& leader, json const& op) {
    for (BrokerRegistration& broker : leader.image.brokers) {
        if (broker.id.value != op.at("broker").get<std::int32_t>()) continue;
        broker.fenced = op.value("fenced", broker.fenced);
        broker.in_controlled_shutdown = op.value("shuttingDown", broker.in_controlled_shutdown);
    }
}

json play(Leader& leader, json const& op) {
    auto const verb = op.at("op").get<std::string>();
    json step = {{"op", op}};
    if (verb == "makeLeader") {
        make_leader(leader, op, step);
    } else if (verb == "append") {
        append(leader, op, step);
    } else if (verb == "fetch") {
        fetch(leader, op, step);
    } else if (verb == "sleep") {
        leader.now = leader.now + milliseconds(op.at("ms").get<std::int64_t>());
    } else if (verb == "shrinkCheck") {
        if (maybe_propose_shrink(leader.partition, leader.view())) {
            step["alterPartitionSent"] = list_of(leader.partition.proposal.isr);
        }
    } else if (verb == "alterPartitionResult") {
        answer_proposal(leader, op, step);
    } else if (verb == "brokerState") {
        set_broker_state(leader, op);
    } else if (verb == "ackCheck") {
        auto const verdict =
            check_enough_replicas(leader.partition, {op.at("requiredOffset").get<std::int64_t>()});
        step["result"] = verdict ? std::string(name_of(*verdict)) : std::string("pending");
    } else if (verb == "setMinIsr") {
        leader.partition.config.edit().min_insync_replicas = op.at("value").get<std::int32_t>();
    } else {
        throw std::invalid_argument("unknown step " + verb);
    }
    step["state"] = leader.state();
    return step;
}
}  // namespace

nlohmann::json replay_replication_leader(nlohmann::json const& input) {
    Leader leader(input.at("config"));
    json steps = json::array();
    for (json const& op : input.at("steps")) steps.push_back(play(leader, op));
    return {{"steps", steps}};
}

}  // namespace highwater
