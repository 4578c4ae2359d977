#include "gui/view/ribbons.h"

#include <algorithm>
#include <map>
#include <type_traits>

#include "gui/view/owners.h"
#include "gui/view/short_time.h"
#include "metadata/image.h"
#include "node/topic_name.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

using Change = RunHistory::Change;

// ---- from facts to changes ----------------------------------------------------------------------

Change of_process(BrokerId broker, bool answers, bool is_paused) {
    Change change;
    change.kind = Change::Kind::process;
    change.broker = broker;
    change.answers = answers;
    change.is_paused = is_paused;
    return change;
}

Change of_partition(TopicPartition partition, BrokerId leader, Replicas const& replicas) {
    Change change;
    change.kind = Change::Kind::partition;
    change.partition = partition;
    change.broker = leader;
    change.isr = replicas.isr_after;
    change.assigned = static_cast<std::int32_t>(replicas.assignment.size());
    return change;
}

// What a call of Kafka's tools changes; "": it only asks.
std::string_view change_of(std::string_view command) {
    struct ChangingTool {
        std::string_view tool;
        std::string_view option;
        std::string_view words;
    };
    static constexpr ChangingTool kChanges[] = {
        {"kafka-topics", "--create", "create topic"},
        {"kafka-topics", "--delete", "delete topic"},
        {"kafka-topics", "--alter", "add partitions"},
        {"kafka-configs", "--alter", "alter configs"},
        {"kafka-reassign-partitions", "--execute", "reassign"},
        {"kafka-reassign-partitions", "--cancel", "cancel reassignment"},
        {"kafka-consumer-groups", "--execute", "reset offsets"},
        {"kafka-delete-records", "", "delete records"},
        {"kafka-leader-election", "", "elect leaders"},
        {"kafka-cluster", "unregister", "unregister"},
        {"kafka-features", "grade", "change features"},  // upgrade, downgrade
    };
    auto const has = [&](std::string_view words) {
        return command.find(words) != std::string_view::npos;
    };
    for (ChangingTool const& change : kChanges) {
        if (has(change.tool) && has(change.option)) return change.words;
    }
    return {};
}

// What starts later than this has a mark of its own.
constexpr Duration kStartsWithTheRest = milliseconds(100);

constexpr char const* kWithoutLeader = " without leader";

struct MarkMaker {
    Describer const& who;
    World const& world;
    bool is_command{};
    std::vector<TimeMark> marks{};

    void add(Time at, Meaning meaning, std::string words) {
        for (TimeMark& mark : marks) {
            if (mark.words == words) return;
        }
        marks.push_back({at.us, meaning, std::move(words)});
    }

    // One way, or both when the way back is cut as well.
    void add_cut(Time at, std::string const& from, std::string const& to) {
        for (TimeMark& mark : marks) {
            if (mark.words != "cut " + to + " → " + from) continue;
            mark.words = "cut " + to + " – " + from;
            return;
        }
        add(at, Meaning::lost, "cut " + from + " → " + to);
    }

    // Servers and consumers; a producer that a phrase makes on the way to send a record is no
    // news of this kind.
    bool is_news(NodeId node) const {
        auto const place = static_cast<std::size_t>(node.value);
        if (node == kNoNode || place >= who.nodes.size()) return false;
        return who.nodes[place].id != kNoBroker ||
               (place < world.nodes.size() && world.nodes[place].consumer.has_value());
    }

