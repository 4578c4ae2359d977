#include "gui/view/sequence.h"

#include <algorithm>
#include <set>

#include "gui/view/clients.h"
#include "gui/view/describe_message.h"
#include "gui/view/message_book.h"
#include "gui/view/message_filter.h"
#include "gui/view/short_text.h"
#include "gui/view/short_time.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

using MessageFate = SentMessage::Fate;
using End = SequenceArrow::End;
using RowKind = SequenceRow::Kind;

constexpr Duration kPauseWorthSaying = milliseconds(10);
constexpr std::size_t kMostFactsOfAnEvent = 3;

// What happens at a height of the diagram. The order of one event: what came in, what it meant,
// what went out.
struct Item {
    enum class What : std::uint8_t { now, arrival, life, fact, sending };
    std::uint64_t nth{};
    What what{};
    Time at;
    EventId event{};
    std::size_t index{};  // of the arrow, or of the trace's fact
};

bool comes_before(Item const& a, Item const& b) {
    if (a.nth != b.nth) return a.nth < b.nth;
    if (a.nth == kNotYet && a.at != b.at) return a.at < b.at;
    if (a.what != b.what) return a.what < b.what;
    return a.index < b.index;
}

bool is_life(Fact const& fact) {
    return std::holds_alternative<NodeStarted>(fact) || std::holds_alternative<NodeKilled>(fact) ||
           std::holds_alternative<NodeStopped>(fact) || std::holds_alternative<NodePaused>(fact) ||
           std::holds_alternative<NodeResumed>(fact);
}

// A tool that has done what it was called for has not been stopped.
std::string life_words(Fact const& fact, Process const& process) {
    if (std::holds_alternative<NodeKilled>(fact)) return "killed";
    if (std::holds_alternative<NodeStopped>(fact)) {
        if (!process.tool) return "stopped";
        std::int32_t const exit = (*process.tool)->result.exit;
        return exit == 0 ? "ended well" : "ended with exit code " + std::to_string(exit);
    }
    if (std::holds_alternative<NodePaused>(fact)) return "paused";
    if (std::holds_alternative<NodeResumed>(fact)) return "goes on";
    return "started";
}

Meaning life_meaning(Fact const& fact, Process const& process) {
    if (std::holds_alternative<NodeKilled>(fact)) return Meaning::lost;
    if (std::holds_alternative<NodePaused>(fact)) return Meaning::at_risk;
    if (!std::holds_alternative<NodeStopped>(fact)) return Meaning::plain;
    if (!process.tool) return Meaning::dead;
    return (*process.tool)->result.exit == 0 ? Meaning::in_sync : Meaning::at_risk;
}

// The lesson's own sentences stand at its left; they are nothing that happened to a process.
bool is_told_here(TracedFact const& traced) {
    if (std::holds_alternative<Said>(traced.fact) || std::holds_alternative<Asked>(traced.fact) ||
        std::holds_alternative<CommandRefused>(traced.fact)) {
        return false;
    }
    return traced.node != kNoNode && interest_of(traced.fact) == Interest::key;
}

class Drawing {
public:
    Drawing(Frame const& frame, StageFilter const& filter, bool shows_quiet,
            SequenceLimits const& limits)
        : frame_{frame},
          filter_{filter},
          shows_quiet_{shows_quiet},
          limits_{limits},
          image_{current_image(frame.world)} {}

    SequenceView run() {
        if (frame_.messages == nullptr) return std::move(view_);
        view_.is_known = true;
        choose_messages();
        choose_facts();
        choose_lanes();
        add_arrows();
        add_facts();
        items_.push_back({frame_.cursor.nth, Item::What::now, frame_.cursor.at, {}, 0});
        std::sort(items_.begin(), items_.end(), comes_before);
        make_rows();
        make_gaps();
        return std::move(view_);
    }

private:
    bool is_later(std::uint64_t nth) const { return nth >= frame_.cursor.nth; }

