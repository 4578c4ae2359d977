#include "trace/describe.h"

#include <algorithm>
#include <type_traits>

#include "base/check.h"
#include "trace/describe_group.h"
#include "trace/describe_log.h"
#include "trace/describe_move.h"
#include "trace/describe_quota.h"
#include "trace/fault_sentence.h"
#include "trace/sentence.h"
#include "trace/undo.h"

namespace highwater {

namespace {
using sentence::join;

std::string records(std::int64_t count) { return sentence::counted(count, "record"); }

std::string_view role_name(RaftRole role) {
    switch (role) {
    case RaftRole::unattached: return "unattached";
    case RaftRole::follower: return "follower";
    case RaftRole::prospective: return "prospective candidate";
    case RaftRole::candidate: return "candidate";
    case RaftRole::leader: return "leader";
    case RaftRole::resigned: return "resigned";
    case RaftRole::observer: return "observer";
    }
    return "?";
}

// The second half of a decision's sentence.
std::string because(ChangeReason why, std::string const& broker) {
    switch (why) {
    case ChangeReason::broker_fenced: return join("because ", broker, " was fenced");
    case ChangeReason::broker_unfenced: return join("because ", broker, " was unfenced");
    case ChangeReason::controlled_shutdown: return join("because ", broker, " is shutting down");
    case ChangeReason::unclean_shutdown:
        return join("because ", broker, " came back from an unclean shutdown");
    case ChangeReason::alter_partition: return join("because ", broker, " asked for it");
    case ChangeReason::preferred_election: return "by a preferred leader election";
    case ChangeReason::unclean_election: return "by an unclean election";
    case ChangeReason::automatic_preferred: return "by the automatic preferred election";
    case ChangeReason::reassignment: return "by a reassignment";
    case ChangeReason::unregistered: return join("because ", broker, " was unregistered");
    case ChangeReason::config_change: return "after a config change";
    }
    return {};
}

struct Sentence : FaultSentence {
    using FaultSentence::operator();

    bool is_server() const {
        return who.nodes[static_cast<std::size_t>(traced.node.value)].id != kNoBroker;
    }
    std::string operator()(NodeStarted const& f) const {
        if (!f.after_unclean_shutdown) return join(here(), " started.");
        return join(here(),
                    is_server() ? " started again after an unclean shutdown." : " started again.");
    }
    std::string operator()(NodeKilled const&) const { return join(here(), " was killed."); }
    std::string operator()(NodeStopped const&) const {
        return join(here(), is_server() ? " stopped cleanly." : " ended.");
    }
    std::string operator()(ShutdownRequested const&) const {
        return join(here(), " was asked to shut down.");
    }
    std::string operator()(NodePaused const&) const { return join(here(), " was paused."); }
    std::string operator()(NodeResumed const&) const { return join(here(), " was resumed."); }
    std::string operator()(NodeWiped const&) const {
        return join("The log directories of ", here(), " were emptied.");
    }
    // Without a `to` it is about all links of `from`: isolated, or slow as a machine.
    std::string operator()(LinkCut const& f) const {
        if (f.to == kNoNode) return join(who.node(f.from), " was cut off from everybody.");
        return join("The link from ", link(f.from, f.to), " was cut.");
    }
    std::string operator()(LinkHealed const& f) const {
        if (f.to == kNoNode) return join(who.node(f.from), " can be reached again.");
        return join("The link from ", link(f.from, f.to), " works again.");
    }
    std::string operator()(MessageSent const& f) const {
        return join(here(), " sent a ", message_of(f.message_kind), " to ", who.node(f.to), ".");
    }
    std::string operator()(MessageDropped const& f) const {
        std::string const what =
            join("The ", message_of(f.message_kind), " from ", link(f.from, f.to));
        switch (f.why) {
        case DropReason::chosen: return join(what, " was dropped on purpose.");
        case DropReason::connection_closed: return join(what, " was lost with its connection.");
        case DropReason::peer_dead: return join(what, " met a dead process.");
        }
        return what;
    }
    std::string operator()(MessageHeld const& f) const {
        return join("The ", message_of(f.message_kind), " from ", link(traced.node, f.to),
                    " waits in a link that carries nothing.");
    }
    std::string operator()(Disconnected const& f) const {
        return join(here(), " lost its connection to ", who.node(f.peer), ".");
    }
    std::string operator()(RequestTimedOut const& f) const {
        return join(here(), " got no answer to its ", message_of(f.message_kind), " to ",
                    who.node(f.peer), " in time and closed the connection.");
    }

