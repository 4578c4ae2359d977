#include "scenario/queries.h"

#include <algorithm>

#include "base/check.h"
#include "record/murmur2.h"
#include "scenario/groups.h"
#include "scenario/losses.h"
#include "scenario/processed.h"
#include "scenario/state.h"
#include "world/lookup.h"

namespace highwater {

namespace {

Answer unknown(AnswerKind kind) {
    Answer answer;
    answer.kind = kind;
    answer.is_known = false;
    return answer;
}

Answer number_of(std::int64_t number) {
    Answer answer;
    answer.kind = AnswerKind::number;
    answer.number = number;
    return answer;
}

Answer offset_of(Offset offset) {
    return offset == kNoOffset ? unknown(AnswerKind::number) : number_of(offset.value);
}

Answer server_of(World const& world, BrokerId id, ClusterId cluster) {
    Answer answer;
    answer.kind = AnswerKind::node;
    answer.number = id.value;
    answer.text = id == kNoBroker ? "none" : name_of(world, node_of_server(world, id, cluster));
    return answer;
}

Answer list_of(AnswerKind kind, std::vector<BrokerId> const& brokers) {
    Answer answer;
    answer.kind = kind;
    for (BrokerId const id : brokers) answer.numbers.push_back(id.value);
    return answer;
}

// One question being answered.
class Asking {
public:
    Asking(World const& world, Query const& query) : world_{world}, query_{query} {}

    Answer run() const {
        Answer found = read();
        if (!found.is_known && found.text.empty()) found.text = missing_topic();
        return found;
    }

private:
    Answer read() const {
        using enum QueryId;
        switch (usage().id) {
        case leader:
        case leader_epoch:
        case partition_epoch:
        case isr:
        case elr:
        case replicas: return of_registration();
        case high_watermark:
        case log_end_offset:
        case log_start_offset:
        case log_size:
        case last_stable_offset: return of_replica(leader_replica());
        case high_watermark_on:
        case log_end_offset_on:
        case log_start_offset_on:
        case log_size_on:
        case first_dirty_offset_on:
        case records_on:
        case epochs_on: return of_replica(replica_on(broker_of(argument(1))));
        case replica_lag: return lag_of_replica();
        case record_at: return record();
        case believed_leader: return believed();
        case partition_of_key: return place_of_key();
        case partitions_with_records: return filled_partitions();
        case controller: return active();
        case quorum_epoch: return highest_epoch();
        case state: return state_answer();
        case lost: return number_of(count_lost_records(world_));
        case lost_of:
        case sent_of:
        case acknowledged_of:
        case failed_of:
        case in_flight_of:
        case buffered_of:
        case throttle_of_producer: return of_producer();
        case last_error_of: return last_error();
        case source_of: return source();
        case position_of:
        case lag_of:
        case partitions_of:
        case throttle_of_consumer:
        case consumed_of: return of_consumer();
        case owner:
        case owner_in: return owner_answer();
        case group_state:
        case group_members:
        case group_generation:
        case group_assignor:
        case group_lag:
        case group_lag_in:
        case committed_in: return of_group();
        case group_processed:
        case group_processed_twice:
        case group_skipped:
        case group_revoked: return of_members();
        case group_coordinator: {
            auto const view = asked_group();
            ClusterId const cluster = view ? view->cluster : query_.cluster;
            NameId const group = name_of_group(argument(0));
            return server_of(world_, coordinator_of(world_, group, cluster), cluster);
        }
        case exception_of: return exception_answer();
        case tool_exit:
        case tool_output: return of_tool();
        }
        CHECK(false);
    }

    // Why nobody knows it, when what is asked about is a topic or partition that there is not.
    std::string missing_topic() const {
        MetadataImage const* image = current_image(world_, query_.cluster);
        if (image == nullptr) return {};
        for (Argument const& argument : query_.arguments) {
            NameId const name = argument.partition.topic;
            if (name == kNoName) continue;
            TopicImage const* topic = find_topic(*image, name);
            // As it was written: the world may not know the name.
            bool const is_partition = argument.partition.partition >= 0;
            std::string const called = argument.text.substr(
                0, is_partition ? argument.text.rfind('-') : std::string::npos);
            if (topic == nullptr) {
                return "unknown: topic " + called +
                       (was_created(name) ? " was deleted" : " does not exist");
            }
            auto const count = static_cast<std::int32_t>(topic->partitions.size());
            if (argument.partition.partition >= count) {
                return "unknown: topic " + called + " has no partition " +
                       std::to_string(argument.partition.partition);
            }
        }
        return {};
    }
    // As far back as the metadata log goes.
    bool was_created(NameId topic) const {
        NodeId const controller = active_controller(world_, query_.cluster);
        if (controller == kNoNode) return false;
        MetadataLog const& log = (*node_of(world_, controller).raft)->log;
        for (MetadataBatchRef const& batch : log.read(log.start(), log.end())) {
            for (MetadataRecord const& record : batch->records) {
                auto const* created = std::get_if<TopicRecord>(&record);
                if (created != nullptr && created->name == topic) return true;
            }
        }
        return false;
    }

