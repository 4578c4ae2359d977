#include "gui/view/messages.h"

#include <algorithm>
#include <map>

#include "gui/view/describe_message.h"
#include "gui/view/short_text.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

using Fate = MessagePill::Fate;

struct Candidate {
    MessagePill pill;
    Message const* message{};
    std::uint64_t order{};
    std::int32_t behind{};  // others like it on the same link
};

Meaning colour_of(Message const& message, Fate fate) {
    if (fate == Fate::cannot_arrive || fate == Fate::held) return Meaning::lost;
    if (fate == Fate::waits) return Meaning::at_risk;
    return meaning_of(message_topic(message));
}

std::int32_t progress(Time sent, Time arrives, Time now) {
    if (arrives <= sent || now >= arrives) return 1000;
    if (now <= sent) return 0;
    return static_cast<std::int32_t>((now - sent).us * 1000 / (arrives - sent).us);
}

Candidate make(Delivery const& delivery, EventId arrival, Fate fate, std::int32_t permille) {
    Candidate made;
    made.message = &delivery.envelope.message;
    made.order = arrival.value;
    made.pill.arrival = arrival;
    made.pill.from = delivery.envelope.from;
    made.pill.to = delivery.envelope.to;
    made.pill.fate = fate;
    made.pill.permille = permille;
    made.pill.interest = message_interest(*made.message);
    made.pill.meaning = colour_of(*made.message, fate);
    // What cannot arrive is what the class wonders about.
    if (fate == Fate::cannot_arrive || fate == Fate::held) made.pill.interest += 3;
    if (fate == Fate::arrived) made.pill.interest += 6;
    return made;
}

bool is_alive(World const& world, NodeId node) {
    auto const place = static_cast<std::size_t>(node.value);
    return place < world.nodes.size() && world.nodes[place].is_alive;
}

void add_travelling(World const& world, std::vector<Candidate>& all) {
    for (Event const* event : world.queue.sorted()) {
        auto const* delivery = std::get_if<Delivery>(&event->payload);
        if (delivery == nullptr || delivery->envelope.from == delivery->envelope.to) continue;
        bool const alive = is_alive(world, delivery->envelope.to);
        all.push_back(make(*delivery, event->id, alive ? Fate::travels : Fate::cannot_arrive,
                           progress(delivery->sent_at, event->at, world.now)));
    }
}

void add_held(World const& world, std::vector<Candidate>& all) {
    for (NetworkPort const& port : world.network.ports) {
        for (Link const& link : port.links) {
            for (Packet const& packet : link.held) {
                auto const* delivery = std::get_if<Delivery>(&packet);
                if (delivery != nullptr) all.push_back(make(*delivery, {}, Fate::held, 500));
            }
        }
    }
}

// What has come to a paused process lies in its sockets.
void add_waiting(World const& world, std::vector<Candidate>& all) {
    for (Process const& process : world.nodes) {
        for (Event const& event : process.deferred) {
            auto const* delivery = std::get_if<Delivery>(&event.payload);
            if (delivery != nullptr) all.push_back(make(*delivery, event.id, Fate::waits, 1000));
        }
    }
}

// The message whose arrival was the last step: it is still in the world before.
void add_arrived(Frame const& frame, std::vector<Candidate>& all) {
    if (frame.previous == nullptr || frame.cursor.playing) return;
    EventQueue const& queue = frame.previous->queue;
    EventHandle const handle = queue.find(frame.cursor.event);
    if (handle == kNoEvent) return;
    auto const* delivery = std::get_if<Delivery>(&queue[handle].payload);
    if (delivery == nullptr || delivery->envelope.from == delivery->envelope.to) return;
    all.push_back(make(*delivery, frame.cursor.event, Fate::arrived, 1000));
}

std::string count_kinds(std::map<std::string, std::int32_t> const& kinds) {
    if (kinds.empty()) return {};
    std::vector<std::pair<std::string, std::int32_t>> ordered(kinds.begin(), kinds.end());
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](auto const& a, auto const& b) { return a.second > b.second; });
    std::vector<std::string> texts;
    for (auto const& [name, count] : ordered) texts.push_back(std::to_string(count) + " " + name);
    return "on their way without words: " + joined(texts, 4);
}

// What a cut holds on one link is one pill: the first of the queue, and how many wait behind it.
void merge_held(std::vector<Candidate>& all) {
    std::vector<Candidate> kept;
    for (Candidate& candidate : all) {
        auto const same = std::find_if(kept.begin(), kept.end(), [&](Candidate const& other) {
            return candidate.pill.fate != Fate::travels && other.pill.fate == candidate.pill.fate &&
                   other.pill.from == candidate.pill.from && other.pill.to == candidate.pill.to;
        });
        if (same == kept.end() || candidate.pill.fate == Fate::arrived) {
            kept.push_back(std::move(candidate));
        } else {
            ++same->behind;
        }
    }
    all = std::move(kept);
}

}  // namespace

MessagesView messages_view(Frame const& frame, std::size_t most, std::size_t most_quiet) {
    std::vector<Candidate> all;
    add_arrived(frame, all);
    add_travelling(frame.world, all);
    add_held(frame.world, all);
    add_waiting(frame.world, all);
    std::stable_sort(all.begin(), all.end(), [](Candidate const& a, Candidate const& b) {
        return a.pill.interest != b.pill.interest ? a.pill.interest > b.pill.interest
                                                  : a.order < b.order;
    });
    merge_held(all);
    MessagesView view;
    MetadataImage const* image = current_image(frame.world);
    std::map<std::string, std::int32_t> without_words;
    std::size_t loud = 0;
    for (Candidate& candidate : all) {
        MessagePill& pill = candidate.pill;
        pill.is_quiet = pill.interest <= kQuietInterest && pill.fate == Fate::travels;
        std::size_t const already = pill.is_quiet ? view.shown.size() - loud : loud;
        if (pill.is_quiet || already >= most) ++without_words[api_name(*candidate.message)];
        if (already >= (pill.is_quiet ? most_quiet : most)) {
            ++view.not_shown;
            continue;
        }
        loud += pill.is_quiet ? 0 : 1;
        pill.label = message_label(*candidate.message, frame.who, image);
        if (candidate.behind > 0) pill.label += " +" + std::to_string(candidate.behind);
        view.shown.push_back(std::move(pill));
    }
    view.unlabelled = count_kinds(without_words);
    return view;
}

}  // namespace highwater::gui