    std::string operator()(RaftRoleChanged const& f) const {
        std::string text = join(here(), " became ", role_name(f.to), " in epoch ", f.epoch.value);
        bool const follows = f.to == RaftRole::follower || f.to == RaftRole::observer;
        if (follows && f.leader != kNoBroker) text += join(" of ", who.broker(f.leader));
        return text + join(" (was ", role_name(f.from), ").");
    }
    std::string operator()(VoteAnswered const& f) const {
        return join(here(), f.granted ? " granted " : " refused ", who.broker(f.candidate),
                    f.pre_vote ? " its pre-vote in epoch " : " its vote in epoch ", f.epoch.value,
                    f.error == ErrorCode::none ? "." : join(": ", name_of(f.error), "."));
    }
    std::string operator()(ControllerElected const& f) const {
        return join(who.broker(f.controller), " is the active controller, epoch ", f.epoch.value,
                    ".");
    }
    std::string operator()(ControllerResigned const& f) const {
        std::string const what = join(who.broker(f.controller),
                                      " resigned as active controller of epoch ", f.epoch.value);
        switch (f.why) {
        case ResignReason::no_majority:
            return join(what, ": no majority of the voters fetched from it in time.");
        case ResignReason::shutdown: return join(what, " to shut down.");
        case ResignReason::higher_epoch: return join(what, ": it met a higher epoch.");
        }
        return what;
    }
    std::string operator()(MetadataAppended const& f) const {
        std::string text = join(here(), " wrote metadata ",
                                format_offsets(f.base_offset, f.batch->next_offset() - 1), ": ");
        char const* before = "";
        std::vector<MetadataRecord> const& all = f.batch->records;
        // Equal neighbours are counted: "TOPIC_RECORD, 3 × PARTITION_RECORD".
        for (std::size_t i = 0; i < all.size();) {
            std::string_view const name = name_of(all[i]);
            std::int64_t count = 0;
            for (; i < all.size() && name_of(all[i]) == name; ++i) ++count;
            text += join(before, count > 1 ? join(count, " × ") : std::string{}, name);
            before = ", ";
        }
        return text + ".";
    }
    std::string operator()(MetadataCommitted const& f) const {
        return join("The quorum committed the metadata log up to offset ", f.high_watermark.value,
                    ".");
    }
    std::string operator()(MetadataTruncated const& f) const {
        return join(
            here(), " truncated its metadata log from ", f.from.value, " to ", f.to.value,
            ": the quorum does not have those records, and what they decided does not hold.");
    }
    std::string operator()(MetadataReplayed const& f) const {
        return join(here(), " replayed the metadata log from ", f.from.value, " to ", f.to.value,
                    ".");
    }

    std::string operator()(MetadataSnapshotCreated const& f) const {
        std::string const what =
            join(here(), " wrote a metadata snapshot: ", records(f.records), ", ", f.bytes,
                 " bytes, all that is below offset ", f.id.end_offset.value);
        switch (f.why) {
        case SnapshotReason::max_bytes:
            return join(what, " (metadata.log.max.record.bytes.between.snapshots).");
        case SnapshotReason::max_interval:
            return join(what, " (metadata.log.max.snapshot.interval.ms).");
        }
        return what;
    }
    std::string operator()(MetadataSnapshotFetched const& f) const {
        return join(here(), " took the metadata snapshot of ", who.broker(f.leader),
                    " up to offset ", f.id.end_offset.value, ": its own log ended at ",
                    f.log_end.value, ", before that of its leader begins.");
    }
    std::string operator()(MetadataLogCleaned const& f) const {
        return join(here(), " dropped metadata ", format_offsets(f.from, f.to - 1),
                    ": a snapshot holds what they came to.");
    }

