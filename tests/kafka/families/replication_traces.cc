// Shortest counterexamples of the TLA+ modules, replayed on the simulator's own replicas, with the
// protocol switches that bring the old rules back; and the whole state spaces, explored.
#include <algorithm>
#include <stdexcept>

#include "broker/append.h"
#include "broker/partition.h"
#include "storage/truncation.h"
#include "tests/kafka/broker_ids.h"
#include "tests/kafka/families.h"
#include "tests/kafka/replication_model.h"

namespace highwater {

namespace {
using nlohmann::json;

ProtocolSwitches switches_of(std::string const& module) {
    ProtocolSwitches protocol;
    protocol.fencing = module.rfind("Kip320", 0) == 0;
    protocol.truncation = TruncationRule::kip_279;
    if (module == "KafkaTruncateToHighWatermark") {
        protocol.truncation = TruncationRule::high_watermark;
    } else if (module == "Kip101") {
        protocol.truncation = TruncationRule::kip_101;
    } else if (module == "Kip320 with BecomeFollowerTruncateKip279") {
        protocol.fenced_look_up = false;
    } else if (module == "Kip320 without the epoch-start condition") {
        protocol.epoch_start_rule = false;
    } else if (module != "Kip279" && module != "Kip320") {
        throw std::invalid_argument("unknown module " + module);
    }
    return protocol;
}

model::Property property_of(std::string const& name) {
    if (name == "WeakIsr") return model::Property::weak_isr;
    if (name == "StrongIsr") return model::Property::strong_isr;
    throw std::invalid_argument("unknown property " + name);
}

// The replicas of one partition and a controller whose word arrives when the script says so.
class ReplicaScript {
public:
    ReplicaScript(int replicas, ProtocolSwitches const& protocol) : protocol_{protocol} {
        for (std::int32_t id = 0; id < replicas; ++id) {
            Partition partition;
            partition.config.edit().min_insync_replicas = 1;
            replicas_.push_back(partition);
            all_.push_back({id});
            BrokerRegistration broker;
            broker.id = {id};
            broker.fenced = false;
            image_.brokers.push_back(broker);
        }
        quorum_.isr = all_;
    }

    void play(json const& step) {
        auto const op = step.at("op").get<std::string>();
        if (op == "controllerElect") {
            tell({step.at("replica").get<std::int32_t>()}, quorum_.isr);
        } else if (op == "controllerShrinkIsr") {
            shrink_by_controller({step.at("replica").get<std::int32_t>()});
        } else if (op == "becomeLeader") {
            become(step.at("replica"), step.at("epoch"));
        } else if (op == "write") {
            write(step);
        } else if (op == "becomeFollower") {
            become_follower(step);
        } else if (op == "fetch") {
            fetch(step);
        } else if (op == "raiseHighWatermark") {
            raise_high_watermark(step);
        } else if (op == "leaderShrinkIsr") {
            change_isr(step.at("replica"), step.at("remove"), false);
        } else if (op == "leaderExpandIsr") {
            change_isr(step.at("replica"), step.at("add"), true);
        } else {
            throw std::invalid_argument("unknown step " + op);
        }
    }

    json final_replicas() const {
        json list = json::array();
        for (std::size_t i = 0; i < replicas_.size(); ++i) {
            Partition const& replica = replicas_[i];
            json log = json::array();
            for (std::int64_t b = 0; b < replica.log.batches().size(); ++b) {
                RecordBatch const& batch = *replica.log.batches()[b];
                log.push_back({batch.records->nth.front(), batch.partition_leader_epoch.value});
            }
            list.push_back({{"replica", i},
                            {"log", log},
                            {"highWatermark", replica.high_watermark.value},
                            {"leaderEpoch", replica.leader_epoch.value},
                            {"leader", replica.leader.value},
                            {"isr", sorted_list_of(replica.isr)}});
        }
        return list;
    }
    json final_quorum() const {
        return {{"leaderEpoch", quorum_.epoch},
                {"leader", quorum_.leader.value},
                {"isr", sorted_list_of(quorum_.isr)}};
    }

private:
    struct Quorum {
        std::int32_t epoch{-1};
        BrokerId leader{kNoBroker};
        std::vector<BrokerId> isr;
    };