    // Who created the topics before the lesson began has no part in it; and a client that the
    // recorded future will make has no life line yet.
    bool takes_part(NodeId node) const {
        Process const* process = find_process(frame_.world, node);
        return process != nullptr && !process->bootstrap;
    }

    bool lets_through(SentMessage const& message) const {
        Envelope const& envelope = message.envelope;
        if (!takes_part(envelope.from) || !takes_part(envelope.to)) return false;
        if (filter_.node != kNoNode && envelope.from != filter_.node && envelope.to != filter_.node)
            return false;
        if (!filter_.kind.empty() && filter_.kind != api_name(envelope.message)) return false;
        if (filter_.partition.partition < 0) return true;
        return is_about(subjects_of(envelope.message, image_), filter_.partition);
    }

    // An empty fetch that was lost or held is what the class wonders about.
    bool is_quiet(SentMessage const& message) const {
        MessageFate const fate = message.fate_at(frame_.cursor.nth);
        return message_interest(message.envelope.message) <= kQuietInterest &&
               fate != MessageFate::lost && fate != MessageFate::held && fate != MessageFate::waits;
    }

    void choose_messages() {
        auto const all = frame_.messages->messages();
        auto const split = std::partition_point(
            all.begin(), all.end(),
            [&](SentMessage const& message) { return !is_later(message.sent_nth); });
        auto const takes = [&](SentMessage const& message) {
            if (!lets_through(message)) return false;
            bool const quiet = is_quiet(message);
            if (quiet) ++view_.quiet;
            return shows_quiet_ || !quiet;
        };
        for (auto each = split; each != all.begin() && chosen_.size() < limits_.messages;) {
            if (takes(*--each)) chosen_.push_back(&*each);
        }
        std::reverse(chosen_.begin(), chosen_.end());
        std::size_t const most = chosen_.size() + limits_.later;
        for (auto each = split; each != all.end() && chosen_.size() < most; ++each) {
            if (takes(*each)) chosen_.push_back(&*each);
        }
    }

    // Of the stretch that the messages span, and of all up to the cursor.
    void choose_facts() {
        Trace const& trace = frame_.trace;
        std::uint64_t first = frame_.messages->first();
        if (chosen_.size() >= limits_.messages) first = chosen_.front()->sent_nth;
        std::uint64_t last = frame_.cursor.nth;
        if (!chosen_.empty()) last = std::max(last, chosen_.back()->sent_nth + 1);
        first = std::max(first, trace.first_nth());
        last = std::min(last, trace.next_nth());
        for (std::uint64_t nth = first; nth < last; ++nth) {
            TracedEvent const& event = trace.nth(nth);
            for (TracedFact const& traced : trace.facts_of(event)) {
                bool const life = is_life(traced.fact);
                if (!takes_part(traced.node)) continue;
                if (!life && !(is_told_here(traced) && passes(traced))) continue;
                facts_.push_back({nth, &traced, life});
            }
        }
    }

    bool passes(TracedFact const& traced) const {
        if (!filter_.kind.empty()) return false;
        if (filter_.node != kNoNode && traced.node != filter_.node) return false;
        return filter_.partition.partition < 0 || partition_of(traced.fact) == filter_.partition;
    }