    std::string operator()(BrokerRegistered const& f) const {
        return join(who.broker(f.broker), " registered with broker epoch ", f.epoch.value,
                    f.was_unclean ? "; its last shutdown was unclean." : ".");
    }
    std::string operator()(BrokerFenced const& f) const {
        if (f.by_controlled_shutdown) {
            return join("The controller fenced ", who.broker(f.broker),
                        ": its controlled shutdown is complete.");
        }
        if (f.was_never_heard) {
            return join("The controller fenced ", who.broker(f.broker),
                        ": it has waited for a first heartbeat since ",
                        format_time(f.last_heartbeat), ".");
        }
        return join("The controller fenced ", who.broker(f.broker), ": no heartbeat since ",
                    format_time(f.last_heartbeat), ".");
    }
    std::string operator()(BrokerUnfenced const& f) const {
        return join("The controller unfenced ", who.broker(f.broker),
                    ": it has sent a heartbeat, and has replayed its own registration.");
    }
    std::string operator()(RegistrationGivenUp const& f) const {
        return join(here(), " gave up: no controller registered it within ",
                    format_duration(f.after), ".");
    }
    std::string operator()(ControlledShutdownBegun const& f) const {
        return join("The controller begins the controlled shutdown of ", who.broker(f.broker), ".");
    }
    std::string operator()(BrokerUnregistered const& f) const {
        return join("The controller unregistered ", who.broker(f.broker),
                    ": the replicas that it has stay assigned to it.");
    }
    std::string operator()(TopicCreated const& f) const {
        return join("The controller created topic ", who.names->text(f.topic), ": ", f.partitions,
                    f.partitions == 1 ? " partition, replication factor "
                                      : " partitions, replication factor ",
                    f.replication_factor, ".");
    }
    std::string operator()(PartitionsAdded const& f) const {
        return join("Topic ", who.names->text(f.topic), " grew from ", f.from, " to ", f.to,
                    " partitions: keys of new records may fall into others than before.");
    }
    std::string operator()(TopicDeleted const& f) const {
        return join("The controller deleted topic ", who.names->text(f.topic), ".");
    }
    std::string operator()(ConfigChanged const& f) const {
        std::string const where = f.record->resource_type == ConfigResourceType::topic
                                      ? join("topic ", f.record->resource_name)
                                  : f.record->resource_type == ConfigResourceType::group
                                      ? join("group ", f.record->resource_name)
                                  : f.record->resource_name.empty()
                                      ? std::string{"all brokers"}
                                      : join("broker-", f.record->resource_name);
        return f.record->value
                   ? join(f.record->name, " of ", where, " is now ", *f.record->value, ".")
                   : join(f.record->name, " of ", where, " was deleted.");
    }
    std::string operator()(ClientQuotaChanged const& f) const { return quota_sentence(f); }
    std::string operator()(ClientThrottled const& f) const {
        return quota_sentence(f, traced.node, who);
    }
    std::string operator()(ThrottleHeeded const& f) const {
        return quota_sentence(f, traced.node, who);
    }
    std::string operator()(FeatureLevelChanged const& f) const {
        return join("Feature ", f.record->name, " went from level ", f.from, " to ",
                    f.record->feature_level, ".");
    }
    std::string operator()(LeaderElected const& f) const {
        // A leader asks for a change of the ISR, never for an election: this one follows from it.
        std::string const reason = f.why == ChangeReason::alter_partition
                                       ? join("because the ISR that ", who.broker(f.broker),
                                              " asked for ends the reassignment")
                                       : because(f.why, who.broker(f.broker));
        std::string const partition = who.partition(f.partition);
        if (f.to == kNoBroker) {
            return join(partition, " has no leader any more (it was ", who.broker(f.from), ") ",
                        reason, ": nobody alive is in its ISR or ELR.");
        }
        if (f.unclean) {
            return join("The controller elected ", who.broker(f.to), " leader of ", partition,
                        " uncleanly in epoch ", f.epoch.value, ", ", reason,
                        ": it was not in sync, so committed records may be lost.");
        }
        // A move makes the ISR and elects from it in one step.
        auto const has_leader = [&](std::vector<BrokerId> const& isr) {
            return std::find(isr.begin(), isr.end(), f.to) != isr.end();
        };
        bool const was_in_sync =
            has_leader(f.replicas->isr_before) ||
            (!f.replicas->isr_before.empty() && has_leader(f.replicas->isr_after));
        return join("The controller elected ", who.broker(f.to), " leader of ", partition,
                    " in epoch ", f.epoch.value, ", ", reason, ": it is the first live replica of ",
                    format_brokers(f.replicas->assignment),
                    was_in_sync ? " that is in the ISR."
                                : " among the eligible leader replicas, and the ISR was empty.");
    }
    std::string operator()(IsrChanged const& f) const {
        if (f.replicas->isr_before == f.replicas->isr_after) {
            return join("The eligible leader replicas of ", who.partition(f.partition), " are ",
                        format_brokers(f.replicas->elr_after), " now ",
                        because(f.why, who.broker(f.broker)), ".");
        }
        std::string text =
            join("The ISR of ", who.partition(f.partition), " went from ",
                 format_brokers(f.replicas->isr_before), " to ",
                 format_brokers(f.replicas->isr_after), " ", because(f.why, who.broker(f.broker)));
        if (!f.replicas->elr_after.empty()) {
            text += join("; eligible leader replicas ", format_brokers(f.replicas->elr_after));
        }
        return text + ".";
    }