    void operator()(TracedFact const& traced) {
        Time const at = traced.at;
        std::string const node = who.node(traced.node);
        std::visit(
            [&](auto const& fact) {
                using Kind = std::decay_t<decltype(fact)>;
                if constexpr (std::is_same_v<Kind, LeaderElected>) {
                    std::string const partition = who.partition(fact.partition);
                    if (fact.to == kNoBroker) {
                        add(at, Meaning::lost, partition + kWithoutLeader);
                    } else {
                        add(at, Meaning::controller, partition + " → " + who.broker(fact.to));
                    }
                } else if constexpr (std::is_same_v<Kind, ControllerElected>) {
                    add(at, Meaning::controller, who.broker(fact.controller) + " is active");
                } else if constexpr (std::is_same_v<Kind, Marked>) {
                    add(at, Meaning::now, who.names->text(fact.name));
                } else if constexpr (std::is_same_v<Kind, MessageDropped>) {
                    if (fact.why == DropReason::chosen) add(at, Meaning::lost, "drop message");
                } else if constexpr (std::is_same_v<Kind, NodeStarted>) {
                    if (at >= Time{} + kStartsWithTheRest && is_news(traced.node)) {
                        add(at, Meaning::in_sync, "start " + node);
                    }
                }
                if (!is_command) return;
                if constexpr (std::is_same_v<Kind, NodeKilled>) {
                    add(at, Meaning::lost, "kill " + node);
                } else if constexpr (std::is_same_v<Kind, NodePowerLost>) {
                    add(at, Meaning::lost, "unplug " + node);
                } else if constexpr (std::is_same_v<Kind, ClockSkewed>) {
                    add(at, Meaning::at_risk, "skew " + node);
                } else if constexpr (std::is_same_v<Kind, ShutdownRequested>) {
                    add(at, Meaning::dead, "shutdown " + node);
                } else if constexpr (std::is_same_v<Kind, NodePaused>) {
                    add(at, Meaning::at_risk, "pause " + node);
                } else if constexpr (std::is_same_v<Kind, NodeResumed>) {
                    add(at, Meaning::in_sync, "resume " + node);
                } else if constexpr (std::is_same_v<Kind, NodeWiped>) {
                    add(at, Meaning::lost, "wipe " + node);
                } else if constexpr (std::is_same_v<Kind, LinkCut>) {
                    add_cut(at, who.node(fact.from), who.node(fact.to));
                } else if constexpr (std::is_same_v<Kind, LinkHealed>) {
                    add(at, Meaning::in_sync, "heal");
                } else if constexpr (std::is_same_v<Kind, LinkSlowed>) {
                    bool const is_over = fact.by.us == 0;
                    add(at, is_over ? Meaning::in_sync : Meaning::at_risk,
                        (is_over ? "heal " : "slow ") + who.node(fact.from));
                } else if constexpr (std::is_same_v<Kind, LinkLossy>) {
                    add(at, Meaning::at_risk, "lose from " + who.node(fact.from));
                } else if constexpr (std::is_same_v<Kind, LinkReordering>) {
                    add(at, Meaning::at_risk, "reorder " + who.node(fact.from));
                } else if constexpr (std::is_same_v<Kind, LinkClogged>) {
                    add(at, Meaning::lost,
                        "clog " + who.node(fact.from) + " – " + who.node(fact.to));
                } else if constexpr (std::is_same_v<Kind, LinkUnclogged>) {
                    add(at, Meaning::in_sync, "unclog");
                } else if constexpr (std::is_same_v<Kind, SwizzleBegun>) {
                    add(at, Meaning::at_risk, "swizzle");
                } else if constexpr (std::is_same_v<Kind, GroupsCut>) {
                    add(at, Meaning::lost, fact.groups->to.empty() ? "isolate" : "cut groups");
                } else if constexpr (std::is_same_v<Kind, GroupsHealed>) {
                    add(at, Meaning::in_sync, "heal");
                } else if constexpr (std::is_same_v<Kind, RingCut>) {
                    add(at, Meaning::lost, "cut into a ring");
                } else if constexpr (std::is_same_v<Kind, ToolStarted>) {
                    std::string_view const change = change_of(*fact.command);
                    if (!change.empty()) add(at, Meaning::plain, std::string{change});
                } else if constexpr (std::is_same_v<Kind, MessageDelayed>) {
                    add(at, Meaning::at_risk, "delay message");
                } else if constexpr (std::is_same_v<Kind, MessageDuplicated>) {
                    add(at, Meaning::at_risk, "duplicate message");
                }
            },
            traced.fact);
    }