    QueryUsage const& usage() const { return query_usages()[static_cast<std::size_t>(query_.row)]; }
    Argument const& argument(std::size_t i) const { return query_.arguments[i]; }
    TopicPartition partition() const { return argument(0).partition; }
    static BrokerId broker_of(Argument const& argument) {
        return BrokerId{static_cast<std::int32_t>(argument.number)};
    }

    PartitionRegistration const* registration() const {
        MetadataImage const* image = current_image(world_, query_.cluster);
        return image == nullptr ? nullptr : find_partition(*image, partition());
    }

    Answer of_registration() const {
        PartitionRegistration const* found = registration();
        if (found == nullptr) return unknown(usage().kind);
        switch (usage().id) {
        case QueryId::leader: return server_of(world_, found->leader, query_.cluster);
        case QueryId::leader_epoch: return number_of(found->leader_epoch.value);
        case QueryId::partition_epoch: return number_of(found->partition_epoch.value);
        case QueryId::isr: return list_of(AnswerKind::brokers, found->isr);
        case QueryId::elr: return list_of(AnswerKind::brokers, found->elr);
        default: return list_of(AnswerKind::replicas, found->replicas);
        }
    }

    Partition const* replica_on(BrokerId id) const { return replica_on(id, partition()); }
    Partition const* replica_on(BrokerId id, TopicPartition partition) const {
        NodeId const node = node_of_server(world_, id, query_.cluster);
        if (node == kNoNode || !node_of(world_, node).broker) return nullptr;
        return find_partition(**node_of(world_, node).broker, partition);
    }

    // A dead leader can tell nobody anything.
    Partition const* leader_replica() const {
        PartitionRegistration const* found = registration();
        if (found == nullptr || found->leader == kNoBroker) return nullptr;
        NodeId const node = node_of_server(world_, found->leader, query_.cluster);
        bool const is_alive = node != kNoNode && node_of(world_, node).is_alive;
        return is_alive ? replica_on(found->leader) : nullptr;
    }

    Answer of_replica(Partition const* replica) const {
        if (replica == nullptr) return unknown(usage().kind);
        switch (usage().id) {
        case QueryId::log_end_offset:
        case QueryId::log_end_offset_on: return offset_of(replica->log.end_offset());
        case QueryId::log_start_offset:
        case QueryId::log_start_offset_on: return offset_of(replica->log.start_offset());
        case QueryId::log_size:
        case QueryId::log_size_on: return number_of(replica->log.size_in_bytes());
        case QueryId::first_dirty_offset_on:
            return offset_of(
                std::max(replica->log.start_offset(), replica->log.cleaner_checkpoint()));
        case QueryId::records_on: return number_of(records_in(replica->log));
        case QueryId::epochs_on: {
            Answer answer;
            answer.kind = AnswerKind::epochs;
            for (EpochEntry const& entry : replica->log.epochs().entries) {
                answer.numbers.push_back(entry.epoch.value);
                answer.numbers.push_back(entry.start_offset.value);
            }
            return answer;
        }
        default: return offset_of(replica->high_watermark);
        }
    }

    // Those that a consumer could read.
    static std::int64_t records_in(Log const& log) {
        std::int64_t count = 0;
        for (std::int64_t i = log.batches().find(log.start_offset()); i < log.batches().size();
             ++i) {
            RecordBatch const& batch = *log.batches()[i];
            if (batch.is_control()) continue;
            for (std::int32_t n = 0; n < batch.count(); ++n) {
                if (batch.offset_of(n) >= log.start_offset()) ++count;
            }
        }
        return count;
    }

    // A replica may have more than a leader that was elected uncleanly: it lags behind nothing.
    Answer lag_of_replica() const {
        Partition const* leader = leader_replica();
        Partition const* replica = replica_on(broker_of(argument(1)));
        if (leader == nullptr || replica == nullptr) return unknown(AnswerKind::number);
        std::int64_t const lag = leader->log_end_offset() - replica->log_end_offset();
        return number_of(std::max<std::int64_t>(lag, 0));
    }

