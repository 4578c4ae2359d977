#include "trace/why.h"

#include <algorithm>
#include <utility>

#include "protocol/message.h"
#include "trace/detective.h"

namespace highwater {

namespace {
constexpr int kLongestChain = 16;

// One rule per kind: which earlier fact is this one's reason? A kind without a rule of its own
// falls back to the event that caused its event.
struct Rule {
    Detective const& look;
    std::uint64_t number;
    TracedFact const& traced;

    Found operator()(LeaderElected const& f) const {
        return look.cause_of_change(number, f.why, f.broker, f.partition);
    }
    Found operator()(IsrChanged const& f) const {
        return look.cause_of_change(number, f.why, f.broker, f.partition);
    }
    Found operator()(BrokerFenced const& f) const {
        if (f.by_controlled_shutdown) {
            return look.before<ControlledShutdownBegun>(
                number, [&](auto const& b, TracedFact const&) { return b.broker == f.broker; });
        }
        return look.silence_of(number, look.node_of(f.broker));
    }
    Found operator()(ControlledShutdownBegun const& f) const {
        return look.silence_of(number, look.node_of(f.broker));
    }
    Found operator()(BrokerUnfenced const& f) const {
        auto const about = [&](auto const& b, TracedFact const&) { return b.broker == f.broker; };
        return std::max(look.before<BrokerRegistered>(number, about),
                        look.revived(number, look.node_of(f.broker)));
    }
    Found operator()(BrokerRegistered const& f) const {
        return look.revived(number, look.node_of(f.broker));
    }
    Found operator()(IsrShrinkProposed const& f) const {
        return f.out->empty() ? std::nullopt
                              : look.silence_of(number, look.node_of(f.out->front()));
    }
    // What brought the follower back since it left the ISR; else only its fetch is known.
    Found operator()(IsrExpandProposed const& f) const {
        auto const leaves = [&](auto const& change, auto const&) {
            auto const has = [&](std::vector<BrokerId> const& isr) {
                return std::find(isr.begin(), isr.end(), f.in) != isr.end();
            };
            return change.partition == f.partition && has(change.replicas->isr_before) &&
                   !has(change.replicas->isr_after);
        };
        Found const left = std::max(look.before<IsrChanged>(number, leaves),
                                    look.before<LeaderElected>(number, leaves));
        Found const back = look.revived(number, look.node_of(f.in));
        if (left && back > left) return back;
        return look.before<FollowerFetched>(number, [&](FollowerFetched const& b, auto const&) {
            return b.partition == f.partition && b.follower == f.in;
        });
    }
    Found operator()(IsrProposalAnswered const& f) const {
        return look.before<IsrChanged>(
            number, [&](IsrChanged const& b, auto const&) { return b.partition == f.partition; });
    }
    Found operator()(BecameLeader const& f) const {
        return look.before<LeaderElected>(number, [&](LeaderElected const& b, auto const&) {
            return b.partition == f.partition && b.epoch == f.epoch;
        });
    }
    Found operator()(BecameFollower const& f) const {
        return look.before<LeaderElected>(number, [&](LeaderElected const& b, auto const&) {
            return b.partition == f.partition && b.epoch == f.epoch;
        });
    }
    Found operator()(LogTruncated const& f) const {
        return look.before<BecameFollower>(
            number, [&](BecameFollower const& b, TracedFact const& t) {
                return b.partition == f.partition && t.node == traced.node;
            });
    }

