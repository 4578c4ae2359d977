// A group coordinator without a cluster: what it wishes to append is committed at once.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "group/coordinator.h"

namespace highwater {

class FixedTopics {
public:
    void put(NameId name, std::int32_t partitions) {
        for (ClusterTopic& topic : topics_) {
            if (topic.name == name) topic.partitions = partitions;
        }
        if (find(name)) return;
        topics_.push_back({name, {1, static_cast<std::uint64_t>(topics_.size()) + 1}, partitions});
    }
    void remove(NameId name) {
        for (auto each = topics_.begin(); each != topics_.end(); ++each) {
            if (each->name != name) continue;
            topics_.erase(each);
            return;
        }
    }
    std::optional<ClusterTopic> find(NameId name) const {
        for (ClusterTopic const& topic : topics_) {
            if (topic.name == name) return topic;
        }
        return std::nullopt;
    }
    std::optional<ClusterTopic> find(Uuid id) const {
        for (ClusterTopic const& topic : topics_) {
            if (topic.id == id) return topic;
        }
        return std::nullopt;
    }
    std::vector<NameId> names() const {
        std::vector<NameId> all;
        for (ClusterTopic const& topic : topics_) all.push_back(topic.name);
        return all;
    }
    std::vector<NameId> racks(Uuid, std::int32_t) const { return {}; }

private:
    std::vector<ClusterTopic> topics_;
};

struct LoneCoordinator {
    Names names;
    GroupConfig config;
    FixedTopics topics;
    GroupCoordinator coordinator;
    Time now;
    std::vector<CoordinatorRecord> log;  // everything ever appended
    std::map<CorrelationId, GroupResponse> answers;
    Effects effects;

    CoordinatorCall call() {
        effects.begin(now, 1, NodeId{0}, names, false);
        return {config, topics, effects, {}, {}};
    }
    void settle(CoordinatorCall& done) {
        for (CoordinatorRecord& record : done.records) log.push_back(std::move(record));
        for (GroupAnswer& answer : done.answers) {
            answers.insert_or_assign(answer.correlation_id, std::move(answer.response));
        }
        if (!done.write) return;
        CoordinatorCall next = call();
        on_written(coordinator, *done.write, ErrorCode::none, next);
        settle(next);
    }
    // The number under which the answer will be found, now or later.
    template <class Request>
    CorrelationId ask(Request const& request,
                      std::int16_t api_version = RequestContext::kNewestVersion) {
        CorrelationId const id{++asked_};
        CoordinatorCall made = call();
        handle(coordinator, {NodeId{1}, id, names.intern("/127.0.0.1"), api_version}, request,
               made);
        settle(made);
        return id;
    }
    template <class Response>
    Response const* answer(CorrelationId id) const {
        auto const found = answers.find(id);
        return found == answers.end() ? nullptr : std::get_if<Response>(&found->second);
    }
    void sleep(Duration duration) {
        Time const until = now + duration;
        while (coordinator.timers.next() <= until) {
            if (now < coordinator.timers.next()) now = coordinator.timers.next();
            fire();
        }
        now = until;
    }
    void fire() {
        CoordinatorCall made = call();
        on_timer(coordinator, made);
        settle(made);
    }
    // As a new leader finds it in the log.
    GroupCoordinator replayed() const {
        GroupCoordinator other;
        other.partition = coordinator.partition;
        for (CoordinatorRecord const& record : log) replay(other, record);
        return other;
    }

private:
    std::uint32_t asked_{};
};

}  // namespace highwater
