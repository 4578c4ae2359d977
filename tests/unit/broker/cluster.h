// Brokers without the rest of the house: messages take one millisecond, and a scripted controller
// writes the metadata log and answers. What a test sees is the work of the brokers alone.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include "base/check.h"
#include "broker/broker.h"
#include "raft/raft.h"
#include "tests/unit/build.h"

namespace highwater {

// Broker n is node n; clients are nodes from 100 on, the controller is node 0.
class BrokerCluster {
public:
    explicit BrokerCluster(std::int32_t count, ServerConfig const& config = {}) {
        topic = names.intern("orders");
        metadata.setup.id = BrokerId{3000};
        for (std::int32_t id = 1; id <= count; ++id) {
            brokers.emplace(id, make_broker({BrokerId{id}, NodeId{id}, kNoName,
                                             Uuid{static_cast<std::uint64_t>(id), 1}, config}));
            boot(id);
        }
        run_for(milliseconds(200));
    }

    std::map<std::int32_t, Broker> brokers;
    Raft metadata;  // its log alone is used: what the controller has committed
    MetadataImage image;
    std::set<std::int32_t> dead;
    std::set<std::int32_t> paused;
    std::set<std::int32_t> deaf_to_metadata;  // they do not hear of new metadata
    bool controller_answers_alter_partition{true};
    bool controller_refuses_registrations{};
    bool controller_lets_go{true};  // brokers that want to shut down
    std::vector<Fact> facts;
    std::vector<Envelope> answers;    // to clients
    std::vector<Envelope> travelled;  // every message, as it was sent
    Names names;
    NameId topic;
    NameId client_id{kNoName};  // of what clients ask
    Time now{};

    Broker& broker(std::int32_t id) { return brokers.at(id); }
    Partition const& replica(std::int32_t id, std::int32_t number = 0) {
        Partition const* found = find_partition(broker(id), {topic, number});
        CHECK(found != nullptr);
        return *found;
    }

    // ---- the controller ----
    void commit(std::vector<MetadataRecord> records) {
        MetadataBatch batch{metadata.log.end(), LeaderEpoch{1}, now, std::move(records)};
        Offset offset = batch.base_offset;
        for (MetadataRecord const& record : batch.records) {
            apply(image, record, offset, names);
            offset = offset + 1;
        }
        metadata.log.append(make_payload(std::move(batch)));
        for (auto& [id, one] : brokers) {
            if (!dead.contains(id) && !paused.contains(id)) tell(id);
        }
    }
    void tell(std::int32_t id) {
        if (deaf_to_metadata.contains(id)) return;
        with(id,
             [&](Broker& b, Effects& out) { on_metadata(b, metadata, metadata.log.end(), out); });
    }
    void create_topic(std::vector<std::vector<BrokerId>> const& assignment) {
        Uuid const id{77, 1};
        std::vector<MetadataRecord> records{TopicRecord{topic, id}};
        for (std::size_t i = 0; i < assignment.size(); ++i) {
            PartitionRegistration made;
            made.replicas = made.isr = assignment[i];
            made.leader = assignment[i].front();
            records.push_back(
                PartitionRecord{id, static_cast<std::int32_t>(i), Cow{std::move(made)}});
        }
        commit(std::move(records));
        run_for(milliseconds(1500));  // a follower that was faster than its leader waits a second
    }
    void elect(std::int32_t leader, std::vector<BrokerId> isr, std::int32_t number = 0) {
        PartitionChangeRecord change;
        change.topic_id = Uuid{77, 1};
        change.partition_id = number;
        change.leader = BrokerId{leader};
        change.isr = std::move(isr);
        commit({change});
    }
    void set_min_isr(std::int32_t value) {
        commit({ConfigRecord{ConfigResourceType::topic, "orders", "min.insync.replicas",
                             std::to_string(value)}});
    }