    // Controllers, brokers, clients; where there are too many, those that talk most.
    void choose_lanes() {
        std::vector<std::int64_t> talk(frame_.world.nodes.size());
        auto const count = [&](NodeId node, std::int64_t weight) {
            if (node != kNoNode) talk[static_cast<std::size_t>(node.value)] += weight;
        };
        for (SentMessage const* message : chosen_) {
            count(message->envelope.from, 2);
            count(message->envelope.to, 2);
        }
        for (ChosenFact const& fact : facts_) count(fact.traced->node, 1);
        std::vector<NodeId> nodes;
        for (Process const& process : frame_.world.nodes) {
            std::int64_t const weight = talk[static_cast<std::size_t>(process.id.value)];
            bool const is_usual = process.is_server() || is_shown_client(process);
            if ((is_usual && filter_.node == kNoNode) || weight > 0 || process.id == filter_.node) {
                nodes.push_back(process.id);
            }
        }
        auto const weight_of = [&](NodeId node) {
            return node == filter_.node ? INT64_MAX : talk[static_cast<std::size_t>(node.value)];
        };
        if (nodes.size() > limits_.lanes) {
            std::stable_sort(nodes.begin(), nodes.end(),
                             [&](NodeId a, NodeId b) { return weight_of(a) > weight_of(b); });
            view_.lanes_not_shown = static_cast<std::int32_t>(nodes.size() - limits_.lanes);
            nodes.resize(limits_.lanes);
        }
        auto const rank = [&](NodeId node) {
            Process const& process = node_of(frame_.world, node);
            return process.broker ? 1 : process.is_server() ? 0 : 2;
        };
        std::sort(nodes.begin(), nodes.end(), [&](NodeId a, NodeId b) {
            return rank(a) != rank(b) ? rank(a) < rank(b) : a < b;
        });
        for (NodeId const node : nodes) {
            Process const& process = node_of(frame_.world, node);
            Meaning mark = rank(node) == 0   ? Meaning::controller
                           : rank(node) == 1 ? Meaning::in_sync
                                             : Meaning::plain;
            bool const is_done = process.tool && (*process.tool)->result.is_finished;
            if (!process.is_alive && !is_done) mark = Meaning::dead;
            std::string name = frame_.who.node(node);
            std::string number = name;
            if (process.is_server()) number = std::to_string(process.broker_id.value);
            view_.lanes.push_back({node, std::move(name), std::move(number), mark});
        }
    }

    std::int32_t lane_of(NodeId node) const {
        for (std::size_t i = 0; i < view_.lanes.size(); ++i) {
            if (view_.lanes[i].node == node) return static_cast<std::int32_t>(i);
        }
        return -1;
    }

    static End end_of(MessageFate fate) {
        switch (fate) {
        case MessageFate::travels: return End::under_way;
        case MessageFate::held: return End::held;
        case MessageFate::waits: return End::waits;
        case MessageFate::arrived: return End::arrives;
        case MessageFate::lost: return End::lost;
        }
        return End::arrives;
    }

    void add_arrows() {
        for (SentMessage const* message : chosen_) {
            Envelope const& envelope = message->envelope;
            SequenceArrow arrow;
            arrow.from = lane_of(envelope.from);
            arrow.to = lane_of(envelope.to);
            if (arrow.from < 0 || arrow.to < 0) continue;
            arrow.is_later = is_later(message->sent_nth);
            // What has not been sent yet is shown as it will end.
            arrow.end = end_of(message->fate_at(arrow.is_later ? kNotYet : frame_.cursor.nth));
            arrow.label = message_label(envelope.message, frame_.who, image_);
            arrow.meaning = arrow.end == End::lost || arrow.end == End::held ? Meaning::lost
                            : arrow.end == End::waits                        ? Meaning::at_risk
                                                      : meaning_of(message_topic(envelope.message));
            arrow.is_quiet = is_quiet(*message);
            arrow.arrival = message->arrival;
            arrow.sent_nth = message->sent_nth;
            arrow.details = details_of(*message, arrow.end);
            std::size_t const index = view_.arrows.size();
            items_.push_back({message->sent_nth, Item::What::sending, message->sent_at, {}, index});
            add_end(*message, arrow, index);
            view_.arrows.push_back(std::move(arrow));
        }
    }

    void add_end(SentMessage const& message, SequenceArrow const& arrow, std::size_t index) {
        if (arrow.end == End::held) return;
        if (arrow.end == End::waits) {
            items_.push_back({message.waits_nth, Item::What::arrival, message.arrives_at,
                              message.arrival, index});
            return;
        }
        bool const is_known = message.ended_nth != kNotYet;
        Time const at = is_known ? message.ended_at : message.arrives_at;
        items_.push_back({message.ended_nth, Item::What::arrival, at, message.arrival, index});
    }