    Found operator()(Acknowledged const& f) const {
        Offset const end = f.base_offset + f.count;
        if (f.acks == -1) {
            Found const committed = look.before<HighWatermarkAdvanced>(
                number, [&](HighWatermarkAdvanced const& b, auto const&) {
                    return b.is_leader && b.partition == f.partition && b.from < end && end <= b.to;
                });
            if (committed) return committed;
        }
        return appended(f.partition, f.base_offset);
    }
    Found operator()(HighWatermarkAdvanced const& f) const {
        if (!f.is_leader) {
            return look.before<HighWatermarkAdvanced>(
                number, [&](HighWatermarkAdvanced const& b, auto const&) {
                    return b.is_leader && b.partition == f.partition && f.to <= b.to;
                });
        }
        Found const fetched = look.before<FollowerFetched>(
            number, [&](FollowerFetched const& b, TracedFact const& t) {
                return b.partition == f.partition && b.follower == f.by && t.node == traced.node;
            });
        return fetched ? fetched : appended(f.partition, f.to - 1);
    }
    Found operator()(FollowerFetched const& f) const {
        NodeId const follower = look.node_of(f.follower);
        return look.before<BatchReplicated>(
            number, [&](BatchReplicated const& b, TracedFact const& t) {
                return b.partition == f.partition && t.node == follower &&
                       b.last_offset < f.log_end_offset;
            });
    }
    Found operator()(BatchReplicated const& f) const {
        return appended(f.partition, f.base_offset);
    }
    // The batch with which a new segment began: only then could the ones before it be compacted.
    Found operator()(LogCleaned const& f) const {
        auto const begins = [&](auto const& b, TracedFact const& t) {
            return b.partition == f.partition && t.node == traced.node && b.base_offset == f.to;
        };
        return std::max(look.before<BatchAppended>(number, begins),
                        look.before<BatchReplicated>(number, begins));
    }
    // At the end of a throttle: else the application sent it, and nothing earlier explains it.
    Found operator()(BatchSent const&) const {
        return look.before<ThrottleHeeded>(number,
                                           [&](ThrottleHeeded const& b, TracedFact const& t) {
                                               return t.node == traced.node && b.until == traced.at;
                                           });
    }
    Found operator()(BatchAppended const& f) const {
        return look.before<BatchSent>(number, [&](BatchSent const& b, TracedFact const& t) {
            return b.partition == f.partition && t.node == f.producer &&
                   b.base_sequence == f.base_sequence;
        });
    }
    Found operator()(ProduceRefused const& f) const {
        return look.before<BatchSent>(number, [&](BatchSent const& b, TracedFact const& t) {
            return b.partition == f.partition && t.node == f.producer;
        });
    }
    Found operator()(RecordsFailed const& f) const {
        Found const retried =
            look.before<SendRetried>(number, [&](SendRetried const& b, TracedFact const& t) {
                return b.partition == f.partition && t.node == traced.node;
            });
        return retried
                   ? retried
                   : look.before<ProduceRefused>(number, [&](ProduceRefused const& b, auto const&) {
                         return b.partition == f.partition && b.producer == traced.node;
                     });
    }
    Found operator()(SendRetried const& f) const {
        Found const lost = look.before<Disconnected>(
            number,
            [&](Disconnected const&, TracedFact const& t) { return t.node == traced.node; });
        Found const refused =
            look.before<ProduceRefused>(number, [&](ProduceRefused const& b, auto const&) {
                return b.partition == f.partition && b.producer == traced.node;
            });
        Found const expired = look.before<RequestTimedOut>(
            number,
            [&](RequestTimedOut const&, TracedFact const& t) { return t.node == traced.node; });
        return std::max({lost, refused, expired});
    }
    Found operator()(BeliefChanged const& f) const {
        Found const elected =
            look.before<LeaderElected>(number, [&](LeaderElected const& b, auto const&) {
                return b.partition == f.partition && b.to == f.to;
            });
        return elected ? elected : of_this_node<MetadataRequested>();
    }
    Found operator()(MetadataRequested const& f) const {
        if (f.why == RefreshReason::disconnect) return of_this_node<Disconnected>();
        if (f.why == RefreshReason::error) return of_this_node<SendRetried>();
        return std::nullopt;
    }
    Found operator()(Disconnected const& f) const { return look.silence_of(number, f.peer); }
    Found operator()(RequestTimedOut const& f) const { return look.silence_of(number, f.peer); }
    Found operator()(RecordsConsumed const& f) const {
        return look.before<HighWatermarkAdvanced>(
            number, [&](HighWatermarkAdvanced const& b, auto const&) {
                return b.is_leader && b.partition == f.partition && f.to <= b.to && b.from < f.to;
            });
    }

