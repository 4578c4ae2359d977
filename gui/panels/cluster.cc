// Stage F2: the cluster as it is at this instant.
#include <algorithm>
#include <cstdio>

#include "gui/panels/broker_card.h"
#include "gui/panels/cluster_layout.h"
#include "gui/panels/message_pills.h"
#include "gui/panels/panel.h"
#include "gui/panels/scroll.h"
#include "gui/panels/select.h"
#include "gui/panels/told_losses.h"
#include "gui/panels/view_cache.h"
#include "gui/view/messages.h"
#include "gui/view/short_text.h"
#include "gui/widgets/card.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"
#include "node/topic_name.h"

namespace highwater::gui {
namespace {

constexpr std::size_t kMostPills = 10;

struct About {
    std::size_t rows{};
    std::size_t clients{};
    TopicPartition focus;
    NodeId chosen{kNoNode};
    std::size_t lost{};
    friend bool operator==(About const& a, About const& b) {
        return a.rows == b.rows && a.clients == b.clients && a.focus == b.focus &&
               a.chosen == b.chosen && a.lost == b.lost;
    }
};

// One dashboard draws in one thread; what it made last is kept until the frame changes.
struct Made {
    LifeStory lives;
    ViewCache<StageCounts, TopicPartition> counts;
    ViewCache<ClusterView, About> view;
    ViewCache<MessagesView, int> messages;
    ToldLosses lost;
};

StageCounts count(World const& world, TopicPartition focus) {
    StageCounts counts;
    bool has_groups = false;
    for (Process const& process : world.nodes) {
        if (process.cluster != kFirstCluster) continue;  // the window shows one cluster
        counts.controllers += process.controller ? 1 : 0;
        counts.brokers += process.broker ? 1 : 0;
        counts.clients += is_shown_client(process) ? 1 : 0;
        has_groups |= process.consumer && is_group_member(**process.consumer);
    }
    ServerIndex const servers{world};
    if (servers.image() != nullptr) {
        for (Cow<TopicImage> const& topic : servers.image()->topics) {
            bool const is_internal = is_internal_topic(world.names.text(topic->name));
            counts.internals += is_internal ? 1 : 0;
            if (!is_internal) counts.partitions += topic->partitions.size();
            if (is_internal && topic->name == focus.topic) ++counts.partitions;
        }
    }
    // The first member makes __consumer_offsets appear; its place is kept, so that nothing moves.
    if (has_groups) counts.internals = std::max<std::size_t>(counts.internals, 1);
    return counts;
}

StageCounts const& counts_of(Frame const& frame, UiState const& ui, Made& made) {
    TopicPartition const focus = selected_partition(ui.selection);
    return made.counts.get(frame, focus, [&] { return count(frame.world, focus); });
}

// Its name, and that nobody decides when nobody does.
void draw_quorum_label(Canvas const& c, Rect const& rect, ClusterView const& view) {
    Rect const label =
        section_label(c, {rect.left, rect.top + c.px(4)}, "Controller quorum", rect.width());
    std::size_t alive = 0;
    bool has_active = false;
    for (ControllerCard const& each : view.controllers) {
        alive += each.is_dead ? 0U : 1U;
        has_active |= each.is_active && !each.is_dead;
    }
    if (has_active) return;
    std::string votes = std::to_string(alive);
    votes += " of " + std::to_string(view.controllers.size()) + " alive, ";
    votes += std::to_string(view.controllers.size() / 2 + 1) + " needed";
    float const line = c.line_height(Type::label);
    float const y = label.bottom + c.px(2) + line / 2;
    TextStyle const style =
        strong(Type::label, c.theme.words_of(Meaning::lost)).middle().within(rect.width());
    draw_text(c, {rect.left, y}, "no active controller", style);
    draw_text(c, {rect.left, y + line}, votes, style);
}

void draw_controller(Canvas const& c, Rect const& rect, ControllerCard const& controller,
                     UiState& ui) {
    Theme const& theme = c.theme;
    char id[32];
    std::snprintf(id, sizeof id, "##controller%d", controller.node.value);
    follow_hit(hit_area(id, rect), SelectedNode{controller.node}, ui);
    auto const* node = std::get_if<SelectedNode>(&ui.selection);
    CardLook look;
    look.raised = true;
    look.rounding = 8;
    look.dead = controller.is_dead;
    look.selected = node != nullptr && node->node == controller.node;
    if (controller.is_active && !controller.is_dead) look.outline = Meaning::controller;
    card(c, rect, look);
    bool const narrow = rect.width() < c.px(170);
    ImVec2 const mark{rect.left + c.px(narrow ? 18 : 22), rect.middle_y()};
    if (controller.is_dead) {
        shape_cross(c, mark, c.px(8), theme.of(Meaning::dead));
    } else if (controller.is_active) {
        shape_diamond(c, mark, c.px(8), theme.of(Meaning::controller));
    } else {
        shape_circle(c, mark, c.px(6), theme.of(Meaning::controller));
    }
    float const left = rect.left + c.px(narrow ? 32 : 40);
    float const right = rect.right - c.px(narrow ? 8 : 12);
    Colour const status = controller.status_meaning == Meaning::plain
                              ? theme.secondary
                              : theme.words_of(controller.status_meaning);
    if (rect.height() < c.px(40)) {
        // One line: what it is comes before how far it has read.
        Rect const name = draw_text(
            c, {left, mark.y}, controller.name,
            mono(Type::body, controller.is_dead ? theme.words_of(Meaning::dead) : theme.text)
                .middle());
        float const room = right - name.right - c.px(8);
        draw_text(c, {right, mark.y},
                  whole_parts(c, controller.status, Face::words, Type::label, room),
                  words(Type::label, status).right().middle());
        return;
    }
    Rect const name =
        draw_text(c, {left, rect.top + c.px(22)}, controller.name,
                  mono(Type::body, controller.is_dead ? theme.words_of(Meaning::dead) : theme.text)
                      .baseline()
                      .within(right - left));
    // "metadata 4127", or the number alone.
    std::string_view const offset = controller.offset;
    float const beside = right - name.right - c.px(8);
    std::string_view const number = offset.substr(offset.rfind(' ') + 1);
    if (text_width(c, number, Face::mono, Type::secondary) <= beside) {
        draw_text(c, {right, rect.top + c.px(22)},
                  fitting(c, {offset, number}, Face::mono, Type::secondary, beside),
                  mono(Type::secondary, theme.secondary).right().baseline());
    }
    draw_text(c, {left, rect.top + c.px(40)}, controller.status,
              words(Type::label, status).baseline().within(right - left));
}

// What is amiss with a client, in the longest words and the largest letters that fit.
void draw_trouble(Canvas const& c, ImVec2 at, float width, ClientCard const& client,
                  TextStyle const& style) {
    bool const is_long = text_width(c, client.trouble, style.face, style.type) > width;
    bool const has_short = !client.short_trouble.empty();
    std::string const& text = is_long && has_short ? client.short_trouble : client.trouble;
    TextStyle fitting_style = style;
    if (text_width(c, text, style.face, style.type) > width) fitting_style.type = Type::label;
    draw_text(c, at, whole_parts(c, text, style.face, fitting_style.type, width), fitting_style);
}

// A client in one line: its name, and what is amiss or what it has done.
void draw_client_line(Canvas const& c, Rect const& rect, ClientCard const& client) {
    float const y = rect.middle_y();
    Colour const name = client.is_dead ? c.theme.words_of(Meaning::dead) : c.theme.text;
    Rect const title = draw_text(c, {rect.left, y}, client.name,
                                 strong(Type::body, name).middle().within(rect.width()));
    float const room = rect.right - title.right - c.px(10);
    if (room < c.px(24)) return;
    if (!client.trouble.empty()) {
        Colour const colour = c.theme.words_of(client.trouble_meaning);
        draw_trouble(c, {rect.right, y}, room, client,
                     strong(Type::label, colour).right().middle());
        return;
    }
    draw_text(c, {rect.right, y},
              fitting(c, {client.numbers, client.short_numbers, client.short_role}, Face::mono,
                      Type::label, room),
              mono(Type::label, c.theme.secondary).right().middle().within(room));
}

void draw_client(Canvas const& c, Rect const& rect, bool tight, ClientCard const& client,
                 UiState& ui) {
    Theme const& theme = c.theme;
    char id[32];
    std::snprintf(id, sizeof id, "##client%d", client.node.value);
    follow_hit(hit_area(id, rect), SelectedNode{client.node}, ui);
    auto const* node = std::get_if<SelectedNode>(&ui.selection);
    CardLook look;
    look.dead = client.is_dead;
    look.selected = node != nullptr && node->node == client.node;
    card(c, rect, look);
    float const pad = c.px(tight ? 14 : 20);
    float const left = rect.left + pad;
    float const width = rect.width() - 2 * pad;
    if (rect.height() < c.px(60)) return draw_client_line(c, rect.inset(pad), client);
    float y = rect.top + c.px(tight ? 24 : 32);
    Colour const name = client.is_dead ? theme.words_of(Meaning::dead) : theme.text;
    Rect const title =
        draw_text(c, {left, y}, client.name,
                  strong(tight ? Type::body : Type::card_title, name).baseline().within(width));
    float const beside = left + width - title.right - c.px(10);
    if (beside >= c.px(32)) {
        draw_text(
            c, {rect.right - pad, y},
            fitting(c, {client.role, client.short_role}, Face::words, Type::secondary, beside),
            words(Type::secondary, theme.secondary).right().baseline());
    }
    bool const three = !client.second.empty() && !client.trouble.empty();
    float const step = c.px(tight ? 20 : (three ? 23 : 28));
    y += c.px(tight ? 20 : (three ? 25 : 28));
    bool const small =
        tight || text_width(c, client.short_numbers, Face::mono, Type::secondary) > width;
    TextStyle const number =
        mono(small ? Type::label : Type::secondary, theme.secondary).baseline().within(width);
    bool const is_long = text_width(c, client.numbers, number.face, number.type) > width;
    draw_text(c, {left, y},
              whole_parts(c, is_long ? client.short_numbers : client.numbers, number.face,
                          number.type, width),
              number);
    y += step;
    // With room for two lines only, what is amiss comes before what is usual.
    if (!client.second.empty() && !(tight && three)) {
        draw_text(c, {left, y}, whole_parts(c, client.second, number.face, number.type, width),
                  number);
        y += step;
    }
    if (!client.trouble.empty()) {
        Colour const colour = theme.words_of(client.trouble_meaning);
        draw_trouble(c, {left, y}, width, client, strong(Type::secondary, colour).baseline());
    }
}

// The last line of the stage: what is on its way and not shown, and what is wrong with whole nodes.
void draw_notes(Canvas const& c, Rect const& rect, ClusterView const& view,
                MessagesView const& messages, PlannedMessages const& planned) {
    std::string note = messages.unlabelled;
    auto const add = [&](std::string const& text) {
        if (!note.empty()) note += " · ";
        note += text;
    };
    if (!view.clients_not_shown.empty()) {
        add("not shown: " + joined(view.clients_not_shown, 3));
    }
    for (std::string const& words : view.network.node_words) add(words);
    // Dots without words on their ways: their words stand here.
    std::vector<std::string> also = counted_alike(planned.not_placed);
    if (!also.empty()) also.front().insert(0, "also on the way: ");
    for (std::string const& words : also) add(words);
    if (note.empty()) return;
    draw_text(c, {rect.left, rect.middle_y()},
              whole_parts(c, note, Face::words, Type::label, rect.width()),
              words(Type::label, c.theme.secondary).middle());
}

}  // namespace

namespace {

void draw_stage(Canvas const& canvas, Rect const& area, Frame const& frame, UiState& ui,
                Made& made) {
    StageCounts const& counts = counts_of(frame, ui, made);
    ClusterLayout const layout = cluster_layout(canvas, area, counts);
    std::vector<LostRecord> const& lost = made.lost.get(frame);
    auto const* node = std::get_if<SelectedNode>(&ui.selection);
    About const about{layout.rows, layout.clients.size(), selected_partition(ui.selection),
                      node == nullptr ? kNoNode : node->node, lost.size()};
    ClusterView const& view = made.view.get(frame, about, [&] {
        return cluster_view(frame, {about.rows, about.clients, about.focus, about.chosen},
                            made.lives, lost);
    });
    MessagesView const& messages =
        made.messages.get(frame, 0, [&] { return messages_view(frame, kMostPills); });

    NodePlaces places;
    bool const has_two_rows =
        !layout.brokers.empty() && layout.brokers.back().top > layout.brokers.front().top;
    places.narrow_lanes = layout.tight || has_two_rows;
    for (std::size_t i = 0; i < layout.controllers.size() && i < view.controllers.size(); ++i) {
        places.places.emplace_back(view.controllers[i].node, layout.controllers[i]);
    }
    for (std::size_t i = 0; i < layout.brokers.size() && i < view.brokers.size(); ++i) {
        // Of a combined node the broker's card is where its messages go.
        std::erase_if(places.places,
                      [&](auto const& place) { return place.first == view.brokers[i].node; });
        places.places.emplace_back(view.brokers[i].node, layout.brokers[i]);
    }
    for (std::size_t i = 0; i < layout.clients.size() && i < view.clients.size(); ++i) {
        places.places.emplace_back(view.clients[i].node, layout.clients[i]);
    }
    PlannedMessages const planned =
        plan_messages(canvas, area, places, messages, view.network, ui.selection);

    draw_ways(canvas, planned);
    if (!is_empty(layout.quorum_label)) draw_quorum_label(canvas, layout.quorum_label, view);
    for (std::size_t i = 0; i < layout.controllers.size() && i < view.controllers.size(); ++i) {
        draw_controller(canvas, layout.controllers[i], view.controllers[i], ui);
    }
    for (std::size_t i = 0; i < layout.brokers.size() && i < view.brokers.size(); ++i) {
        draw_broker_card(canvas, layout.brokers[i], layout, view, view.brokers[i], ui);
    }
    for (std::size_t i = 0; i < layout.clients.size() && i < view.clients.size(); ++i) {
        draw_client(canvas, layout.clients[i], layout.tight, view.clients[i], ui);
    }
    draw_pills(canvas, planned, ui);
    // A notice stands in their line while it lasts (dashboard.cc).
    bool const has_notice = !ui.notice.empty() && ui.notice_seconds > 0;
    if (!has_notice) draw_notes(canvas, layout.notes, view, messages, planned);
}

}  // namespace

void draw_cluster(Canvas const& canvas, Rect area, Frame const& frame, UiState& ui, Requests&) {
    static Made made;
    made.lives.follow(frame.trace);
    StageCounts const& counts = counts_of(frame, ui, made);
    if (area.height() >= least_stage_height(canvas, area.width(), counts)) {
        return draw_stage(canvas, area, frame, ui, made);
    }
    Scroll const scroll = begin_scroll(canvas, "cluster", area);
    float const width = scroll.width;
    Rect const whole =
        rect_at({area.left, scroll.top}, width, least_stage_height(canvas, width, counts));
    draw_stage(scroll.canvas, whole, frame, ui, made);
    end_scroll(scroll, whole.bottom);
}

}  // namespace highwater::gui