    // Many of one kind at one event are one mark.
    std::vector<TimeMark> take() {
        std::vector<TimeMark> taken;
        std::map<int, std::int32_t> seen;
        for (TimeMark& mark : marks) {
            std::int32_t& count = seen[static_cast<int>(mark.meaning)];
            if (++count == 1) {
                taken.push_back(std::move(mark));
                continue;
            }
            for (TimeMark& kept : taken) {
                if (kept.meaning != mark.meaning) continue;
                bool const elections = mark.meaning == Meaning::controller;
                std::string words = elections ? std::string{} : kept.words;
                if (elections) {
                    words = std::to_string(count);
                    words += " elections";
                } else if (kept.words.ends_with(kWithoutLeader)) {
                    words = std::to_string(count);
                    words += kWithoutLeader;
                } else if (kept.words.starts_with("cut ")) {
                    words = "cut several links";
                }
                kept.words = std::move(words);
            }
        }
        marks.clear();
        return taken;
    }
};

class HistoryReader {
public:
    HistoryReader(RunHistory& history, Trace const& trace, World const& world)
        : history_{history}, trace_{trace}, world_{world}, who_{describer_of(world)} {}

    void read(std::uint64_t nth) {
        TracedEvent const& event = trace_.nth(nth);
        MarkMaker marks{who_, world_, event.kind == EventKind::command};
        bool is_key = false;
        for (TracedFact const& traced : trace_.facts_of(event)) {
            is_key = is_key || interest_of(traced.fact) == Interest::key;
            if (event.at >= Time{}) marks(traced);
            note(nth, traced);
            for (Change const& change : owner_changes(traced, world_, who_)) {
                push(nth, traced.at, change);
            }
        }
        if (is_key) history_.key_events.push_back(nth);
        for (TimeMark& mark : marks.take()) history_.marks.push_back({nth, std::move(mark)});
    }

private:
    void push(std::uint64_t nth, Time at, Change change) {
        change.nth = nth;
        change.at = at;
        history_.changes.push_back(std::move(change));
    }

    void push_min_isr(std::uint64_t nth, Time at, TopicPartition partition) {
        Change change;
        change.kind = Change::Kind::min_isr;
        change.partition = partition;
        change.min_isr = min_isr_of(world_, partition);
        push(nth, at, change);
    }

    bool is_new(TopicPartition partition) const {
        return std::none_of(history_.changes.begin(), history_.changes.end(),
                            [&](Change const& change) { return change.partition == partition; });
    }

    BrokerId broker_at(NodeId node) const {
        Process const& process = node_of(world_, node);
        return process.broker ? process.broker_id : kNoBroker;
    }

    void note(std::uint64_t nth, TracedFact const& traced) {
        Time const at = traced.at;
        if (auto const* cut = std::get_if<LogTruncated>(&traced.fact)) {
            history_.truncations.push_back(
                {nth, at, traced.node, cut->partition, cut->from.value, cut->to.value});
            return;
        }
        if (LinkChange links = change_of_links(traced.fact, world_); !links.ways.empty()) {
            Change change;
            change.kind = Change::Kind::links;
            change.links = std::move(links);
            return push(nth, at, std::move(change));
        }
        bool const starts = std::holds_alternative<NodeStarted>(traced.fact) ||
                            std::holds_alternative<NodeResumed>(traced.fact);
        bool const pauses = std::holds_alternative<NodePaused>(traced.fact);
        bool const ends = std::holds_alternative<NodeKilled>(traced.fact) ||
                          std::holds_alternative<NodePowerLost>(traced.fact) ||
                          std::holds_alternative<NodeStopped>(traced.fact) || pauses;
        if (starts || ends) {
            BrokerId const broker = broker_at(traced.node);
            if (broker != kNoBroker) push(nth, at, of_process(broker, starts, pauses));
        } else if (auto const* elected = std::get_if<LeaderElected>(&traced.fact)) {
            bool const first = is_new(elected->partition);
            push(nth, at, of_partition(elected->partition, elected->to, *elected->replicas));
            if (first) push_min_isr(nth, at, elected->partition);
        } else if (auto const* changed = std::get_if<IsrChanged>(&traced.fact)) {
            // The leader stays as it was; the fold knows it.
            Change change = of_partition(changed->partition, kNoBroker, *changed->replicas);
            change.answers = true;
            push(nth, at, change);
        } else if (auto const* created = std::get_if<TopicCreated>(&traced.fact)) {
            if (is_internal_topic(world_.names.text(created->topic))) {
                history_.internal_topics.emplace_back(nth, created->topic);
            }
            for (std::int32_t i = 0; i < created->partitions; ++i) {
                create(nth, at, {created->topic, i}, created->replication_factor);
            }
        } else if (auto const* grown = std::get_if<PartitionsAdded>(&traced.fact)) {
            for (std::int32_t i = grown->from; i < grown->to; ++i) {
                create(nth, at, {grown->topic, i}, grown->replication_factor);
            }
        } else if (auto const* deleted = std::get_if<TopicDeleted>(&traced.fact)) {
            Change change;
            change.kind = Change::Kind::topic_gone;
            change.partition.topic = deleted->topic;
            push(nth, at, change);
        } else if (std::holds_alternative<ConfigChanged>(traced.fact)) {
            for (HealthLane const& lane : history_.lanes) push_min_isr(nth, at, lane.partition);
            for (HealthLane const& lane : history_.internals) {
                push_min_isr(nth, at, lane.partition);
            }
        }
    }