    std::string operator()(ReassignmentBegun const& f) const { return move_sentence(f, who); }
    std::string operator()(ReassignmentDone const& f) const { return move_sentence(f, who); }
    std::string operator()(ReassignmentCancelled const& f) const { return move_sentence(f, who); }

    std::string operator()(BecameLeader const& f) const {
        return join(here(), " leads ", who.partition(f.partition), " in epoch ", f.epoch.value,
                    " from offset ", f.epoch_start.value, ".");
    }
    std::string operator()(BecameFollower const& f) const {
        return join(here(), " follows ", who.broker(f.leader), " for ", who.partition(f.partition),
                    " in epoch ", f.epoch.value, ".");
    }
    std::string operator()(BatchAppended const& f) const {
        return join(here(), " appended ", format_offsets(f.base_offset, f.last_offset), " to ",
                    who.partition(f.partition), f.producer == kNoNode ? "" : " for ",
                    f.producer == kNoNode ? "" : who.node(f.producer), ".");
    }
    std::string operator()(BatchReplicated const& f) const {
        return join(here(), " copied ", format_offsets(f.base_offset, f.last_offset), " of ",
                    who.partition(f.partition), " from ", who.broker(f.leader), ".");
    }
    std::string operator()(DuplicateBatch const& f) const {
        return join(here(), " already has this batch of ", who.node(f.producer), " at offset ",
                    f.base_offset.value, " of ", who.partition(f.partition), " and wrote nothing.");
    }
    std::string operator()(ProduceRefused const& f) const {
        return join(here(), " refused a batch of ", who.node(f.producer), " for ",
                    who.partition(f.partition), ": ", name_of(f.error), ".");
    }
    std::string operator()(ProduceParked const& f) const {
        return join(here(), " holds its answer to ", who.node(f.producer),
                    " until the high watermark of ", who.partition(f.partition), " reaches ",
                    f.required_offset.value, ".");
    }
    std::string operator()(FollowerFetched const& f) const {
        return join(who.broker(f.follower), " fetched ", who.partition(f.partition),
                    " from offset ", f.log_end_offset.value, ": it has everything before.");
    }
    std::string operator()(HighWatermarkAdvanced const& f) const {
        std::string text = join("The high watermark of ", who.partition(f.partition), " on ",
                                here(), " went from ", f.from.value, " to ", f.to.value);
        if (!f.is_leader) return text + join(", as ", who.broker(f.by), " told it.");
        if (f.by == kNoBroker) return text + ".";
        // Its own append, with nobody to wait for, or an ISR that shrank to those who have it all.
        if (who.broker(f.by) == here()) return text + ": all of the ISR has the records below.";
        return text + join(" with the fetch of ", who.broker(f.by), ".");
    }
    template <class LogFact>
    requires requires(LogFact const& f, NodeId node, Describer const& w) {
        log_sentence(f, node, w);
    }
    std::string operator()(LogFact const& f) const { return log_sentence(f, traced.node, who); }
    std::string operator()(ReplicaDeleted const& f) const {
        return join(here(), " deleted its replica of ", who.partition(f.partition),
                    ", which ended at offset ", f.log_end_offset.value,
                    ": it is none of the partition's replicas any more.");
    }
    std::string operator()(ReplicaFetchFailed const& f) const {
        return join(here(), " gives ", who.partition(f.partition),
                    " up in this epoch: ", who.broker(f.leader), " sent it a batch from offset ",
                    f.base_offset.value, " on, and its own log ends at ", f.log_end_offset.value,
                    ".");
    }
    std::string operator()(ReplicationThrottled const& f) const {
        std::string const limit = join(f.by_leader ? "leader" : "follower",
                                       ".replication.throttled.rate allows ", f.rate, " B/s.");
        return f.by_leader ? join(here(), " gives ", who.broker(f.follower), " nothing of ",
                                  who.partition(f.partition), " until it uses less: ", limit)
                           : join(here(), " does not fetch ", who.partition(f.partition),
                                  " until it uses less: ", limit);
    }
    std::string operator()(IsrShrinkProposed const& f) const {
        return join(here(), " asks to drop ", format_brokers(*f.out), " from the ISR of ",
                    who.partition(f.partition), ": too far behind for too long.");
    }
    std::string operator()(IsrExpandProposed const& f) const {
        return join(here(), " asks to add ", who.broker(f.in), " to the ISR of ",
                    who.partition(f.partition), ": it has caught up.");
    }
    std::string operator()(IsrProposalAnswered const& f) const {
        if (f.error == ErrorCode::none) {
            return join("The controller accepted the new ISR of ", who.partition(f.partition),
                        ", partition epoch ", f.epoch.value, ".");
        }
        return join("The controller refused the new ISR of ", who.partition(f.partition), ": ",
                    name_of(f.error), ".");
    }