    static void expect(bool is_so, json const& step, char const* what) {
        if (!is_so) throw std::runtime_error(std::string{what} + ": " + step.dump());
    }
    Partition& at(json const& replica) { return replicas_.at(replica.get<std::size_t>()); }
    LeaderView view(BrokerId self) const {
        return {self, Time{} + seconds(100), seconds(30), image_, protocol_};
    }

    void tell(BrokerId leader, std::vector<BrokerId> isr) {
        quorum_ = {quorum_.epoch + 1, leader, std::move(isr)};
        told_.push_back(quorum_);
    }
    void shrink_by_controller(BrokerId replica) {
        std::vector<BrokerId> smaller;
        for (BrokerId const id : quorum_.isr) {
            if (id != replica) smaller.push_back(id);
        }
        if (quorum_.leader != replica) return tell(quorum_.leader, smaller);
        tell(kNoBroker, smaller.empty() ? quorum_.isr : smaller);
    }

    void become(json const& replica, json const& epoch) {
        Quorum const& told = told_.at(epoch.get<std::size_t>());
        BrokerId const self{replica.get<std::int32_t>()};
        apply(at(replica),
              {told.leader,
               {told.epoch},
               {told.epoch},
               LeaderRecoveryState::recovered,
               all_,
               told.isr},
              view(self));
    }
    void write(json const& step) {
        RecordBatch batch;
        batch.records = std::make_shared<Records const>(
            Records{NodeId{0}, {step.at("record").get<std::uint32_t>()}, {0}, {}, 1});
        batch.size_in_bytes = encoded_size(*batch.records);
        AppendOutcome const outcome = append_as_leader(at(step.at("replica")), batch, 1, Time{});
        expect(outcome.error == ErrorCode::none, step, "the leader refuses");
        expect(outcome.base_offset.value == step.at("offset"), step, "another offset");
    }

    void become_follower(json const& step) {
        Partition& follower = at(step.at("replica"));
        Partition const& leader = at(step.at("leader"));
        bool const is_known =
            leader.is_leader() && leader.leader_epoch.value == step.at("epoch").get<int>();
        expect(is_known || !protocol_.fencing || !protocol_.fenced_look_up, step,
               "the leader is in another epoch");
        become(step.at("replica"), step.at("epoch"));
        Offset const before = follower.log_end_offset();
        cut(follower, leader);
        json const cut_to = follower.log_end_offset() == before
                                ? json(nullptr)
                                : json(follower.log_end_offset().value);
        expect(step.at("truncateTo") == cut_to, step, "cut elsewhere");
    }
    void cut(Partition& follower, Partition const& leader) const {
        if (protocol_.truncation == TruncationRule::high_watermark) {
            return truncate(follower, follower.high_watermark);
        }
        while (auto const latest = follower.log.epochs().latest()) {
            EpochEnd const answer =
                leader.log.epochs().end_offset_for(*latest, leader.log_end_offset());
            FollowerHistory const own{follower.log.epochs(), follower.log_end_offset(),
                                      follower.high_watermark};
            Truncation const where = protocol_.truncation == TruncationRule::kip_101
                                         ? where_to_truncate_by_kip_101(own, answer)
                                         : where_to_truncate(own, answer);
            truncate(follower, where.to);
            if (where.is_done) return;
        }
    }