    // A topic begins with all its replicas in sync; who they are and who leads is told by the
    // image, because nobody was elected in somebody's place.
    void create(std::uint64_t nth, Time at, TopicPartition partition, std::int32_t assigned) {
        MetadataImage const* image = current_image(world_);
        PartitionRegistration const* made =
            image == nullptr ? nullptr : find_partition(*image, partition);
        Change change;
        change.kind = Change::Kind::partition;
        change.partition = partition;
        change.broker = leader_of(world_, partition);
        change.isr.assign(static_cast<std::size_t>(assigned), kNoBroker);
        if (made != nullptr) change.isr = made->replicas;
        change.assigned = assigned;
        push(nth, at, change);
        push_min_isr(nth, at, partition);
    }

    RunHistory& history_;
    Trace const& trace_;
    World const& world_;
    Describer who_;
};

}  // namespace

std::int32_t min_isr_of(World const& world, TopicPartition partition) {
    MetadataImage const* image = current_image(world);
    if (image == nullptr) return 1;
    PartitionRegistration const* found = find_partition(*image, partition);
    if (found == nullptr) return 1;
    std::int32_t of_server = 1;
    for (Process const& process : world.nodes) {
        if (process.broker) {
            of_server = (*process.broker)->config->topic.min_insync_replicas;
            break;
        }
    }
    return effective_min_isr(*image, world.names.text(partition.topic), *found, of_server);
}

std::string_view words_of(Health health) {
    switch (health) {
    case Health::healthy: return "healthy";
    case Health::owner_paused: return "owner paused";
    case Health::owner_dead: return "owner dead";
    case Health::unowned: return "unowned";
    case Health::under_replicated: return "under-replicated";
    case Health::isr_silent: return "high watermark waits";
    case Health::under_min_isr: return "under min ISR";
    case Health::leader_paused: return "leader paused";
    case Health::leader_dead: return "leader dead";
    case Health::no_leader: return "no leader";
    }
    return "";
}

Meaning meaning_of(Health health) {
    switch (health) {
    case Health::healthy: return Meaning::in_sync;
    case Health::owner_paused:
    case Health::unowned:
    case Health::under_replicated:
    case Health::isr_silent:
    case Health::under_min_isr:
    case Health::leader_paused: return Meaning::at_risk;
    case Health::owner_dead:
    case Health::leader_dead: return Meaning::dead;
    case Health::no_leader: return Meaning::lost;
    }
    return Meaning::plain;
}

void extend(RunHistory& history, Trace const& trace, World const& world) {
    history.next_nth = std::max(history.next_nth, trace.first_nth());
    if (history.next_nth >= trace.next_nth()) return;
    std::size_t const changes_before = history.changes.size();
    HistoryReader reader{history, trace, world};
    while (history.next_nth < trace.next_nth()) reader.read(history.next_nth++);
    if (history.changes.size() != changes_before) fold_lanes(history);
}

void cut(RunHistory& history, std::uint64_t nth) {
    auto const behind = [nth](auto const& each) { return each.nth >= nth; };
    std::erase_if(history.changes, behind);
    std::erase_if(history.marks, behind);
    std::erase_if(history.truncations, behind);
    std::erase_if(history.internal_topics, [nth](auto const& each) { return each.first >= nth; });
    std::erase_if(history.key_events, [nth](std::uint64_t key) { return key >= nth; });
    history.next_nth = std::min(history.next_nth, nth);
    fold_lanes(history);
}

