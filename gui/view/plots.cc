#include "gui/view/plots.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <tuple>

#include "base/time.h"
#include "gui/view/clients.h"
#include "gui/view/short_text.h"
#include "node/topic_name.h"
#include "protocol/message.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

using Note = PlotHistory::Note;
using NoteKind = Note::Kind;

constexpr Duration kCoarsestGrain = seconds(3600);
constexpr Duration kWindow = seconds(1);  // over which a rate is taken
// Kafka's histograms forget slowly; so many seconds show what a fault does to them.
constexpr Duration kPercentileWindow = seconds(10);
constexpr Duration kPercentileStep = milliseconds(250);
constexpr std::int64_t kMostSteps = 1'000;
constexpr std::size_t kManyUnanswered = 4'096;
constexpr Duration kLongUnanswered = seconds(120);

auto key_of(Note const& note) { return std::tuple{note.kind, note.partition, note.reader}; }

// Adds to the newest note of the same thing, if that is no older than the grain.
bool merge(PlotHistory& history, std::vector<Note>& notes, Note const& note) {
    // Every step of an ISR is drawn, until there are too many.
    bool const stays = note.kind == NoteKind::topic_gone ||
                       ((note.kind == NoteKind::in_sync || note.kind == NoteKind::latency) &&
                        history.grain == kFinestGrain);
    if (stays) return false;
    auto const found = history.newest.find(key_of(note));
    if (found == history.newest.end()) return false;
    Note& newest = notes[found->second];
    if (note.at - newest.at >= history.grain) return false;
    switch (note.kind) {
    case NoteKind::appended: newest.value += note.value; break;
    case NoteKind::latency: newest.value = std::max(newest.value, note.value); break;
    case NoteKind::high_watermark:
    case NoteKind::read:
    case NoteKind::in_sync:
    case NoteKind::topic_gone: newest.value = note.value; break;
    }
    newest.count += note.count;
    newest.first_nth = std::min(newest.first_nth, note.first_nth);
    newest.last_nth = note.last_nth;
    return true;
}

void put(PlotHistory& history, std::vector<Note>& notes, Note const& note) {
    if (note.kind == NoteKind::topic_gone) {
        // What a later topic of that name does is not merged into what was before.
        std::erase_if(history.newest, [&](auto const& each) {
            return std::get<TopicPartition>(each.first).topic == note.partition.topic;
        });
    }
    if (merge(history, notes, note)) return;
    history.newest[key_of(note)] = notes.size();
    notes.push_back(note);
}

void make_coarser(PlotHistory& history) {
    if (history.grain < kCoarsestGrain) history.grain = history.grain + history.grain;
    history.newest.clear();
    std::vector<Note> fewer;
    for (Note const& note : history.notes) put(history, fewer, note);
    history.notes = std::move(fewer);
    // So many different things that no grain helps: then there are more notes.
    bool const helps_little = history.notes.size() > history.most_notes / 2;
    if (helps_little && history.grain >= kCoarsestGrain) history.most_notes *= 2;
}

class PlotReader {
public:
    PlotReader(PlotHistory& history, World const& world) : history_{history}, world_{world} {}

    void read(std::uint64_t nth, TracedFact const& traced) {
        nth_ = nth;
        at_ = traced.at;
        if (auto const* sent = std::get_if<MessageSent>(&traced.fact)) {
            follow(traced.node, *sent);
        } else if (auto const* appended = std::get_if<BatchAppended>(&traced.fact)) {
            add(NoteKind::appended, appended->partition, 0,
                appended->last_offset - appended->base_offset + 1);
        } else if (auto const* moved = std::get_if<HighWatermarkAdvanced>(&traced.fact)) {
            if (moved->is_leader)
                add(NoteKind::high_watermark, moved->partition, 0, moved->to.value);
        } else if (auto const* read = std::get_if<RecordsConsumed>(&traced.fact)) {
            if (is_alone(traced.node)) {
                add(NoteKind::read, read->partition, -1 - traced.node.value, read->to.value);
            }
        } else if (auto const* committed = std::get_if<OffsetCommitted>(&traced.fact)) {
            add(NoteKind::read, committed->partition, committed->group.value,
                committed->offset.value);
        } else if (auto const* elected = std::get_if<LeaderElected>(&traced.fact)) {
            add_isr(elected->partition, *elected->replicas);
        } else if (auto const* changed = std::get_if<IsrChanged>(&traced.fact)) {
            add_isr(changed->partition, *changed->replicas);
        } else if (auto const* created = std::get_if<TopicCreated>(&traced.fact)) {
            for (std::int32_t i = 0; i < created->partitions; ++i) {
                add(NoteKind::in_sync, {created->topic, i}, 0, created->replication_factor);
            }
        } else if (auto const* deleted = std::get_if<TopicDeleted>(&traced.fact)) {
            add(NoteKind::topic_gone, {deleted->topic, -1}, 0, 0);
        }
    }

private:
    // With assign(): what a member of a group has read is told by what the group commits.
    bool is_alone(NodeId node) const {
        Process const& process = node_of(world_, node);
        return process.consumer && !is_group_member(**process.consumer);
    }
    // TotalTimeMs of RequestMetrics: from a request's arrival to its answer's departure.
    void follow(NodeId from, MessageSent const& sent) {
        auto& unanswered = history_.unanswered;
        if (sent.message_kind == message_kind_of<ProduceRequest>()) {
            unanswered[{from, sent.to, sent.correlation_id}] = {nth_, sent.arrives_at};
            // With acks=0 there never is an answer, nor where one was lost.
            if (unanswered.size() < kManyUnanswered) return;
            std::erase_if(unanswered, [this](auto const& each) {
                return each.second.arrives_at + kLongUnanswered < at_;
            });
        } else if (sent.message_kind == message_kind_of<ProduceResponse>()) {
            auto const found = unanswered.find({sent.to, from, sent.correlation_id});
            if (found == unanswered.end()) return;
            Note note;
            note.first_nth = found->second.nth;
            note.last_nth = nth_;
            note.at = at_;
            note.kind = NoteKind::latency;
            note.value = (at_ - found->second.arrives_at).us;
            unanswered.erase(found);
            keep(note);
        }
    }
    void add_isr(TopicPartition partition, Replicas const& replicas) {
        add(NoteKind::in_sync, partition, 0, static_cast<std::int64_t>(replicas.isr_after.size()));
    }
    void add(NoteKind kind, TopicPartition partition, std::int64_t reader, std::int64_t value) {
        if (is_internal_topic(world_.names.text(partition.topic))) return;
        Note note;
        note.first_nth = note.last_nth = nth_;
        note.at = at_;
        note.kind = kind;
        note.partition = partition;
        note.reader = reader;
        note.value = value;
        keep(note);
    }
    void keep(Note const& note) {
        put(history_, history_.notes, note);
        if (history_.notes.size() > history_.most_notes) make_coarser(history_);
    }