    Answer source() const {
        Process const* process = client(argument(0));
        if (process == nullptr || !process->consumer) return unknown(AnswerKind::node);
        Consumer const& consumer = **process->consumer;
        AssignedPartition const* assigned = find_assigned(consumer, argument(1).partition);
        if (assigned == nullptr) return unknown(AnswerKind::node);
        if (assigned->preferred_replica != kNoBroker) {
            return server_of(world_, assigned->preferred_replica, query_.cluster);
        }
        PartitionBelief const* belief = find_partition(consumer.metadata, assigned->partition);
        return belief == nullptr ? unknown(AnswerKind::node)
                                 : server_of(world_, belief->leader, query_.cluster);
    }

    TopicImage const* topic_asked_for(Argument const& argument) const {
        MetadataImage const* image = current_image(world_, query_.cluster);
        return image == nullptr ? nullptr : find_topic(*image, argument.partition.topic);
    }

    Answer place_of_key() const {
        TopicImage const* topic = topic_asked_for(argument(1));
        if (topic == nullptr || topic->partitions.empty()) return unknown(AnswerKind::text);
        auto const partitions = static_cast<std::int32_t>(topic->partitions.size());
        return text_of(argument(1).text + "-" +
                       std::to_string(partition_for_key(argument(0).text, partitions)));
    }

    Answer filled_partitions() const {
        TopicImage const* topic = topic_asked_for(argument(0));
        if (topic == nullptr) return unknown(AnswerKind::number);
        std::int64_t filled = 0;
        for (std::size_t i = 0; i < topic->partitions.size(); ++i) {
            Partition const* replica = replica_on(topic->partitions[i].leader,
                                                  {topic->name, static_cast<std::int32_t>(i)});
            bool const has_records =
                replica != nullptr && replica->log.start_offset() < replica->log.end_offset();
            filled += has_records ? 1 : 0;
        }
        return number_of(filled);
    }

    // Unknown where the replica holds no record with a value of its own.
    Answer record() const {
        Partition const* replica = replica_on(broker_of(argument(2)), argument(1).partition);
        Answer found = unknown(AnswerKind::text);
        if (replica == nullptr) return found;
        BatchList const& batches = replica->log.batches();
        Offset const offset{argument(0).number};
        std::int64_t const place = batches.find(offset);
        if (place >= batches.size()) return found;
        RecordBatch const& batch = *batches[place];
        if (offset < batch.base_offset || !batch.records) return found;
        std::vector<RecordContent> const& contents = batch.records->contents;
        auto const delta = static_cast<std::int32_t>(offset - batch.base_offset);
        for (std::size_t i = 0; i < contents.size(); ++i) {
            std::int32_t const at =
                batch.offset_deltas.empty() ? static_cast<std::int32_t>(i) : batch.offset_deltas[i];
            if (at != delta || !contents[i].value) continue;
            found.text = *contents[i].value;
            found.is_known = true;
        }
        return found;
    }

    Answer last_error() const {
        Process const* process = client(argument(0));
        Answer found = unknown(AnswerKind::text);
        if (process == nullptr || !process->producer) return found;
        found.is_known = true;
        found.text = name_of(ErrorCode::none);
        for (ProduceResult const& result : (*process->producer)->jobs.results) {
            for (ProduceOutcome const& outcome : *result.outcomes) {
                if (outcome.error != ErrorCode::none) found.text = name_of(outcome.error);
            }
        }
        return found;
    }

    Process const* client(Argument const& argument) const {
        NodeId const node = find_node(world_, argument.text);
        return node == kNoNode ? nullptr : &node_of(world_, node);
    }

    Answer believed() const {
        Process const* process = client(argument(1));
        if (process == nullptr || !process->producer) return unknown(AnswerKind::node);
        PartitionBelief const* belief = find_partition((*process->producer)->metadata, partition());
        return belief == nullptr ? unknown(AnswerKind::node)
                                 : server_of(world_, belief->leader, query_.cluster);
    }

    Answer active() const {
        NodeId const node = active_controller(world_, query_.cluster);
        return server_of(world_, node == kNoNode ? kNoBroker : node_of(world_, node).broker_id,
                         query_.cluster);
    }

    Answer highest_epoch() const {
        std::int64_t highest = 0;
        for (Process const& process : world_.nodes) {
            if (!process.controller || process.cluster != query_.cluster) continue;
            highest = std::max<std::int64_t>(highest, epoch(**process.raft).value);
        }
        return number_of(highest);
    }