    std::string operator()(ProducerIdAssigned const& f) const {
        return join(here(), " has producer id ", f.id.value, ", epoch ", f.epoch, ".");
    }
    std::string operator()(BatchSent const& f) const {
        return join(here(), f.attempt > 1 ? " sent again " : " sent ", records(f.count), " for ",
                    who.partition(f.partition), " to ", who.broker(f.to), ".");
    }
    std::string operator()(Acknowledged const& f) const {
        if (f.base_offset == kNoOffset) {
            return join(here(), " counts ", records(f.count), " for ", who.partition(f.partition),
                        " as sent; with acks=0 nobody answers.");
        }
        return join(here(), " got its acknowledgement for ",
                    format_offsets(f.base_offset, f.base_offset + (f.count - 1)), " of ",
                    who.partition(f.partition), ".");
    }
    std::string operator()(SendRetried const& f) const {
        return join(here(), " tries ", who.partition(f.partition), " again in ",
                    format_duration(f.backoff), " after ", name_of(f.error), ".");
    }
    std::string operator()(RecordsFailed const& f) const {
        // No code of the protocol says that send() itself threw (client/send_failure.h).
        std::string_view const what =
            f.error == ErrorCode::invalid_config ? "IllegalArgumentException" : name_of(f.error);
        return join(here(), " gave up on ", records(f.count), " for ", who.partition(f.partition),
                    ": ", what, f.exception ? sentence::in_brackets(*f.exception) : "", ".");
    }
    std::string operator()(MetadataRequested const& f) const {
        std::string const what = join(here(), " asks ", who.node(f.from), " for metadata");
        switch (f.why) {
        case RefreshReason::first: return join(what, ": it does not know yet who leads.");
        case RefreshReason::age: return join(what, ": what it has is old.");
        case RefreshReason::error: return join(what, " after ", name_of(f.error), ".");
        case RefreshReason::disconnect: return join(what, " after a lost connection.");
        case RefreshReason::unknown_leader: return join(what, ": a partition has no leader.");
        case RefreshReason::pattern: return join(what, ": it joins, and looks which topics match.");
        case RefreshReason::new_topic_id:
            return join(what, ": it was assigned a topic of which it knows the id only.");
        }
        return what;
    }
    std::string operator()(BeliefChanged const& f) const {
        std::string const partition = who.partition(f.partition);
        if (f.to == kNoBroker) {
            return join(here(), " learned that ", partition, " has no leader.");
        }
        if (f.from == kNoBroker) {
            return join(here(), " learned that ", who.broker(f.to), " leads ", partition, ".");
        }
        return join(here(), " learned that ", who.broker(f.to), ", no longer ", who.broker(f.from),
                    ", leads ", partition, ".");
    }
    std::string operator()(RecordsConsumed const& f) const {
        return join(here(), " read ", records(f.count), " of ", who.partition(f.partition), ", ",
                    format_offsets(f.from, f.to - 1), ".");
    }
    std::string operator()(PreferredReplicaChosen const& f) const {
        return join(here(), " sends ", who.node(f.consumer), " to ", who.broker(f.replica), " for ",
                    who.partition(f.partition), ": that replica is in its own rack, ",
                    who.names->text(f.rack), ".");
    }
    std::string operator()(PreferredReplicaLeft const& f) const {
        return join(here(), " asks the leader of ", who.partition(f.partition),
                    " again instead of ", who.broker(f.replica),
                    f.error == ErrorCode::none ? ": it has read there long enough."
                                               : join(": ", name_of(f.error), "."));
    }
    std::string operator()(PositionSet const& f) const {
        std::string const what =
            join(here(), " reads ", who.partition(f.partition), " from offset ", f.to.value);
        switch (f.why) {
        case PositionReason::committed: return join(what, ", its committed offset.");
        case PositionReason::earliest: return join(what, ", the log's start.");
        case PositionReason::latest: return join(what, ", the log's end.");
        case PositionReason::seek: return join(what, ", as it was told.");
        case PositionReason::out_of_range: return join(what, ": its position was out of range.");
        case PositionReason::truncation:
            return join(what, ": the log was truncated below its position.");
        case PositionReason::by_duration:
            return join(what, ", the first record that is as young as auto.offset.reset asks.");
        }
        return what;
    }
    template <class GroupFact>
    requires requires(GroupFact const& f, NodeId node, Describer const& w) {
        group_sentence(f, node, w);
    }
    std::string operator()(GroupFact const& f) const { return group_sentence(f, traced.node, who); }
    std::string operator()(ToolStarted const& f) const { return join("$ ", *f.command); }
    std::string operator()(ToolFinished const& f) const {
        std::string text = f.output->out + f.output->err;
        while (!text.empty() && text.back() == '\n') text.pop_back();
        if (f.output->exit != 0)
            text += join(text.empty() ? "" : "\n", "(exit ", f.output->exit, ")");
        return text.empty() ? std::string{"(nothing printed)"} : text;
    }