    Found operator()(GroupCoordinatorLoaded const& f) const {
        return look.before<LeaderElected>(number, [&](LeaderElected const& b, auto const&) {
            return b.partition == f.partition && b.to == look.broker_at(traced.node);
        });
    }
    // What the member had got by then; or the tool that did it.
    Found operator()(OffsetCommitted const& f) const {
        auto const by_it = [&](auto const&, TracedFact const& t) { return t.node == f.by; };
        Found const consumed = look.before<RecordsConsumed>(
            number, [&](RecordsConsumed const& b, TracedFact const& t) {
                return t.node == f.by && b.partition == f.partition && b.to >= f.offset;
            });
        return std::max(consumed, look.before<ToolStarted>(number, by_it));
    }

    Found operator()(ControllerElected const& f) const {
        Found const resigned = look.before<ControllerResigned>(
            number, [&](ControllerResigned const& b, auto const&) { return b.epoch < f.epoch; });
        Found const last = look.before<ControllerElected>(
            number, [](ControllerElected const&, auto const&) { return true; });
        if (!last) return resigned;
        auto const& predecessor = std::get<ControllerElected>(look.fact(*last).fact);
        Found const silent = look.silence_of(number, look.node_of(predecessor.controller));
        return std::max(resigned, silent);
    }
    Found operator()(ControllerResigned const& f) const {
        switch (f.why) {
        case ResignReason::no_majority: return look.lost_majority(number);
        case ResignReason::shutdown: return of_this_node<ShutdownRequested>();
        case ResignReason::higher_epoch: break;
        }
        return look.before<ControllerElected>(
            number, [&](ControllerElected const& b, auto const&) { return b.epoch > f.epoch; });
    }
    Found operator()(ToolFinished const&) const { return of_this_node<ToolStarted>(); }
    // ---- quotas: what had to wait ← the client was told ← the broker measured ← a person set it
    Found operator()(ThrottleHeeded const& f) const {
        return look.before<ClientThrottled>(
            number, [&](ClientThrottled const& b, TracedFact const& t) {
                return b.client == traced.node && t.node == f.broker;
            });
    }
    Found operator()(ClientThrottled const& f) const {
        return look.before<ClientQuotaChanged>(
            number, [&](ClientQuotaChanged const& b, auto const&) {
                return b.record->key == f.quota->key && b.record->entity == f.quota->entity;
            });
    }
    Found operator()(ReassignmentBegun const&) const {
        return look.tool_before(number, {"kafka-reassign-partitions"});
    }
    Found operator()(ClientQuotaChanged const&) const {
        return look.tool_before(number, {"kafka-configs"});
    }

    // ---- groups: callback ← assignment ← generation ← rebalance ← who joined or left
    Found operator()(PartitionsAssigned const& f) const {
        auto const of_group = [&](auto const& b, auto const&) { return b.group == f.group; };
        return std::max(look.before<GroupAssigned>(number, of_group),
                        look.before<TargetAssignmentComputed>(number, of_group));
    }
    Found operator()(PartitionsRevoked const& f) const {
        auto const of_group = [&](auto const& b, auto const&) { return b.group == f.group; };
        Found const rebalance = std::max(look.before<GroupRebalanceBegan>(number, of_group),
                                         look.before<TargetAssignmentComputed>(number, of_group));
        // An older one has been dealt with: the member gives up by itself.
        return std::max({rebalance, of_this_node<PartitionsAssigned>()}) == rebalance
                   ? rebalance
                   : of_this_node<ShutdownRequested>();
    }
    Found operator()(GroupAssigned const& f) const {
        return look.before<GroupGenerationBegan>(
            number, [&](GroupGenerationBegan const& b, auto const&) {
                return b.group == f.group && b.generation == f.generation;
            });
    }
    Found operator()(GroupGenerationBegan const& f) const {
        return look.before<GroupRebalanceBegan>(
            number, [&](GroupRebalanceBegan const& b, auto const&) { return b.group == f.group; });
    }
    Found operator()(GroupRebalanceBegan const& f) const {
        // The refused write, or the time-out, is what this event began with.
        if (f.why == RebalanceReason::assignment_not_stored) return std::nullopt;
        Found const topics =
            f.why == RebalanceReason::leader_rejoined ? new_topics(f.group) : std::nullopt;
        return topics ? topics : came_or_went(f.group, f.client);
    }
    Found operator()(TargetAssignmentComputed const& f) const {
        return look.before<GroupEpochBumped>(
            number, [&](GroupEpochBumped const& b, auto const&) { return b.group == f.group; });
    }
    Found operator()(GroupEpochBumped const& f) const {
        bool const may_be_new = f.why == RebalanceReason::topics_changed ||
                                f.why == RebalanceReason::subscription_changed;
        Found const topics = may_be_new ? new_topics(f.group) : std::nullopt;
        return topics ? topics : came_or_went(f.group, f.client);
    }