    Answer state_answer() const {
        auto const node = resolve(world_, argument(0).target);
        if (!node) return unknown(AnswerKind::state);
        Answer answer;
        answer.kind = AnswerKind::state;
        answer.text = state_word(world_, node_of(world_, *node));
        return answer;
    }

    // In milliseconds, begun ones too.
    Answer throttle_left(Connections const& connections) const {
        Duration const left = throttled_until(connections) - world_.now;
        return number_of(left.us <= 0 ? 0 : (left.us + 999) / 1'000);
    }

    Answer of_producer() const {
        Process const* process = client(argument(0));
        if (process == nullptr || !process->producer) return unknown(AnswerKind::number);
        Producer const& producer = **process->producer;
        switch (usage().id) {
        case QueryId::lost_of: return number_of(count_lost_records(world_, process->id));
        case QueryId::sent_of: return number_of(producer.counts.sent);
        case QueryId::acknowledged_of: return number_of(producer.counts.acknowledged);
        case QueryId::failed_of: return number_of(producer.counts.failed);
        case QueryId::buffered_of: return number_of(buffered_records(producer));
        case QueryId::throttle_of_producer: return throttle_left(producer.connections);
        default: return number_of(in_flight_records(producer));
        }
    }

    Answer of_consumer() const {
        Process const* process = client(argument(0));
        if (process == nullptr || !process->consumer) return unknown(AnswerKind::number);
        Consumer const& consumer = **process->consumer;
        if (usage().id == QueryId::consumed_of) return number_of(consumer.processed);
        if (usage().id == QueryId::throttle_of_consumer) {
            return throttle_left(consumer.connections);
        }
        if (usage().id == QueryId::partitions_of) {
            return number_of(static_cast<std::int64_t>(consumer.partitions.size()));
        }
        AssignedPartition const* assigned = find_assigned(consumer, argument(1).partition);
        if (assigned == nullptr) return unknown(AnswerKind::number);
        if (usage().id == QueryId::position_of) return offset_of(assigned->position);
        std::int64_t const behind = lag(consumer, *assigned);
        return behind < 0 ? unknown(AnswerKind::number) : number_of(behind);
    }

    NameId name_of_group(Argument const& argument) const {
        return world_.names.find(argument.text);
    }

    Answer text_of(std::string text) const {
        Answer answer;
        answer.kind = AnswerKind::text;
        answer.text = std::move(text);
        return answer;
    }

    // The member that a group has given the partition to, by its coordinator's view. Each group
    // that reads the topic has given it to one: without a group only one may.
    Answer owner_answer() const {
        TopicPartition const partition = argument(0).partition;
        bool const is_of_one = usage().id == QueryId::owner_in;
        auto const groups = groups_reading(world_, partition.topic, query_.cluster);
        if (!is_of_one && groups.size() > 1) return ambiguous(groups);
        for (GroupView const& view : view_groups(world_)) {
            if (view.cluster != query_.cluster) continue;
            bool const is_asked = !is_of_one || view.group == name_of_group(argument(1));
            for (GroupMemberView const& member : view.members) {
                auto const& owned = member.assigned;
                bool const owns = std::find(owned.begin(), owned.end(), partition) != owned.end();
                if (is_asked && owns) return text_of(world_.names.text(member.process));
            }
        }
        bool const may_be_owned =
            is_of_one ? is_coordinator_away(world_, name_of_group(argument(1)), query_.cluster)
                      : may_be_read_unseen(world_, partition.topic, query_.cluster);
        bool const is_known = registration() != nullptr && !may_be_owned;
        return is_known ? text_of("none") : unknown(AnswerKind::text);
    }
    Answer ambiguous(std::vector<NameId> const& groups) const {
        Answer answer = unknown(AnswerKind::text);
        for (NameId const group : groups) {
            answer.text +=
                answer.text.empty() ? "ambiguous: several groups read the topic (" : ", ";
            answer.text += world_.names.text(group);
        }
        answer.text += ")";
        return answer;
    }

    // Of several clusters that have such a group, the one whose partition is asked about.
    std::optional<GroupView> asked_group() const {
        std::optional<GroupView> found;
        for (GroupView& view : view_groups(world_)) {
            bool const is_meant = view.group == name_of_group(argument(0));
            if (!is_meant || (found && view.cluster != query_.cluster)) continue;
            found = std::move(view);
        }
        return found;
    }

    Answer of_group() const {
        auto const view = asked_group();
        if (!view) return unknown(usage().kind);
        switch (usage().id) {
        case QueryId::group_state: return text_of(view->state);
        case QueryId::group_members:
            return number_of(static_cast<std::int64_t>(view->members.size()));
        case QueryId::group_generation: return number_of(view->generation);
        case QueryId::group_assignor: return text_of(view->assignor);
        default: break;
        }
        bool const is_total = usage().id == QueryId::group_lag;
        std::int64_t total = 0;
        for (auto const& [partition, offset] : view->committed) {
            if (!is_total && partition != argument(1).partition) continue;
            if (usage().id == QueryId::committed_in) return offset_of(offset);
            auto const behind = lag_of_group(world_, partition, offset, view->cluster);
            if (!behind) return unknown(AnswerKind::number);
            if (!is_total) return number_of(*behind);
            total += *behind;
        }
        bool const has_any = is_total && !view->committed.empty();
        return has_any ? number_of(total) : unknown(AnswerKind::number);
    }

    Answer of_members() const {
        GroupBooks const books = group_books(world_, argument(0).text);
        switch (usage().id) {
        case QueryId::group_processed: return number_of(books.processed);
        case QueryId::group_processed_twice: return number_of(books.processed_twice);
        case QueryId::group_revoked: return number_of(books.revoked);
        default: break;
        }
        return books.skipped ? number_of(*books.skipped) : unknown(AnswerKind::number);
    }

    Answer exception_answer() const {
        Process const* process = client(argument(0));
        if (process == nullptr || !process->consumer) return unknown(AnswerKind::text);
        std::string const& exception = (*process->consumer)->application.exception;
        return text_of(exception.empty() ? "none" : exception);
    }

    Answer of_tool() const {
        ToolResult const* last = nullptr;
        for (Process const& process : world_.nodes) {
            if (process.tool && (*process.tool)->result.is_finished)
                last = &(*process.tool)->result;
        }
        if (last == nullptr) return unknown(usage().kind);
        if (usage().id == QueryId::tool_exit) return number_of(last->exit);
        Answer answer;
        answer.kind = AnswerKind::text;
        answer.text = last->out + last->err;
        return answer;
    }

    World const& world_;
    Query const& query_;
};

}  // namespace

Answer answer(World const& world, Query const& query) {
    Answer found = Asking{world, query}.run();
    CHECK(found.kind == query_usages()[static_cast<std::size_t>(query.row)].kind);
    return found;
}

Judgement check(World const& world, Expectation const& expectation) {
    Judgement judgement;
    judgement.actual = answer(world, expectation.query);
    judgement.holds = holds(expectation, judgement.actual);
    judgement.sentence = expectation.text;
    if (!judgement.holds) judgement.sentence += ", but it is " + write_answer(judgement.actual);
    return judgement;
}

PhraseScope scope_of(World const& world, Names& names) {
    using Kind = PhraseScope::Kind;
    PhraseScope scope;
    scope.names = &names;
    for (Process const& process : world.nodes) {
        if (process.tool || process.bootstrap) continue;
        Kind const kind = process.broker       ? Kind::broker
                          : process.controller ? Kind::controller
                          : process.producer   ? Kind::producer
                                               : Kind::consumer;
        scope.nodes.push_back({world.names.text(process.name),
                               kind,
                               process.id,
                               process.broker_id,
                               {},
                               process.cluster});
        if (process.rack != kNoName) scope.add_rack(world.names.text(process.rack));
        if (process.producer) scope.nodes.back().producer = (*process.producer)->spec->config;
    }
    for (Process const& process : world.nodes) {
        if (!process.consumer) continue;
        std::string const& group = (*process.consumer)->spec->config.group.group_id;
        bool const is_new =
            std::find(scope.groups.begin(), scope.groups.end(), group) == scope.groups.end();
        if (!group.empty() && is_new) scope.groups.push_back(group);
    }
    for (std::size_t i = 0; i < world.clusters.size(); ++i) {
        ClusterId const cluster{static_cast<std::int32_t>(i)};
        if (world.clusters[i] != kNoName) {
            scope.clusters.push_back({world.names.text(world.clusters[i]), cluster});
        }
        MetadataImage const* image = current_image(world, cluster);
        if (image == nullptr) continue;
        for (Cow<TopicImage> const& topic : image->topics) {
            scope.add_topic(world.names.text(topic->name),
                            static_cast<std::int32_t>(topic->partitions.size()), cluster);
        }
    }
    return scope;
}

}  // namespace highwater
