// An active controller that is its own quorum: what it is asked is committed and answered at once.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "controller/active.h"
#include "controller/assignment.h"
#include "controller/controller.h"

namespace highwater {

inline std::vector<BrokerId> ids(std::vector<std::int32_t> const& numbers) {
    std::vector<BrokerId> list;
    for (std::int32_t const id : numbers) list.push_back({id});
    return list;
}

struct LoneController {
    Names names;
    Raft raft;
    Controller controller;
    Time now;
    std::vector<Fact> facts;
    std::map<std::int32_t, std::uint64_t> incarnations;

    explicit LoneController(ServerConfig config = {})
        : raft{make_raft(
              {BrokerId{3001}, NodeId{100}, {{BrokerId{3001}, NodeId{100}}}, config.quorum})},
          controller{make_controller({BrokerId{3001}, NodeId{100}, config, {}})} {
        run([&](Effects& out) {
            start(raft, out);
            start(controller, raft, out);
        });
    }

    // The answer to a request, if it has one by now.
    template <class Response, class Request>
    Response ask(NodeId from, Request const& request) {
        std::vector<Effects::Outgoing> const sent = run([&](Effects& out) {
            handle(controller, raft, Envelope{from, NodeId{100}, {}, request}, request, out);
        });
        CHECK(sent.size() == 1);
        return std::get<Response>(sent.front().message);
    }
    void fire(TimerKind kind) {
        run([&](Effects& out) { on_timer(controller, raft, {kind, 0}, out); });
    }

    // Records since the last call, but for no-ops and the leader's own first one.
    std::vector<MetadataRecord> new_records() {
        std::vector<MetadataRecord> records;
        for (MetadataBatchRef const& batch : read(raft, seen_, high_watermark(raft))) {
            for (MetadataRecord const& record : batch->records) {
                bool const is_quiet = std::holds_alternative<NoOpRecord>(record) ||
                                      std::holds_alternative<LeaderChangeMessage>(record);
                if (!is_quiet) records.push_back(record);
            }
        }
        seen_ = high_watermark(raft);
        return records;
    }

    // ---- brokers, whose node id is their id -----------------------------------------------------
    BrokerRegistrationResponse register_broker(std::int32_t id, bool same_life = false,
                                               BrokerEpoch previous = kNoBrokerEpoch) {
        std::uint64_t& incarnation = incarnations[id];
        if (!same_life) ++incarnation;
        BrokerRegistrationRequest request;
        request.broker_id = {id};
        request.incarnation_id = {static_cast<std::uint64_t>(id) + 1, incarnation};
        request.previous_broker_epoch = previous;
        request.log_dirs = make_payload(std::vector<Uuid>{{7, static_cast<std::uint64_t>(id)}});
        return ask<BrokerRegistrationResponse>({id}, request);
    }
    BrokerEpoch epoch_of(std::int32_t id) const {
        BrokerRegistration const* broker = find_broker(controller.image, {id});
        return broker == nullptr ? kNoBrokerEpoch : broker->epoch;
    }
    BrokerHeartbeatRequest heartbeat_of(std::int32_t id) const {
        return {BrokerId{id}, epoch_of(id), Offset{epoch_of(id).value}, false, false};
    }
    BrokerHeartbeatResponse heartbeat(std::int32_t id, bool want_shut_down = false) {
        BrokerHeartbeatRequest request = heartbeat_of(id);
        request.current_metadata_offset = high_watermark(raft) - 1;
        request.want_shut_down = want_shut_down;
        return ask<BrokerHeartbeatResponse>({id}, request);
    }
    void start_brokers(std::int32_t from, std::int32_t to) {
        for (std::int32_t id = from; id <= to; ++id) {
            register_broker(id);
            heartbeat(id);
        }
    }
    // Nothing was heard from it for a session timeout.
    void lose_session(std::int32_t id) {
        Duration const timeout = milliseconds(controller.setup.config.broker_session_timeout_ms);
        controller.sessions[{id}].tracked = true;
        controller.sessions[{id}].last_contact = now - timeout;
        fire(TimerKind::session_check);
    }

