#include "gui/panels/message_pills.h"

#include <algorithm>
#include <cstdio>

#include "gui/panels/select.h"
#include "gui/widgets/menu.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr int kStep = 60;  // of 1000: how far a pill moves aside for another
constexpr float kWidestPill = 300;

Rect pill_rect(Canvas const& canvas, ImVec2 centre, std::string const& label) {
    float const width = pill_width(canvas, label);
    float const height = canvas.line_height(Type::label) + canvas.px(10);
    return rect_at({std::floor(centre.x - width / 2), std::floor(centre.y - height / 2)}, width,
                   height);
}

struct Planner {
    Canvas const& canvas;
    Rect const& area;
    std::vector<Rect> taken;
    PlannedMessages planned;

    // Puts the pill where its progress says, or a little before or behind, where there is room.
    bool place(PlannedPill& pill, WayPlan const& plan, std::int32_t permille) {
        float const wide = canvas.px(kWidestPill) - canvas.px(28);
        pill.label = ellipsis(canvas, pill.label, Face::mono_strong, Type::label, wide);
        std::int32_t const room = plan.to_permille - plan.from_permille;
        for (int nth = 0; nth <= 2 * 1000 / kStep; ++nth) {
            int const aside = (nth + 1) / 2 * kStep;  // 0, behind, before, further behind, …
            int const along = nth % 2 == 1 ? permille - aside : permille + aside;
            if (along < 0 || along > 1000) continue;
            std::int32_t const at = plan.from_permille + along * room / 1000;
            ImVec2 centre = point_along(plan.points, at);
            float const half = pill_width(canvas, pill.label) / 2 + canvas.px(4);
            centre.x = std::clamp(centre.x, area.left + half,
                                  std::max(area.left + half, area.right - half));
            Rect const rect = pill_rect(canvas, centre, pill.label);
            if (!is_free(taken, rect, canvas.px(2))) continue;
            taken.push_back(rect);
            pill.at = centre;
            return true;
        }
        return false;
    }
};

void plan_trouble(Planner& planner, NodePlaces const& places, LinkTrouble const& trouble,
                  MessagesView const& messages, Selection const& selection) {
    Rect const* from = places.find(trouble.from);
    Rect const* to = places.find(trouble.to);
    if (from == nullptr || to == nullptr) return;
    WayPlan const plan = way_between(planner.canvas, *from, *to, places.narrow_lanes);
    PlannedPill pill;
    pill.way = plan.points;
    pill.target = SelectedLink{trouble.from, trouble.to};
    auto const* link = std::get_if<SelectedLink>(&selection);
    pill.is_selected = link != nullptr && link->from == trouble.from && link->to == trouble.to;
    pill.meaning = trouble.is_cut ? Meaning::lost : Meaning::at_risk;
    pill.kind = Way::broken;
    pill.label = trouble.words;
    pill.fill = PillFill::dashed;
    bool const holds =
        std::any_of(messages.shown.begin(), messages.shown.end(), [&](auto const& m) {
            return m.fate == MessagePill::Fate::held &&
                   ((m.from == trouble.from && m.to == trouble.to) ||
                    (m.from == trouble.to && m.to == trouble.from));
        });
    if (trouble.is_cut) {
        pill.cross_at = 0.5F;
        ImVec2 const at = point_along(plan.points, 500);
        float const radius = planner.canvas.px(11);
        planner.taken.push_back({at.x - radius, at.y - radius, at.x + radius, at.y + radius});
    }
    // A message that the cut holds tells it itself.
    pill.has_pill = !holds && planner.place(pill, plan, trouble.is_cut ? 620 : 500);
    planner.planned.pills.push_back(std::move(pill));
}

