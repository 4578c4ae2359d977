// One call of a coordinator and what follows from it; shared by the files about groups in this
// room.
#pragma once

#include <utility>
#include <variant>
#include <vector>

#include "broker/replicas.h"
#include "metadata/group_times.h"

namespace highwater {

// The topics of the cluster as this broker's metadata has them.
class ImageTopics {
public:
    explicit ImageTopics(MetadataImage const& image) : image_{image} {}
    std::optional<ClusterTopic> find(NameId name) const;
    std::optional<ClusterTopic> find(Uuid id) const;
    std::vector<NameId> names() const;
    std::vector<NameId> racks(Uuid topic, std::int32_t partition) const;

private:
    MetadataImage const& image_;
};

GroupShard* find_group_shard(Broker& self, std::int32_t partition);
// The replica of __consumer_offsets that a shard is kept in; nullptr: this broker has none.
Partition const* offsets_partition(Broker const& self, std::int32_t partition, Names const& names);
ErrorCode append_group_records(Broker& self, GroupShard& shard,
                               std::vector<CoordinatorRecord> const& records, Effects& out);
// The end of the shard's log, unless all of it is committed.
std::vector<RequiredCommit> uncommitted_end(Broker const& self, GroupShard const& shard,
                                            Effects const& out);
// Applies the records of a log below an offset.
void replay_until(GroupCoordinator& coordinator, Log const& log, Offset end, Names& names);
// The coordinator as those may see it who only read: without what may still be lost.
Cow<GroupCoordinator> committed_view(Broker const& self, GroupShard const& shard, Effects& out);
// What a call has told since `first` did not happen: its records could not be appended.
void take_back_facts(std::size_t first, GroupShard const& shard, ErrorCode error, Effects& out);
// Now, if nothing is required; else when all of it is committed, or took too long.
void do_when_committed(Broker& self, std::vector<RequiredCommit> required, AfterCommit then,
                       Effects& out);
// `error`: what it waited for did not come to pass.
void finish(Broker& self, AfterCommit then, ErrorCode error, Effects& out);
void arm_group_timer(GroupShard& shard, Effects& out);

inline Message to_message(GroupResponse response) {
    return std::visit([](auto& each) { return Message{std::move(each)}; }, response);
}
// The same answer with nothing in it but this error.
Message refused_group_answer(Message const& answer, ErrorCode error);

// Lets the coordinator handle something, writes what it decided and answers when that is committed.
// When it cannot be written nothing has happened: the error goes to whoever would have been
// answered, and comes back.
template <class Run>
ErrorCode run_group_call(Broker& self, GroupShard& shard, Effects& out, Run&& run) {
    ImageTopics const topics{*self.image};
    ImageGroupTimes const own_times{*self.image, self.config->group.consumer, out.names()};
    CoordinatorCall call{self.config->group, topics, out, {}, {}, own_times};
    std::size_t const told = out.facts().size();
    run(shard.coordinator.edit(), call);
    ErrorCode const error = append_group_records(self, shard, call.records, out);
    if (error != ErrorCode::none) take_back_facts(told, shard, error, out);
    std::vector<RequiredCommit> const required = uncommitted_end(self, shard, out);
    auto const commit = [&](AfterCommit then, bool waits) {
        if (error != ErrorCode::none) return finish(self, std::move(then), error, out);
        do_when_committed(self, waits ? required : std::vector<RequiredCommit>{}, std::move(then),
                          out);
    };
    for (GroupAnswer& answer : call.answers) {
        commit(
            DeferredReply{answer.to, answer.correlation_id, to_message(std::move(answer.response))},
            answer.after_commit);
    }
    if (call.write) commit(DeferredWrite{shard.partition, *std::move(call.write)}, true);
    arm_group_timer(shard, out);
    settle(self, out);  // followers whose fetches wait for what was written (directActionQueue)
    return error;
}

}  // namespace highwater