    // ---- topics ---------------------------------------------------------------------------------
    TopicResult create(std::string const& name, std::vector<std::vector<BrokerId>> assignment,
                       std::vector<std::pair<std::string, std::string>> configs = {}) {
        NewTopic topic;
        topic.name = names.intern(name);
        topic.assignment = std::move(assignment);
        topic.configs = std::move(configs);
        return create(std::move(topic));
    }
    TopicResult create(NewTopic topic) {
        CreateTopicsRequest const request{make_payload(std::vector<NewTopic>{std::move(topic)})};
        return ask<CreateTopicsResponse>({50}, request).topics->front();
    }
    TopicResult grow(std::string const& topic, std::int32_t count,
                     std::optional<std::vector<std::vector<BrokerId>>> assignment = {}) {
        NewPartitions const wanted{names.intern(topic), count, std::move(assignment)};
        CreatePartitionsRequest const request{make_payload(std::vector{wanted})};
        return ask<CreatePartitionsResponse>({50}, request).topics->front();
    }
    AlterConfigsResult configure(ConfigResource resource, std::vector<AlterConfigOp> changes) {
        std::vector<AlteredResource> resources{{std::move(resource), std::move(changes)}};
        IncrementalAlterConfigsRequest const request{make_payload(std::move(resources))};
        return ask<IncrementalAlterConfigsResponse>({50}, request).results->front();
    }
    PartitionRegistration const& partition(std::string const& topic, std::int32_t index = 0) {
        auto const* found = find_partition(controller.image, {names.intern(topic), index});
        CHECK(found != nullptr);
        return *found;
    }
    AlterPartitionChange proposal(std::string const& topic, std::int32_t index,
                                  std::vector<std::int32_t> const& isr) {
        NameId const name = names.intern(topic);
        PartitionRegistration const& known = partition(topic, index);
        AlterPartitionChange change{
            {name, index},         find_topic(controller.image, name)->id, known.leader_epoch,
            known.partition_epoch, LeaderRecoveryState::recovered,         {}};
        for (std::int32_t const id : isr) change.new_isr.push_back({{id}, epoch_of(id)});
        return change;
    }
    AlterPartitionResponse alter(std::int32_t leader, AlterPartitionChange change) {
        AlterPartitionRequest request{BrokerId{leader}, epoch_of(leader), nullptr};
        request.changes = make_payload(std::vector<AlterPartitionChange>{std::move(change)});
        return ask<AlterPartitionResponse>({leader}, request);
    }
    ErrorCode elect(ElectionType type, std::string const& topic, std::int32_t index) {
        ElectLeadersRequest request;
        request.type = type;
        request.partitions =
            make_payload(std::vector<TopicPartition>{{names.intern(topic), index}});
        return ask<ElectLeadersResponse>({50}, request).results->front().error;
    }
    // As AlterPartitionReassignments would; without a target the running one is cancelled.
    ErrorCode reassign(std::string const& topic, std::int32_t index,
                       std::optional<std::vector<BrokerId>> const& target) {
        ErrorCode error{};
        run([&](Effects& out) {
            TopicImage const& image = *find_topic(controller.image, names.intern(topic));
            PartitionRegistration const& known = image.partitions[static_cast<std::size_t>(index)];
            TopicConfig const config = config_of(controller, image, out);
            Reassignment const asked =
                target ? begin_reassignment(controller.image, known, *target)
                       : cancel_reassignment(known, topic + ":" + std::to_string(index),
                                             config.unclean_leader_election_enable);
            error = asked.error;
            if (error != ErrorCode::none) return;
            PartitionQuestion question = question_of(controller, known, config);
            set_targets(question, asked);
            if (auto record = change_record(controller.image, question, image.id, index)) {
                write(controller, raft, {*std::move(record)},
                      {ChangeReason::reassignment, kNoBroker}, out);
            }
        });
        return error;
    }

private:
    // A handler, then the linger, then what the engine tells the controller about its Raft.
    template <class Handler>
    std::vector<Effects::Outgoing> run(Handler handler) {
        Effects out;
        out.begin(now, 1, NodeId{100}, names, true);
        handler(out);
        for (int turn = 0; turn < 4; ++turn) {
            if (is_leader(raft) != led_) {
                led_ = is_leader(raft);
                on_leadership(controller, raft, led_, epoch(raft), out);
            }
            on_timer(raft, {TimerKind::append_linger, 0}, out);
            on_commit(controller, raft, high_watermark(raft), out);
        }
        for (Fact const& fact : out.facts()) facts.push_back(fact);
        return out.outgoing();
    }

    bool led_{};
    Offset seen_;
};

}  // namespace highwater