    bool follows(Partition const& follower, BrokerId leader_id, Partition const& leader) const {
        return follower.leader == leader_id &&
               (!protocol_.fencing || follower.leader_epoch == leader.leader_epoch);
    }
    void fetch(json const& step) {
        Partition& follower = at(step.at("replica"));
        Partition const& leader = at(step.at("leader"));
        expect(follows(follower, {step.at("leader").get<std::int32_t>()}, leader), step,
               "it follows another");
        expect(follower.log_end_offset().value == step.at("offset"), step, "another offset");
        std::vector<BatchRef> found;
        leader.log.read(follower.log_end_offset(), leader.log_end_offset(), 1, found);
        expect(found.size() == 1, step, "nothing to fetch");
        follower.log.append(found.front(), INT64_MAX);
        follow_high_watermark(follower, leader.high_watermark);
    }
    // The leader hears how far each of its followers is.
    void hear_followers(BrokerId self, Partition& leader) {
        for (BrokerId const id : all_) {
            Partition const& follower = replicas_.at(static_cast<std::size_t>(id.value));
            if (id == self || !follows(follower, self, leader)) continue;
            note_follower_fetch(leader, id, kNoBrokerEpoch, follower.log_end_offset(), view(self));
        }
    }
    void raise_high_watermark(json const& step) {
        Partition& leader = at(step.at("replica"));
        BrokerId const self{step.at("replica").get<std::int32_t>()};
        hear_followers(self, leader);
        maybe_advance_high_watermark(leader, view(self));
        expect(leader.high_watermark.value == step.at("to"), step, "another high watermark");
    }
    void change_isr(json const& replica, json const& who, bool joins) {
        Partition& leader = at(replica);
        BrokerId const self{replica.get<std::int32_t>()};
        BrokerId const other{who.get<std::int32_t>()};
        hear_followers(self, leader);
        find_follower(leader, other)->last_caught_up = kLongAgo;
        bool const proposes = joins ? maybe_propose_expansion(leader, other, view(self))
                                    : maybe_propose_shrink(leader, view(self));
        expect(proposes && leader.leader_epoch.value == quorum_.epoch, who, "no such ISR change");
        AlterPartitionResult answer;
        answer.leader_epoch = leader.leader_epoch;
        answer.partition_epoch = {leader.partition_epoch.value + 1};
        answer.isr = quorum_.isr = leader.proposal.isr;
        on_proposal_answered(leader, answer);
    }

    ProtocolSwitches protocol_;
    std::vector<Partition> replicas_;
    std::vector<BrokerId> all_;
    MetadataImage image_;
    Quorum quorum_;
    std::vector<Quorum> told_;  // by epoch
};

json to_json(model::Exploration const& found) {
    if (found.holds) return {{"holds", true}, {"distinctStates", found.distinct_states}};
    return {{"holds", false}, {"shortestCounterexampleLength", found.counterexample_length}};
}

json explore_async(json const& input) {
    auto const text = input.at("model").get<std::string>();
    HighWatermarkOver over = HighWatermarkOver::maximal_isr;
    if (text.find("proposed ISR only") != std::string::npos) {
        over = HighWatermarkOver::proposed_isr;
    } else if (text.find("committed ISR only") != std::string::npos) {
        over = HighWatermarkOver::committed_isr;
    }
    return to_json(model::explore_async_isr(input.at("replicas"), input.at("maxOffset"),
                                            input.at("isrVersions"), over));
}
}  // namespace

nlohmann::json replay_replication_traces(nlohmann::json const& input) {
    auto const module = input.at("tlaModule").get<std::string>();
    if (module == "AsyncIsr") return explore_async(input);
    ProtocolSwitches const protocol = switches_of(module);
    model::Bounds const bounds{input.at("replicas"), input.at("maxLogSize"), input.at("maxRecords"),
                               input.at("leaderEpochs")};
    json answer = to_json(
        model::explore(bounds, protocol, property_of(input.at("property").get<std::string>())));
    if (!input.contains("steps")) return answer;
    ReplicaScript script{bounds.replicas, protocol};
    for (json const& step : input.at("steps")) script.play(step);
    answer["finalReplicas"] = script.final_replicas();
    answer["finalQuorum"] = script.final_quorum();
    return answer;
}

}  // namespace highwater