void plan_message(Planner& planner, NodePlaces const& places, MessagePill const& message,
                  Selection const& selection) {
    using Fate = MessagePill::Fate;
    Rect const* from = places.find(message.from);
    Rect const* to = places.find(message.to);
    if (from == nullptr || to == nullptr) {
        planner.planned.not_placed.push_back(message.label);
        return;
    }
    WayPlan const plan = way_between(planner.canvas, *from, *to, places.narrow_lanes);
    PlannedPill pill;
    pill.way = plan.points;
    pill.label = message.label;
    pill.meaning = message.meaning;
    pill.target = SelectedMessage{message.arrival};
    if (message.arrival.value == 0) pill.target = SelectedLink{message.from, message.to};
    auto const* chosen = std::get_if<SelectedMessage>(&selection);
    pill.is_selected =
        chosen != nullptr && message.arrival.value != 0 && chosen->arrival == message.arrival;
    auto const* link = std::get_if<SelectedLink>(&selection);
    pill.is_selected |= link != nullptr && message.fate == Fate::held &&
                        ((link->from == message.from && link->to == message.to) ||
                         (link->from == message.to && link->to == message.from));
    std::int32_t permille = message.permille;
    switch (message.fate) {
    case Fate::travels: break;
    case Fate::cannot_arrive:
        pill.kind = Way::broken;
        pill.cross_at = 1;
        permille = std::min(permille, 800);
        break;
    case Fate::held:
        pill.kind = Way::broken;
        pill.cross_at = 0.5F;
        permille = 200;
        break;
    case Fate::waits: permille = 950; break;
    case Fate::arrived: pill.fill = PillFill::solid; break;
    }
    bool const is_quiet = message.is_quiet && !pill.is_selected;
    if (is_quiet || !planner.place(pill, plan, permille)) {
        if (!is_quiet) planner.planned.not_placed.push_back(message.label);
        pill.is_dot = true;
        std::int32_t const room = plan.to_permille - plan.from_permille;
        pill.at = point_along(plan.points, plan.from_permille + permille * room / 1000);
    }
    planner.planned.pills.push_back(std::move(pill));
}

// Words come when it is pointed at or selected.
void draw_dot(Canvas const& canvas, char const* id, PlannedPill const& planned, UiState& ui) {
    float const radius = canvas.px(5);
    shape_circle(canvas, planned.at, radius, canvas.theme.of(planned.meaning));
    Rect const around{planned.at.x - 2 * radius, planned.at.y - 2 * radius,
                      planned.at.x + 2 * radius, planned.at.y + 2 * radius};
    Hit const hit = hit_area(id, around);
    if (hit.hovered) tooltip(canvas, planned.label);
    follow_hit(hit, planned.target, ui);
}

}  // namespace

Rect const* NodePlaces::find(NodeId node) const {
    for (auto const& [id, rect] : places) {
        if (id == node) return &rect;
    }
    return nullptr;
}

PlannedMessages plan_messages(Canvas const& canvas, Rect const& area, NodePlaces const& places,
                              MessagesView const& messages, NetworkView const& network,
                              Selection const& selection) {
    Planner planner{canvas, area, {}, {}};
    for (auto const& [node, rect] : places.places) planner.taken.push_back(rect);
    for (LinkTrouble const& trouble : network.links) {
        plan_trouble(planner, places, trouble, messages, selection);
    }
    for (MessagePill const& message : messages.shown) {
        plan_message(planner, places, message, selection);
    }
    return std::move(planner.planned);
}

void draw_ways(Canvas const& canvas, PlannedMessages const& planned) {
    for (PlannedPill const& pill : planned.pills) {
        message_way(canvas, pill.way, canvas.theme.of(pill.meaning), pill.kind);
    }
}

void draw_pills(Canvas const& canvas, PlannedMessages const& planned, UiState& ui) {
    int nth = 0;
    for (PlannedPill const& planned_pill : planned.pills) {
        if (planned_pill.cross_at >= 0) {
            ImVec2 const at =
                point_along(planned_pill.way, static_cast<int>(planned_pill.cross_at * 1000));
            shape_circle(canvas, at, canvas.px(10), canvas.theme.background);
            shape_cross(canvas, at, canvas.px(9), canvas.theme.of(Meaning::lost));
        }
    }
    for (PlannedPill const& planned_pill : planned.pills) {
        char id[32];
        std::snprintf(id, sizeof id, "##dot%d", ++nth);
        if (planned_pill.is_dot) draw_dot(canvas, id, planned_pill, ui);
    }
    for (PlannedPill const& planned_pill : planned.pills) {
        ++nth;
        if (!planned_pill.has_pill || planned_pill.is_dot) continue;
        char id[32];
        std::snprintf(id, sizeof id, "##pill%d", nth);
        PillLook look;
        look.meaning = planned_pill.meaning;
        look.fill = planned_pill.fill;
        look.selected = planned_pill.is_selected;
        Rect const covered = pill(canvas, planned_pill.at, planned_pill.label, look);
        follow_hit(hit_area(id, covered), planned_pill.target, ui);
    }
}

}  // namespace highwater::gui