    PlotHistory& history_;
    World const& world_;
    std::uint64_t nth_{};
    Time at_;
};

void push(Plot& plot, Time at, std::int64_t value) {
    plot.is_known = true;
    plot.most = std::max(plot.most, value);
    if (!plot.points.empty() && plot.points.back().at == at) {
        plot.points.back().value = value;
    } else if (plot.points.empty() || plot.points.back().value != value) {
        plot.points.push_back({at, value});
    }
}

Plot throughput(PlotHistory const& history, Time until) {
    Plot plot;
    plot.name = "MessagesInPerSec";
    plot.bean = "kafka.server:type=BrokerTopicMetrics";
    std::deque<std::pair<Time, std::int64_t>> recent;
    std::int64_t sum = 0;
    auto const forget = [&](Time now) {
        while (!recent.empty() && recent.front().first + kWindow <= now) {
            Time const gone = recent.front().first + kWindow;
            while (!recent.empty() && recent.front().first + kWindow == gone) {
                sum -= recent.front().second;
                recent.pop_front();
            }
            push(plot, gone, sum);
        }
    };
    for (Note const& note : history.notes) {
        if (note.kind != NoteKind::appended || note.at > until) continue;
        forget(note.at);
        recent.emplace_back(note.at, note.value);
        sum += note.value;
        push(plot, note.at, sum);
    }
    forget(until);
    return plot;
}

Plot lag(PlotHistory const& history, Time until) {
    Plot plot;
    plot.name = "records-lag-max";
    plot.bean = "kafka.consumer:type=consumer-fetch-manager-metrics";
    std::map<TopicPartition, std::int64_t> high_watermarks;
    std::map<std::pair<std::int64_t, TopicPartition>, std::int64_t> readers;
    for (Note const& note : history.notes) {
        if (note.at > until) break;
        if (note.kind == NoteKind::topic_gone) {
            std::erase_if(readers, [&](auto const& each) {
                return each.first.second.topic == note.partition.topic;
            });
        } else if (note.kind == NoteKind::high_watermark) {
            high_watermarks[note.partition] = note.value;
        } else if (note.kind == NoteKind::read) {
            readers[{note.reader, note.partition}] = note.value;
        } else {
            continue;
        }
        if (readers.empty()) continue;
        std::int64_t most = 0;
        for (auto const& [key, offset] : readers) {
            auto const end = high_watermarks.find(key.second);
            if (end != high_watermarks.end()) most = std::max(most, end->second - offset);
        }
        push(plot, note.at, most);
    }
    return plot;
}