    std::string operator()(Said const& f) const { return *f.text; }
    std::string operator()(Asked const& f) const { return *f.text; }
    std::string operator()(Marked const& f) const {
        return join("Bookmark ", who.names->text(f.name), ".");
    }
    std::string operator()(ProducerFlushed const& f) const {
        if (f.records == 0) return join(here(), " flushed: nothing was waiting for an answer.");
        return join(here(), " flushed: ", records(f.records), " got their answers within ",
                    format_duration(f.waited), ".");
    }
    std::string operator()(ProducerPolled const& f) const {
        if (f.delivered + f.failed == 0) {
            return join(here(), " polled: no delivery report has come since.");
        }
        return join(here(), " polled: ", f.delivered, " delivered, ", f.failed, " failed.");
    }
    std::string operator()(CommandRefused const& f) const {
        return join(f.in_part ? "Done in part: " : "Not done: ", *f.command, ". ", *f.why);
    }
};
}  // namespace

std::string Describer::node(NodeId id) const {
    if (id == kNoNode) return "somebody";
    CHECK(id.value >= 0 && static_cast<std::size_t>(id.value) < nodes.size());
    return names->text(nodes[static_cast<std::size_t>(id.value)].name);
}

ClusterId Describer::cluster_of(NodeId id) const {
    auto const place = static_cast<std::size_t>(id.value);
    return id == kNoNode || place >= nodes.size() ? kFirstCluster : nodes[place].cluster;
}

Describer Describer::of(ClusterId whose) const {
    Describer other = *this;
    other.cluster = whose;
    return other;
}

std::string Describer::broker(BrokerId id) const {
    if (id == kNoBroker) return "nobody";
    for (Node const& each : nodes) {
        if (each.id == id && each.cluster == cluster) return names->text(each.name);
    }
    return join("broker-", id.value);  // registered nowhere in this world: what Kafka would print
}

std::string Describer::partition(TopicPartition id) const {
    auto const place = static_cast<std::size_t>(cluster.value);
    bool const is_named = place < clusters.size() && clusters[place] != kNoName;
    std::string const topic = join(
        is_named ? join(names->text(clusters[place]), ".") : std::string{}, names->text(id.topic));
    return id.partition < 0 ? topic : join(topic, "-", id.partition);
}

std::string describe(TracedFact const& traced, Describer const& who) {
    std::string const undo = undo_of(traced, who);
    return describe_alone(traced, who) + (undo.empty() ? "" : " " + undo);
}

std::string describe_alone(TracedFact const& traced, Describer const& who) {
    if (who.clusters.size() <= 1) return std::visit(Sentence{{who, traced}}, traced.fact);
    Describer const own = who.of(who.cluster_of(traced.node));
    return std::visit(Sentence{{own, traced}}, traced.fact);
}

TopicPartition partition_of(Fact const& fact) {
    return std::visit(
        [](auto const& f) -> TopicPartition {
            if constexpr (requires { TopicPartition{f.partition}; }) {
                return f.partition;
            } else {
                return {};
            }
        },
        fact);
}

std::string format_time(Time at) {
    std::int64_t const us = at.us < 0 ? -at.us : at.us;
    std::string fraction = std::to_string(us % 1'000'000);
    fraction.insert(0, 6 - fraction.size(), '0');
    if (us % 1000 == 0) fraction.resize(3);
    return join(at.us < 0 ? "-" : "", us / 1'000'000, ".", fraction, " s");
}

std::string format_duration(Duration duration) {
    std::int64_t const us = duration.us;
    if (us % 1'000'000 == 0) return join(us / 1'000'000, " s");
    if (us % 1000 == 0) return join(us / 1000, " ms");
    return us > 10'000 ? join(us / 1000, " ms") : join(us, " µs");
}

std::string format_brokers(std::vector<BrokerId> const& brokers) {
    std::string text;
    for (BrokerId const broker : brokers) text += join(text.empty() ? "" : ", ", broker.value);
    return "[" + text + "]";
}

std::string format_offsets(Offset first, Offset last) {
    return first == last ? join("offset ", first.value)
                         : join("offsets ", first.value, "–", last.value);
}

}  // namespace highwater