    // ---- clients ----
    CorrelationId produce(std::int32_t to, RecordBatch sent, std::int16_t acks = -1,
                          std::int32_t number = 0, std::int32_t timeout_ms = 30'000) {
        // Older ones would be gone after half a minute (retention.ms).
        sent.base_timestamp_ms = sent.max_timestamp_ms = timestamp_ms(now);
        std::vector<ProducePartition> partitions{
            {{topic, number}, std::make_shared<RecordBatch const>(std::move(sent))}};
        return ask(to, ProduceRequest{acks, timeout_ms, kNoName,
                                      make_payload(std::move(partitions)), client_id});
    }
    CorrelationId fetch(std::int32_t from, Offset offset, std::int32_t max_wait_ms = 500) {
        FetchPartitions wanted;
        wanted.changed.push_back(
            {{topic, 0}, 1'048'576, kNoUuid, offset, kNoOffset, kNoEpoch, kNoEpoch});
        wanted.client_id = client_id;
        FetchRequest request;
        request.max_wait_ms = max_wait_ms;
        request.min_bytes = 1;
        request.max_bytes = 52'428'800;
        request.partitions = make_payload(std::move(wanted));
        return ask(from, request);
    }
    CorrelationId ask(std::int32_t to, Message message) {
        CorrelationId const id{next_correlation_++};
        post({NodeId{100}, NodeId{to}, id, std::move(message)});
        return id;
    }
    // The answer to a client's request; null while it waits.
    template <class Response>
    Response const* answer(CorrelationId id) const {
        for (Envelope const& envelope : answers) {
            if (envelope.correlation_id == id) return std::get_if<Response>(&envelope.message);
        }
        return nullptr;
    }
    ProducePartitionResult const* produced(CorrelationId id) const {
        auto const* response = answer<ProduceResponse>(id);
        return response != nullptr ? &response->partitions->front() : nullptr;
    }

    // ---- processes ----
    void kill(std::int32_t id) {
        dead.insert(id);
        lose_memory(broker(id));
        drop_timers(id);
        for (auto& [other, one] : brokers) {
            if (other != id && !dead.contains(other)) {
                with(other, [&](Broker& b, Effects& out) { on_disconnect(b, NodeId{id}, out); });
            }
        }
    }
    void shut_down(std::int32_t id) {
        with(id, [&](Broker& b, Effects& out) { request_shutdown(b, out); });
    }
    void boot(std::int32_t id) {
        dead.erase(id);
        with(id, [&](Broker& b, Effects& out) { start(b, out); });
        tell(id);
    }

    void run_for(Duration duration) {
        Time const until = now + duration;
        while (!queue_.empty() && queue_.begin()->first.first <= until) step();
        now = until;
    }

    template <class FactType>
    std::vector<FactType> noted() const {
        std::vector<FactType> found;
        for (Fact const& fact : facts) {
            if (auto const* one = std::get_if<FactType>(&fact)) found.push_back(*one);
        }
        return found;
    }

private:
    struct Fired {
        std::int32_t node;
        Timer timer;
    };
    using Item = std::variant<Envelope, Fired>;