// Of those answered in the last seconds, looked at again and again. The nearest rank is what one of
// them took; Kafka's histograms tell a value between two that are next to each other.
Plot latency(PlotHistory const& history, Time until) {
    Plot plot;
    plot.name = "TotalTimeMs";
    plot.bean = "kafka.network:type=RequestMetrics,name=TotalTimeMs,request=Produce, of the last " +
                format_duration(kPercentileWindow);
    plot.is_latency = true;
    // One note then stands for several requests by the slowest of them: what comes of it is an
    // upper bound, which says little of the median.
    bool const is_coarse = history.grain > kFinestGrain;
    if (is_coarse) {
        plot.bean += ", the slowest in each " + format_duration(history.grain);
    }
    std::vector<Note const*> all;
    for (Note const& note : history.notes) {
        if (note.kind == NoteKind::latency && note.at <= until) all.push_back(&note);
    }
    if (all.empty()) return plot;
    Duration const step{std::max(kPercentileStep.us, (until - Time{}).us / kMostSteps)};
    std::size_t first = 0;
    std::size_t end = 0;
    std::vector<std::pair<std::int64_t, std::int64_t>> sorted;  // microseconds, of so many
    Plot halves;
    for (Time at = all.front()->at;; at = at + step) {
        at = std::min(at, until);
        while (end < all.size() && all[end]->at <= at) ++end;
        while (first < end && all[first]->at + kPercentileWindow <= at) ++first;
        sorted.clear();
        std::int64_t requests = 0;
        for (std::size_t i = first; i < end; ++i) {
            sorted.emplace_back(all[i]->value, all[i]->count);
            requests += all[i]->count;
        }
        std::sort(sorted.begin(), sorted.end());
        auto const rank = [&](std::int64_t percent) {
            std::int64_t left = (requests * percent + 99) / 100;
            for (auto const& [latency, count] : sorted) {
                left -= count;
                if (left <= 0) return latency;
            }
            return std::int64_t{0};
        };
        push(plot, at, rank(99));
        if (!is_coarse) push(halves, at, rank(50));
        if (at == until) break;
    }
    plot.lower = std::move(halves.points);
    return plot;
}

std::string milliseconds_text(std::int64_t us) {
    return grouped(us / 1'000) + "." + std::to_string(us / 100 % 10);
}

Plot isr_size(PlotHistory const& history, Time until) {
    Plot plot;
    plot.name = "InSyncReplicasCount";
    plot.bean = "kafka.cluster:type=Partition, the least of all";
    std::map<TopicPartition, std::int64_t> sizes;
    for (Note const& note : history.notes) {
        if (note.at > until) break;
        if (note.kind == NoteKind::in_sync) {
            sizes[note.partition] = note.value;
        } else if (note.kind == NoteKind::topic_gone) {
            std::erase_if(
                sizes, [&](auto const& each) { return each.first.topic == note.partition.topic; });
        } else {
            continue;
        }
        if (sizes.empty()) continue;
        auto const least = std::min_element(sizes.begin(), sizes.end(),
                                            [](auto& a, auto& b) { return a.second < b.second; });
        push(plot, note.at, least->second);
    }
    return plot;
}

}  // namespace

void extend(PlotHistory& history, Trace const& trace, World const& world) {
    history.next_nth = std::max(history.next_nth, trace.first_nth());
    PlotReader reader{history, world};
    for (; history.next_nth < trace.next_nth(); ++history.next_nth) {
        TracedEvent const& event = trace.nth(history.next_nth);
        if (event.facts == 0) continue;
        for (TracedFact const& traced : trace.facts_of(event)) {
            reader.read(history.next_nth, traced);
        }
    }
}

void cut(PlotHistory& history, std::uint64_t nth) {
    // A note that reaches across the cut is made again from its first event on, and so is what
    // reaches across that.
    std::uint64_t from = std::min(history.next_nth, nth);
    for (bool moved = true; moved;) {
        moved = false;
        for (Note const& note : history.notes) {
            if (note.last_nth < from || note.first_nth >= from) continue;
            from = note.first_nth;
            moved = true;
        }
    }
    std::erase_if(history.notes, [from](Note const& note) { return note.last_nth >= from; });
    std::erase_if(history.unanswered, [from](auto const& each) { return each.second.nth >= from; });
    history.newest.clear();
    for (std::size_t i = 0; i < history.notes.size(); ++i) {
        history.newest[key_of(history.notes[i])] = i;
    }
    history.next_nth = from;
}

std::vector<Plot> plots_of(PlotHistory const& history, Time until) {
    return {throughput(history, until), latency(history, until), lag(history, until),
            isr_size(history, until)};
}

std::int64_t value_at(std::vector<PlotPoint> const& points, Time at) {
    auto const next =
        std::upper_bound(points.begin(), points.end(), at,
                         [](Time key, PlotPoint const& each) { return key < each.at; });
    return next == points.begin() ? 0 : (next - 1)->value;
}

std::string plot_words(Plot const& plot, Time at, bool is_short) {
    if (!plot.is_known) return is_short ? "–" : "nothing yet";
    if (!plot.is_latency) {
        std::string const now = grouped(value_at(plot, at));
        return is_short ? now : now + " · most " + grouped(plot.most);
    }
    auto const told = [&](std::vector<PlotPoint> const& points) {
        std::int64_t const us = value_at(points, at);
        return is_short ? grouped(us / 1'000) : milliseconds_text(us);
    };
    std::string const most = (plot.lower.empty() ? "p99 ≤ " : "p99 ") + told(plot.points);
    if (plot.lower.empty()) return most;
    return "p50 " + told(plot.lower) + (is_short ? " " : " · ") + most;
}

}  // namespace highwater::gui
