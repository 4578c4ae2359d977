#include "trace/describe_group.h"

#include <string_view>

#include "trace/sentence.h"

namespace highwater {

namespace {
using sentence::counted;
using sentence::join;

std::string name(Describer const& who, NameId id, std::string_view none = "somebody") {
    return id == kNoName ? std::string{none} : who.names->text(id);
}

// "orders-0, orders-1"; "nothing".
std::string list(Describer const& who, std::vector<TopicPartition> const& partitions) {
    if (partitions.empty()) return "nothing";
    std::string text;
    char const* before = "";
    for (TopicPartition const partition : partitions) {
        text += join(before, who.partition(partition));
        before = ", ";
    }
    return text;
}

// "a has orders-0; b has nothing".
std::string list(Describer const& who, GroupOwners const& owners) {
    std::string text;
    char const* before = "";
    for (auto const& [client, partitions] : owners.owners) {
        text += join(before, name(who, client), " has ", list(who, partitions));
        before = "; ";
    }
    return text;
}

std::string because(RebalanceReason why, std::string const& client) {
    switch (why) {
    case RebalanceReason::member_joined: return join(client, " joined");
    case RebalanceReason::member_left: return join(client, " left");
    case RebalanceReason::member_expired: return join(client, " is gone");
    case RebalanceReason::leader_rejoined: return join("its leader ", client, " joined again");
    case RebalanceReason::subscription_changed: return join(client, " changed its subscription");
    case RebalanceReason::static_member_replaced:
        return join(client, " came back and brings something else");
    case RebalanceReason::sync_timeout: return join(client, " did not sync in time");
    case RebalanceReason::topics_changed: return "its topics changed";
    case RebalanceReason::migration: return "it changes its protocol";
    case RebalanceReason::member_rejoined: return join(client, " asked to join again");
    case RebalanceReason::assignment_not_stored:
        return join("the assignment that ", client, " brought was not committed");
    }
    return {};
}

std::string_view name_of(GroupRequestKind kind) {
    switch (kind) {
    case GroupRequestKind::join_group: return "JoinGroup";
    case GroupRequestKind::sync_group: return "SyncGroup";
    case GroupRequestKind::heartbeat: return "Heartbeat";
    case GroupRequestKind::leave_group: return "LeaveGroup";
    case GroupRequestKind::consumer_group_heartbeat: return "ConsumerGroupHeartbeat";
    case GroupRequestKind::offset_commit: return "OffsetCommit";
    case GroupRequestKind::offset_fetch: return "OffsetFetch";
    }
    return "?";
}

// What an assignor does, in half a sentence.
std::string_view rule_of(std::string_view assignor) {
    if (assignor == "range") {
        return "each topic in contiguous shares, the first members get what is left over";
    }
    if (assignor == "roundrobin") return "all partitions are dealt one by one, in turn";
    if (assignor == "sticky") return "as even as can be, and as little moves as can be";
    if (assignor == "cooperative-sticky") {
        return "as even and as sticky as can be; what moves is given up first and given out in the "
               "next generation";
    }
    if (assignor == "uniform") return "as even as can be, everybody keeps what fits";
    return "its own rule";
}
}  // namespace

std::string group_sentence(GroupCoordinatorLoaded const& f, NodeId here, Describer const& who) {
    return join(who.node(here), " coordinates the groups of ", who.partition(f.partition),
                " now: it read ", counted(f.groups, "group"), " and ", counted(f.offsets, "offset"),
                " from it.");
}
std::string group_sentence(GroupCoordinatorUnloaded const& f, NodeId here, Describer const& who) {
    return join(who.node(here), " no longer coordinates the groups of ", who.partition(f.partition),
                ".");
}
std::string group_sentence(GroupMemberIdGiven const& f, NodeId, Describer const& who) {
    return join(name(who, f.client), " was given the member id ", name(who, f.member), " in group ",
                name(who, f.group), " and must join again with it.");
}
std::string group_sentence(GroupMemberJoined const& f, NodeId, Describer const& who) {
    std::string const as =
        f.instance == kNoName ? std::string{} : join(" as static member ", name(who, f.instance));
    return join(name(who, f.client), " joined group ", name(who, f.group), as,
                f.consumer_protocol ? " by the protocol of KIP-848." : ".");
}
std::string group_sentence(GroupMemberLeft const& f, NodeId, Describer const& who) {
    std::string const client = name(who, f.client);
    std::string const group = name(who, f.group);
    switch (f.why) {
    case GroupLeaveReason::left: return join(client, " left group ", group, ".");
    case GroupLeaveReason::left_for_a_while:
        return join(client, " left group ", group, " for a while: static member ",
                    name(who, f.instance), " keeps its partitions until its session ends.");
    case GroupLeaveReason::removed:
        return join(client, " was removed from group ", group, " by a tool.");
    case GroupLeaveReason::session_expired:
        return join("Group ", group, " lost ", client, ": no heartbeat for its session timeout.");
    case GroupLeaveReason::pending_expired:
        return join("Group ", group, " waits no longer for ", client,
                    ": it got its member id and never joined with it.");
    case GroupLeaveReason::rebalance_timeout:
        return join("Group ", group, " goes on without ", client,
                    ": it did not join again within the rebalance timeout.");
    case GroupLeaveReason::sync_timeout:
        return join("Group ", group, " goes on without ", client,
                    ": it joined but did not sync within the rebalance timeout.");
    case GroupLeaveReason::revocation_timeout:
        return join("Group ", group, " fenced ", client,
                    ": it did not give up its partitions within the rebalance timeout.");
    case GroupLeaveReason::replaced:
        return join("Another process took the place of ", client, ", static member ",
                    name(who, f.instance), " of group ", group, ".");
    }
    return {};
}
std::string group_sentence(StaticMemberReplaced const& f, NodeId, Describer const& who) {
    return join("Static member ", name(who, f.instance), " of group ", name(who, f.group),
                " came back as ", name(who, f.client), ", member id ", name(who, f.to),
                f.rebalances ? "." : ": it keeps its partitions, nobody rebalances.");
}
std::string group_sentence(GroupRebalanceBegan const& f, NodeId, Describer const& who) {
    return join("Group ", name(who, f.group), " rebalances after generation ", f.generation,
                ", because ", because(f.why, name(who, f.client)), ".");
}
std::string group_sentence(GroupGenerationBegan const& f, NodeId, Describer const& who) {
    if (f.members == 0) {
        return join("Group ", name(who, f.group), " is empty in generation ", f.generation, ".");
    }
    return join("Generation ", f.generation, " of group ", name(who, f.group), " has ",
                counted(f.members, "member"), ", the assignor ", name(who, f.protocol), " and ",
                name(who, f.leader), " as its leader.");
}
std::string group_sentence(GroupAssigned const& f, NodeId, Describer const& who) {
    return join(name(who, f.leader), " assigned the partitions of group ", name(who, f.group),
                " by ", name(who, f.protocol), " (", rule_of(name(who, f.protocol)),
                ") in generation ", f.generation, ": ", list(who, *f.owners), ".");
}
std::string group_sentence(GroupEpochBumped const& f, NodeId, Describer const& who) {
    return join("Group ", name(who, f.group), " is at epoch ", f.epoch, ", because ",
                because(f.why, name(who, f.client)), ".");
}
std::string group_sentence(TargetAssignmentComputed const& f, NodeId here, Describer const& who) {
    return join(who.node(here), " assigned the partitions of group ", name(who, f.group), " by ",
                name(who, f.assignor), " (", rule_of(name(who, f.assignor)), ") for epoch ",
                f.epoch, ": ", list(who, *f.owners), ".");
}
std::string group_sentence(MemberReconciled const& f, NodeId, Describer const& who) {
    std::string const client = name(who, f.client);
    std::string const what =
        f.from_epoch == f.to_epoch
            ? join(client, " stays at epoch ", f.to_epoch)
            : join(client, " goes from epoch ", f.from_epoch, " to ", f.to_epoch);
    std::string const has = list(who, f.progress->assigned);
    switch (f.state) {
    case MemberState::unrevoked_partitions:
        return join(what, " of group ", name(who, f.group), ": it keeps ", has,
                    " and must first give up ", list(who, f.progress->pending_revocation), ".");
    case MemberState::unreleased_partitions:
        return join(what, " of group ", name(who, f.group), " with ", has,
                    "; what else it should have is still held by others.");
    case MemberState::stable:
    case MemberState::unknown: break;
    }
    return join(what, " of group ", name(who, f.group), " with ", has, ".");
}
std::string group_sentence(GroupMigrated const& f, NodeId, Describer const& who) {
    return join("Group ", name(who, f.group), " speaks the ",
                f.to_consumer_protocol ? "consumer protocol (KIP-848)" : "classic protocol",
                " from now on, at ", f.to_consumer_protocol ? "epoch " : "generation ", f.epoch,
                ".");
}
std::string group_sentence(GroupRequestRefused const& f, NodeId here, Describer const& who) {
    return join(who.node(here), " refused ", name_of(f.request), " of ", who.node(f.from),
                " for group ", name(who, f.group), ": ", name_of(f.error), ".");
}
std::string group_sentence(OffsetCommitted const& f, NodeId, Describer const& who) {
    return join(who.node(f.by), " committed offset ", f.offset.value, " of ",
                who.partition(f.partition), " for group ", name(who, f.group), ".");
}
std::string group_sentence(OffsetRemoved const& f, NodeId, Describer const& who) {
    std::string const what = join("The offset that group ", name(who, f.group), " committed for ",
                                  who.partition(f.partition), " is gone");
    switch (f.why) {
    case OffsetRemovalReason::expired: return join(what, ": offsets.retention.minutes are over.");
    case OffsetRemovalReason::deleted: return join(what, ": it was deleted.");
    case OffsetRemovalReason::topic_deleted: return join(what, ": so is the topic.");
    case OffsetRemovalReason::group_deleted: return join(what, " with its group.");
    }
    return what;
}
std::string group_sentence(GroupDeleted const& f, NodeId, Describer const& who) {
    return join("Group ", name(who, f.group),
                f.by_tool ? " was deleted." : " is no more: it has neither members nor offsets.");
}
std::string group_sentence(CoordinatorFound const& f, NodeId here, Describer const& who) {
    return join(who.node(here), " learned that ", who.broker(f.coordinator), " coordinates group ",
                name(who, f.group), ".");
}
std::string group_sentence(CoordinatorLost const& f, NodeId here, Describer const& who) {
    return join(
        who.node(here), " looks for the coordinator of group ", name(who, f.group), " again: ",
        f.error == ErrorCode::none ? std::string_view{"the connection broke"} : name_of(f.error),
        ".");
}
std::string group_sentence(PartitionsRevoked const& f, NodeId here, Describer const& who) {
    return join(who.node(here), " gives up ", list(who, *f.partitions), " (onPartitionsRevoked).");
}
std::string group_sentence(PartitionsAssigned const& f, NodeId here, Describer const& who) {
    return join(who.node(here), " is given ", list(who, *f.partitions), " (onPartitionsAssigned).");
}
std::string group_sentence(PartitionsLost const& f, NodeId here, Describer const& who) {
    return join(who.node(here), " has lost ", list(who, *f.partitions), " (onPartitionsLost).");
}
std::string group_sentence(PollTimeoutExpired const& f, NodeId here, Describer const& who) {
    if (f.is_static) {
        return join(who.node(here), " falls silent in group ", name(who, f.group),
                    ": its application has not called poll() for ", format_duration(f.since),
                    ". A static member keeps its place until its session ends.");
    }
    return join(who.node(here), " leaves group ", name(who, f.group),
                ": its application has not called poll() for ", format_duration(f.since), ".");
}
std::string group_sentence(CommitFailed const& f, NodeId here, Describer const& who) {
    // A commit whose answer did not come may have been written all the same.
    bool const may_be_written =
        *f.exception == "Timeout" || *f.exception == "RetriableCommitFailed";
    return join(f.is_async ? "commitAsync() of " : "commitSync() of ", who.node(here),
                " failed with ", *f.exception, "Exception",
                may_be_written ? ": whether anything was committed is not known." : ".");
}
std::string group_sentence(CommitRetried const& f, NodeId here, Describer const& who) {
    return join("A commit of ", who.node(here), " was answered with ", name_of(f.error),
                ": it is asked for again.");
}
std::string group_sentence(GroupWriteRefused const& f, NodeId here, Describer const& who) {
    return join(who.node(here), " could not write to ", who.partition(f.partition), ": ",
                name_of(f.error), ". What it had decided for its groups has not happened.");
}
std::string group_sentence(ApplicationFailed const& f, NodeId here, Describer const& who) {
    return join("poll() threw ", *f.exception, "Exception at ", who.node(here),
                ", and its application ends.");
}

}  // namespace highwater