    // It was not heard of: what silenced it is the cause, wherever the coordinator's timer was
    // armed. A member that says it leaves is explained by its own request.
    Found operator()(GroupMemberLeft const& f) const {
        switch (f.why) {
        case GroupLeaveReason::left:
        case GroupLeaveReason::left_for_a_while:
        case GroupLeaveReason::removed:
        case GroupLeaveReason::replaced: return what_scheduled_it();
        case GroupLeaveReason::session_expired:
        case GroupLeaveReason::pending_expired:
        case GroupLeaveReason::rebalance_timeout:
        case GroupLeaveReason::sync_timeout:
        case GroupLeaveReason::revocation_timeout: break;
        }
        Found const silenced = look.silence_of(number, look.client_called(f.client));
        return silenced ? silenced : began_waiting_for(f);
    }

    // The member is unknown since it left, fenced since another took its place, behind since the
    // group went on.
    Found operator()(GroupRequestRefused const& f) const {
        auto const of_group = [&](auto const& b, auto const&) { return b.group == f.group; };
        Found known;
        switch (f.error) {
        case ErrorCode::unknown_member_id:
            known = look.before<GroupMemberLeft>(number, [&](auto const& b, auto const&) {
                return b.group == f.group && b.client == look.name_of(f.from);
            });
            break;
        case ErrorCode::fenced_instance_id:
            known = look.before<StaticMemberReplaced>(number, of_group);
            break;
        case ErrorCode::illegal_generation:
        case ErrorCode::rebalance_in_progress:
            known = std::max(look.before<GroupGenerationBegan>(number, of_group),
                             look.before<GroupRebalanceBegan>(number, of_group));
            break;
        case ErrorCode::fenced_member_epoch:
        case ErrorCode::stale_member_epoch:
            known = look.before<GroupEpochBumped>(number, of_group);
            break;
        default: break;
        }
        return known ? known : what_scheduled_it();
    }

    // ---- applications: what its coordinator refused, or the poll() that came too late
    Found operator()(ApplicationFailed const&) const {
        return look.before<GroupRequestRefused>(
            number,
            [&](GroupRequestRefused const& b, auto const&) { return b.from == traced.node; });
    }
    Found operator()(CommitFailed const& f) const {
        Found const expelled = of_this_node<PollTimeoutExpired>();
        Found const left = came_or_went(f.group, look.name_of(traced.node));
        Found const refused = look.before<GroupRequestRefused>(
            number, [&](GroupRequestRefused const& b, auto const&) {
                return b.from == traced.node && b.request == GroupRequestKind::offset_commit;
            });
        return std::max({expelled, left, refused});
    }

    // Roots: a person did it, or nothing earlier explains it.
    Found operator()(NodeKilled const&) const { return std::nullopt; }
    Found operator()(NodePowerLost const&) const { return std::nullopt; }
    Found operator()(NodePaused const&) const { return std::nullopt; }
    Found operator()(NodeResumed const&) const { return std::nullopt; }
    Found operator()(NodeStarted const&) const { return std::nullopt; }
    Found operator()(ShutdownRequested const&) const { return std::nullopt; }
    Found operator()(LinkCut const&) const { return std::nullopt; }
    Found operator()(LinkHealed const&) const { return std::nullopt; }
    Found operator()(GroupsCut const&) const { return std::nullopt; }
    Found operator()(GroupsHealed const&) const { return std::nullopt; }
    Found operator()(RingCut const&) const { return std::nullopt; }
    Found operator()(ToolStarted const&) const { return std::nullopt; }