    std::string details_of(SentMessage const& message, End end) const {
        Envelope const& envelope = message.envelope;
        std::string text = api_name(envelope.message);
        text += is_response(envelope.message) ? " answer, " : " request, ";
        text += frame_.who.node(envelope.from) + " → " + frame_.who.node(envelope.to) +
                ". Sent at " + format_time(message.sent_at);
        auto const after = [&](Time at) { return format_duration(at - message.sent_at); };
        switch (end) {
        case End::arrives: text += ", arrived " + after(message.ended_at) + " later"; break;
        case End::under_way: text += ", arrives " + after(message.arrives_at) + " later"; break;
        case End::held: text += ", held by a cut"; break;
        case End::waits: text += ", waits in the sockets of a paused process"; break;
        case End::lost: text += ", lost: " + lost_words(*message.lost); break;
        }
        text += ". Correlation id " + std::to_string(envelope.correlation_id.value);
        if (message.arrival.value != 0) text += ", event #" + std::to_string(message.arrival.value);
        return text + ".";
    }

    static std::string lost_words(DropReason why) {
        switch (why) {
        case DropReason::chosen: return "it was dropped on purpose";
        case DropReason::connection_closed: return "its connection was closed";
        case DropReason::peer_dead: return "its receiver is dead";
        }
        return {};
    }

    void add_facts() {
        for (std::size_t i = 0; i < facts_.size(); ++i) {
            ChosenFact const& fact = facts_[i];
            if (lane_of(fact.traced->node) < 0) continue;
            items_.push_back({fact.nth, fact.is_life ? Item::What::life : Item::What::fact,
                              fact.traced->at, fact.traced->event, i});
        }
    }

    SequenceRow& add_row(RowKind kind, Item const& item) {
        SequenceRow row;
        row.kind = kind;
        row.at = item.at;
        row.nth = item.nth;
        row.event = item.event;
        row.is_later = kind != RowKind::now && is_later(item.nth);
        SequenceRow const* before = view_.rows.empty() ? nullptr : &view_.rows.back();
        if (before == nullptr || before->at != row.at) {
            row.time = to_microseconds(row.at);
            row.time.resize(row.time.size() - 2);  // without its unit
        }
        if (before != nullptr && row.at - before->at > kPauseWorthSaying) {
            row.pause_before = row.at - before->at;
        }
        view_.rows.push_back(std::move(row));
        return view_.rows.back();
    }

    std::int32_t last_row() const { return static_cast<std::int32_t>(view_.rows.size()) - 1; }

    // Ends of arrows share the next height of their event; alone they get one of their own.
    void make_rows() {
        std::vector<std::size_t> arriving;
        std::size_t facts_of_event = 0;
        std::uint64_t facts_nth = kNotYet;
        auto const land = [&] {
            for (std::size_t const arrow : arriving) view_.arrows[arrow].to_row = last_row();
            arriving.clear();
        };
        for (std::size_t i = 0; i < items_.size(); ++i) {
            Item const& item = items_[i];
            bool const ends_event = i + 1 == items_.size() || items_[i + 1].nth != item.nth ||
                                    (item.nth == kNotYet && items_[i + 1].at != item.at);
            if (item.what == Item::What::arrival) {
                arriving.push_back(item.index);
                if (!ends_event) continue;
                add_row(RowKind::arrival, item);
                land();
                continue;
            }
            if (item.what == Item::What::fact) {
                facts_of_event = facts_nth == item.nth ? facts_of_event + 1 : 0;
                facts_nth = item.nth;
                if (facts_of_event > kMostFactsOfAnEvent) {
                    if (ends_event && !arriving.empty()) land();
                    continue;
                }
            }
            make_row(item, facts_of_event == kMostFactsOfAnEvent);
            land();
        }
    }