std::vector<RibbonSegment> segments_of(HealthLane const& lane, Time from, Time until, Time now,
                                       Names const* names) {
    std::vector<RibbonSegment> segments;
    for (std::size_t i = 0; i < lane.spans.size(); ++i) {
        HealthSpan const& span = lane.spans[i];
        Time const end = i + 1 < lane.spans.size() ? lane.spans[i + 1].from : until;
        Time const begin = std::max(span.from, from);
        if (begin >= end || begin >= until) continue;
        RibbonSegment segment;
        segment.from_us = begin.us;
        segment.to_us = std::min(end, until).us;
        segment.meaning = meaning_of(span.health);
        segment.hollow = span.health == Health::unowned;
        if (span.health != Health::healthy) {
            segment.words = words_of(span.health);
            if (span.awaited.obstacle != Obstacle::none) {
                segment.words += ": " + words_of(span.awaited);
            }
            if (span.group != kNoName && names != nullptr) {
                segment.words += " in " + names->text(span.group);
            }
            Time const past = std::min({end, until, now});
            bool const is_outage =
                span.health != Health::under_replicated && span.health != Health::under_min_isr;
            if (is_outage && past > begin) {
                segment.words += " · ";
                segment.words += short_duration(past - begin);
            }
        }
        segments.push_back(std::move(segment));
    }
    return segments;
}

std::vector<RibbonSegment> without_future(std::vector<RibbonSegment> segments, Time now) {
    std::vector<RibbonSegment> shown;
    for (RibbonSegment& each : segments) {
        std::int64_t const from = std::max(each.from_us, now.us);
        std::int64_t const to = each.to_us;
        if (each.from_us < now.us) {
            each.to_us = std::min(to, now.us);
            shown.push_back(std::move(each));
        }
        if (from >= to) continue;
        if (!shown.empty() && shown.back().from_us >= now.us && shown.back().to_us == from) {
            shown.back().to_us = to;
        } else {
            shown.push_back({from, to, Meaning::plain, "", false});
        }
    }
    return shown;
}

std::vector<TimeMark> without_future(std::vector<TimeMark> marks, Time now) {
    for (TimeMark& each : marks) {
        if (each.at_us > now.us) each = {each.at_us, Meaning::plain, ""};
    }
    return marks;
}

std::vector<HealthLane const*> lanes_for(RunHistory const& history, std::size_t room,
                                         TopicPartition focus, Time until) {
    struct Candidate {
        HealthLane const* lane;
        std::size_t place;
        int rank;
    };
    constexpr int kFocus = 100;
    std::vector<Candidate> chosen;
    auto const add = [&](HealthLane const& lane, bool is_own) {
        Health worst = Health::healthy;
        for (HealthSpan const& span : lane.spans) {
            if (span.from <= until) worst = std::max(worst, span.health);
        }
        // At the same health a lesson's topics come before Kafka's own.
        int const rank = 2 * static_cast<int>(worst) + (is_own ? 1 : 0);
        chosen.push_back({&lane, chosen.size(), lane.partition == focus ? kFocus : rank});
    };
    for (HealthLane const& lane : history.lanes) add(lane, true);
    for (HealthLane const& lane : history.internals) {
        if (lane.partition == focus) add(lane, true);
    }
    for (HealthLane const& lane : history.summaries) add(lane, false);
    std::stable_sort(chosen.begin(), chosen.end(),
                     [](Candidate const& a, Candidate const& b) { return a.rank > b.rank; });
    if (chosen.size() > room) chosen.resize(room);
    std::sort(chosen.begin(), chosen.end(),
              [](Candidate const& a, Candidate const& b) { return a.place < b.place; });
    std::vector<HealthLane const*> lanes;
    for (Candidate const& each : chosen) lanes.push_back(each.lane);
    return lanes;
}

std::string name_of(HealthLane const& lane, Describer const& who) {
    if (lane.partition.partition < 0) return who.names->text(lane.partition.topic);
    return who.partition(lane.partition);
}

}  // namespace highwater::gui