    template <class Other>
    Found operator()(Other const&) const {
        return what_scheduled_it();
    }

private:
    // Everything else: what the event that scheduled this one was about.
    Found what_scheduled_it() const {
        TracedEvent const* event = look.trace.find(traced.event);
        for (int steps = 0; event != nullptr && steps < kLongestChain; ++steps) {
            event = look.trace.find(event->cause);
            if (event == nullptr || event->facts == 0) continue;
            Found const telling = main_fact_of(look.trace, event->id);
            if (telling && *telling < number &&
                interest_of(look.fact(*telling).fact) != Interest::detail) {
                return telling;
            }
        }
        return std::nullopt;
    }
    // What the group asked of a member that then let the time for it go by.
    Found began_waiting_for(GroupMemberLeft const& f) const {
        auto const of_group = [&](auto const& b, auto const&) { return b.group == f.group; };
        switch (f.why) {
        case GroupLeaveReason::pending_expired:
            return look.before<GroupMemberIdGiven>(number, [&](auto const& b, auto const&) {
                return b.group == f.group && b.member == f.member;
            });
        case GroupLeaveReason::rebalance_timeout:
            return look.before<GroupRebalanceBegan>(number, of_group);
        case GroupLeaveReason::sync_timeout:
            return look.before<GroupGenerationBegan>(number, of_group);
        case GroupLeaveReason::revocation_timeout:
            return look.before<TargetAssignmentComputed>(number, of_group);
        case GroupLeaveReason::session_expired:  // a live member that nothing silenced
        case GroupLeaveReason::left:
        case GroupLeaveReason::left_for_a_while:
        case GroupLeaveReason::removed:
        case GroupLeaveReason::replaced: break;
        }
        return std::nullopt;
    }
    // What became of the group's topics since its last rebalance: members look at that themselves,
    // with their metadata, and join again.
    Found new_topics(NameId group) const {
        auto const of_group = [&](auto const& b, auto const&) { return b.group == group; };
        Found const last = std::max(look.before<GroupGenerationBegan>(number, of_group),
                                    look.before<TargetAssignmentComputed>(number, of_group));
        std::vector<NameId> const topics = topics_around(group);
        auto const is_one = [&](auto const& b, auto const&) {
            return std::find(topics.begin(), topics.end(), b.topic) != topics.end();
        };
        Found const changed = std::max({look.before<TopicCreated>(number, is_one),
                                        look.before<PartitionsAdded>(number, is_one),
                                        look.before<TopicDeleted>(number, is_one)});
        return changed && (!last || *changed > *last) ? changed : std::nullopt;
    }
    // The topics of the group's assignments before and after this fact.
    std::vector<NameId> topics_around(NameId group) const {
        std::vector<NameId> topics;
        auto const add = [&](TracedFact const& assigned) {
            auto const* classic = std::get_if<GroupAssigned>(&assigned.fact);
            auto const* target = std::get_if<TargetAssignmentComputed>(&assigned.fact);
            bool const is_its = (classic != nullptr && classic->group == group) ||
                                (target != nullptr && target->group == group);
            if (!is_its) return false;
            for (auto const& [client, partitions] :
                 (classic ? *classic->owners : *target->owners).owners) {
                for (TopicPartition const each : partitions) topics.push_back(each.topic);
            }
            return true;
        };
        for (std::uint64_t at = number; at-- > look.trace.first_fact();) {
            if (add(look.fact(at))) break;
        }
        for (std::uint64_t at = number + 1; at < look.trace.next_fact(); ++at) {
            if (add(look.fact(at))) break;
        }
        return topics;
    }
    Found came_or_went(NameId group, NameId client) const {
        auto const of_client = [&](auto const& b, auto const&) {
            return b.group == group && b.client == client;
        };
        return std::max(look.before<GroupMemberJoined>(number, of_client),
                        look.before<GroupMemberLeft>(number, of_client));
    }
    Found appended(TopicPartition partition, Offset offset) const {
        return look.before<BatchAppended>(number, [&](BatchAppended const& b, auto const&) {
            return b.partition == partition && b.base_offset <= offset && offset <= b.last_offset;
        });
    }
    template <class Kind>
    Found of_this_node() const {
        return look.before<Kind>(
            number, [&](Kind const&, TracedFact const& t) { return t.node == traced.node; });
    }
};
}  // namespace

std::optional<std::uint64_t> main_fact_of(Trace const& trace, EventId id) {
    TracedEvent const* event = trace.find(id);
    if (event == nullptr) return std::nullopt;
    std::optional<std::uint64_t> best;
    Interest highest{};
    std::uint64_t number = event->first_fact;
    for (TracedFact const& traced : trace.facts_of(*event)) {
        Interest const interest = interest_of(traced.fact);
        // A tool that starts says what it was told, which is more than that its process began.
        bool const is_tool = std::holds_alternative<ToolStarted>(traced.fact);
        if (!best || interest > highest || (interest == highest && is_tool)) {
            best = number;
            highest = interest;
        }
        ++number;
    }
    return best;
}

namespace {
// What a member sends only because it is alive: what its coordinator waits for.
bool is_sign_of_life(TracedEvent const& event) {
    return event.kind == EventKind::message &&
           (event.detail == message_kind_of<HeartbeatRequest>() ||
            event.detail == message_kind_of<ConsumerGroupHeartbeatRequest>() ||
            event.detail == message_kind_of<JoinGroupRequest>() ||
            event.detail == message_kind_of<SyncGroupRequest>());
}

// Of a session that expired also when the last sign of life came to this coordinator: no fact was
// noted then, and the session is counted from there, or from when the coordinator took over.
std::string sentence_of(Detective const& look, TracedFact const& traced) {
    std::string sentence = describe_alone(traced, look.who);
    auto const* left = std::get_if<GroupMemberLeft>(&traced.fact);
    if (left == nullptr || left->why != GroupLeaveReason::session_expired) return sentence;
    NodeId const member = look.client_called(left->client);
    auto const events = look.trace.events();
    for (auto event = events.rbegin(); event != events.rend(); ++event) {
        bool const is_its =
            event->at < traced.at && event->peer == member && event->node == traced.node;
        if (!is_its || !is_sign_of_life(*event)) continue;
        sentence.back() = ',';
        return sentence + " the last came at " + format_time(event->at) + ".";
    }
    // It has never spoken to this coordinator, who has read of it and given it a whole session.
    auto const facts = look.trace.facts();
    for (auto fact = facts.rbegin(); fact != facts.rend(); ++fact) {
        auto const* loaded = std::get_if<GroupCoordinatorLoaded>(&fact->fact);
        bool const is_here = loaded != nullptr && loaded->groups > 0 && fact->node == traced.node &&
                             fact->at < traced.at;
        if (!is_here) continue;
        sentence.back() = ',';
        return sentence + " counted since " + look.who.node(fact->node) +
               " took the group over at " + format_time(fact->at) + ".";
    }
    return sentence;
}
}  // namespace

std::vector<WhyLink> why(Trace const& trace, Describer const& who, std::uint64_t fact) {
    Detective look{trace, who, kFirstCluster};
    look.cluster = who.cluster_of(look.fact(fact).node);
    std::vector<WhyLink> chain;
    Found next = fact;
    while (next && static_cast<int>(chain.size()) < kLongestChain) {
        TracedFact const& traced = look.fact(*next);
        chain.push_back({*next, traced, sentence_of(look, traced)});
        Found const reason = std::visit(Rule{look, *next, traced}, traced.fact);
        // A reason may stand later in the same event (fencing follows its partition changes), but
        // never twice in one chain.
        bool const seen =
            reason && std::any_of(chain.begin(), chain.end(),
                                  [&](WhyLink const& link) { return link.fact == *reason; });
        next = seen ? std::nullopt : reason;
    }
    return chain;
}

}  // namespace highwater