    void post(Envelope envelope) {
        travelled.push_back(envelope);
        queue_.emplace(std::pair{now + milliseconds(1), next_event_++}, std::move(envelope));
    }
    void drop_timers(std::int32_t node) {
        for (auto it = queue_.begin(); it != queue_.end();) {
            auto const* fired = std::get_if<Fired>(&it->second);
            it = fired != nullptr && fired->node == node ? queue_.erase(it) : std::next(it);
        }
    }
    void step() {
        auto item = queue_.extract(queue_.begin());
        now = item.key().first;
        if (auto const* fired = std::get_if<Fired>(&item.mapped())) {
            if (paused.contains(fired->node)) return;
            with(fired->node, [&](Broker& b, Effects& out) { on_timer(b, fired->timer, out); });
            return;
        }
        auto const& envelope = std::get<Envelope>(item.mapped());
        std::int32_t const to = envelope.to.value;
        if (to >= 100) {
            answers.push_back(envelope);
        } else if (to == 0) {
            std::visit([&](auto const& message) { as_controller(envelope, message); },
                       envelope.message);
        } else if (dead.contains(to)) {
            std::int32_t const from = envelope.from.value;
            if (from >= 1 && from < 100 && !dead.contains(from)) {
                with(from, [&](Broker& b, Effects& out) { on_disconnect(b, NodeId{to}, out); });
            }
        } else if (!paused.contains(to)) {
            with(to, [&](Broker& b, Effects& out) { deliver(b, envelope, out); });
        }
    }
    void deliver(Broker& b, Envelope const& envelope, Effects& out) {
        if (!is_readable(b, envelope)) return keep_unread(b, envelope);
        std::visit(
            [&](auto const& message) {
                if constexpr (requires { handle(b, envelope, message, out); }) {
                    handle(b, envelope, message, out);
                }
            },
            envelope.message);
    }
    template <class Act>
    void with(std::int32_t id, Act act) {
        Broker& b = broker(id);
        Effects out;
        out.begin(now, 1, NodeId{id}, names, true);
        b.controller = {NodeId{0}, BrokerId{3000}, LeaderEpoch{1}};
        act(b, out);
        for (auto& sent : out.outgoing()) {
            post({NodeId{id}, sent.to, sent.correlation_id, std::move(sent.message)});
        }
        for (auto const& wish : out.timers()) set_timer(id, wish.timer, wish.at);
        facts.insert(facts.end(), out.facts().begin(), out.facts().end());
        if (out.exits()) kill(id);
    }
    void set_timer(std::int32_t node, Timer timer, Time at) {
        for (auto it = queue_.begin(); it != queue_.end(); ++it) {
            auto const* fired = std::get_if<Fired>(&it->second);
            if (fired != nullptr && fired->node == node && fired->timer == timer) {
                queue_.erase(it);
                break;
            }
        }
        if (at != kNever) queue_.emplace(std::pair{at, next_event_++}, Fired{node, timer});
    }
    void reply(Envelope const& to, Message message) {
        post({NodeId{0}, to.from, to.correlation_id, std::move(message)});
    }

    // ---- the script of the controller ----
    template <class Other>
    void as_controller(Envelope const&, Other const&) {}
    void as_controller(Envelope const& from, BrokerRegistrationRequest const& request) {
        if (controller_refuses_registrations) {
            reply(from, BrokerRegistrationResponse{ErrorCode::duplicate_broker_registration, {}});
            return;
        }
        RegisterBrokerRecord record;
        record.broker_id = request.broker_id;
        record.broker_epoch = {metadata.log.end().value};
        record.node = from.from;
        record.log_dirs = *request.log_dirs;
        reply(from, BrokerRegistrationResponse{ErrorCode::none, record.broker_epoch});
        commit({record});
    }
    void as_controller(Envelope const& from, BrokerHeartbeatRequest const& request) {
        BrokerRegistration const* known = find_broker(image, request.broker_id);
        CHECK(known != nullptr);
        bool const unfences = known->fenced && !request.want_fence && !request.want_shut_down;
        reply(from, BrokerHeartbeatResponse{ErrorCode::none, true, known->fenced && !unfences,
                                            request.want_shut_down && controller_lets_go});
        if (unfences) {
            commit(
                {BrokerRegistrationChangeRecord{request.broker_id, request.broker_epoch, -1, 0}});
        }
    }
    void as_controller(Envelope const& from, AllocateProducerIdsRequest const&) {
        reply(from, AllocateProducerIdsResponse{ErrorCode::none, ProducerId{1000}, 1000});
    }
    void as_controller(Envelope const& from, AlterPartitionRequest const& request) {
        if (!controller_answers_alter_partition) return;
        std::vector<AlterPartitionResult> results;
        std::vector<MetadataRecord> records;
        for (AlterPartitionChange const& change : *request.changes) {
            PartitionRegistration const* known = find_partition(image, change.partition);
            PartitionChangeRecord record;
            record.topic_id = change.topic_id;
            record.partition_id = change.partition.partition;
            record.isr.emplace();
            for (IsrMember const& member : change.new_isr) record.isr->push_back(member.broker_id);
            results.push_back({change.partition,
                               ErrorCode::none,
                               known->leader,
                               known->leader_epoch,
                               {known->partition_epoch.value + 1},
                               LeaderRecoveryState::recovered,
                               *record.isr});
            records.push_back(record);
        }
        reply(from, AlterPartitionResponse{ErrorCode::none, make_payload(std::move(results))});
        commit(std::move(records));
    }

    std::map<std::pair<Time, std::uint64_t>, Item> queue_;
    std::uint64_t next_event_{1};
    std::uint32_t next_correlation_{1};
};

}  // namespace highwater