    void make_row(Item const& item, bool is_last_fact) {
        switch (item.what) {
        case Item::What::now:
            add_row(RowKind::now, item);
            view_.now_row = last_row();
            return;
        case Item::What::sending:
            add_row(RowKind::sending, item);
            view_.arrows[item.index].from_row = last_row();
            view_.arrows[item.index].to_row = last_row();
            return;
        case Item::What::arrival: return;
        case Item::What::life:
        case Item::What::fact: break;
        }
        ChosenFact const& fact = facts_[item.index];
        SequenceRow& row = add_row(fact.is_life ? RowKind::life : RowKind::fact, item);
        row.lane = lane_of(fact.traced->node);
        if (fact.is_life) {
            Process const& process = node_of(frame_.world, fact.traced->node);
            row.words = life_words(fact.traced->fact, process);
            row.meaning = life_meaning(fact.traced->fact, process);
            return;
        }
        row.words = is_last_fact ? "… and more: the events (F6) tell all"
                                 : describe(*fact.traced, frame_.who);
        row.meaning = Meaning::controller;
    }

    // When a process did not live: between the changes that are on the diagram, and by them before.
    void make_gaps() {
        for (std::size_t i = 0; i < view_.lanes.size(); ++i) {
            auto const lane = static_cast<std::int32_t>(i);
            Process const& process = node_of(frame_.world, view_.lanes[i].node);
            std::optional<SequenceGap> open;
            bool has_changes = false;
            for (ChosenFact const& fact : facts_) {
                if (!fact.is_life || fact.traced->node != process.id) continue;
                bool const pauses = std::holds_alternative<NodePaused>(fact.traced->fact);
                bool const resumes = std::holds_alternative<NodeResumed>(fact.traced->fact);
                bool const starts = std::holds_alternative<NodeStarted>(fact.traced->fact);
                std::int32_t const row = row_of(fact);
                if (!has_changes && (resumes || starts)) open = SequenceGap{lane, -1, 0, resumes};
                has_changes = true;
                if (open) {
                    open->to_row = row;
                    view_.gaps.push_back(*open);
                    open.reset();
                }
                if (!resumes && !starts) open = SequenceGap{lane, row, 0, pauses};
            }
            bool const idle = !process.is_alive || process.is_paused;
            if (!has_changes && idle) open = SequenceGap{lane, -1, 0, process.is_alive};
            if (!open) continue;
            open->to_row = static_cast<std::int32_t>(view_.rows.size());
            view_.gaps.push_back(*open);
        }
    }

    struct ChosenFact {
        std::uint64_t nth{};
        TracedFact const* traced{};
        bool is_life{};
    };

    std::int32_t row_of(ChosenFact const& fact) const {
        for (std::size_t i = 0; i < view_.rows.size(); ++i) {
            SequenceRow const& row = view_.rows[i];
            if (row.kind == RowKind::life && row.nth == fact.nth &&
                row.lane == lane_of(fact.traced->node)) {
                return static_cast<std::int32_t>(i);
            }
        }
        return -1;
    }

    Frame const& frame_;
    StageFilter const& filter_;
    bool shows_quiet_;
    SequenceLimits limits_;
    MetadataImage const* image_;
    SequenceView view_;
    std::vector<SentMessage const*> chosen_;
    std::vector<ChosenFact> facts_;
    std::vector<Item> items_;
};

}  // namespace

SequenceView sequence_view(Frame const& frame, StageFilter const& filter, bool shows_quiet,
                           SequenceLimits const& limits) {
    return Drawing{frame, filter, shows_quiet, limits}.run();
}

std::vector<std::string> message_kinds(Frame const& frame) {
    if (frame.messages == nullptr) return {};
    std::set<std::string> kinds;
    for (SentMessage const& message : frame.messages->messages()) {
        kinds.insert(api_name(message.envelope.message));
    }
    return {kinds.begin(), kinds.end()};
}

}  // namespace highwater::gui
