#include "gui/panels/sequence_layout.h"

#include <algorithm>

#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr float kLeastLane = 84;
constexpr float kSideRoom = 56;  // from the first and last life line to the edge

// A longer way gets more height, up to the breaks that say how long nothing happened.
float extra_for(Canvas const& c, SequenceRow const& before, SequenceRow const& row) {
    if (row.pause_before.us > 0) return c.px(kSequencePause);
    auto const us = static_cast<float>(std::min<std::int64_t>((row.at - before.at).us, 3'000));
    return std::floor(c.px(10) * us / 3'000);
}

float own_height(Canvas const& c, SequenceRow const& row) {
    return c.shape_px(row.kind == SequenceRow::Kind::arrival ? kSequenceArrival : kSequenceRow);
}

}  // namespace

float sequence_gutter(Canvas const& c) {
    return std::ceil(text_width(c, "000.000 000", Face::mono, Type::secondary)) + c.px(12);
}

std::size_t lanes_that_fit(Canvas const& c, float width) {
    float const room = width - sequence_gutter(c) - c.px(2 * kSideRoom);
    return 1 + static_cast<std::size_t>(std::max(1.0F, std::floor(room / c.px(kLeastLane))));
}

SequenceLayout sequence_layout(Canvas const& c, SequenceView const& view, float left, float width) {
    SequenceLayout layout;
    layout.gutter = sequence_gutter(c);
    layout.left = left + layout.gutter;
    layout.right = left + width;
    float const first = layout.left + c.px(kSideRoom);
    float const last = layout.right - c.px(kSideRoom);
    std::size_t const lanes = view.lanes.size();
    for (std::size_t i = 0; i < lanes; ++i) {
        float const part = lanes > 1 ? static_cast<float>(i) / static_cast<float>(lanes - 1) : 0.5F;
        layout.lanes.push_back(std::floor(first + (last - first) * part) + 0.5F);
    }
    // An arrow that ends at the height of a line would go through the words over it.
    std::vector<bool> lands(view.rows.size());
    for (SequenceArrow const& arrow : view.arrows) {
        if (arrow.end == SequenceArrow::End::held || arrow.to_row == arrow.from_row) continue;
        lands[static_cast<std::size_t>(arrow.to_row)] = true;
    }
    float y = c.px(4);
    for (std::size_t i = 0; i < view.rows.size(); ++i) {
        SequenceRow const& row = view.rows[i];
        if (i > 0) y += extra_for(c, view.rows[i - 1], row);
        bool const is_over_words = lands[i] && row.kind != SequenceRow::Kind::arrival;
        // Words stand over their line: it lies at the bottom of its height.
        y += own_height(c, row) + (is_over_words ? c.px(kSequenceLanding / 2) : 0);
        layout.rows.push_back(std::floor(y) + 0.5F);
        float const above = is_over_words ? std::floor(c.px(kSequenceLanding)) : 0;
        layout.ends.push_back(layout.rows.back() - above);
    }
    layout.height = y + c.px(24);
    return layout;
}

ImVec2 arrow_begin(SequenceLayout const& layout, SequenceArrow const& arrow) {
    return {layout.lanes[static_cast<std::size_t>(arrow.from)],
            layout.rows[static_cast<std::size_t>(arrow.from_row)]};
}

ImVec2 arrow_end(Canvas const& c, SequenceLayout const& layout, SequenceArrow const& arrow) {
    ImVec2 const from = arrow_begin(layout, arrow);
    ImVec2 const to{layout.lanes[static_cast<std::size_t>(arrow.to)],
                    layout.ends[static_cast<std::size_t>(arrow.to_row)]};
    if (arrow.end == SequenceArrow::End::held) {
        return {from.x + (to.x - from.x) * 0.4F, from.y + c.px(8)};
    }
    if (arrow.end == SequenceArrow::End::lost) {
        constexpr float kPart = 0.86F;
        return {from.x + (to.x - from.x) * kPart, from.y + (to.y - from.y) * kPart};
    }
    return to;
}

float whole_row_from(Canvas const& c, SequenceView const& view, SequenceLayout const& layout,
                     float y) {
    if (y <= 0) return 0;
    for (std::size_t i = 0; i < layout.rows.size(); ++i) {
        if (view.rows[i].kind == SequenceRow::Kind::arrival) continue;
        float const top =
            std::floor(layout.ends[i] - c.px(layout.ends[i] < layout.rows[i] ? 4 : 20));
        if (top >= y) return top;
    }
    return y;
}

bool crosses(Rect const& rect, ImVec2 from, ImVec2 to) {
    // The part of the way, from 0 to 1, that lies between the edges of both directions.
    float first = 0;
    float last = 1;
    auto const keep = [&](float at, float step, float low, float high) {
        if (step == 0) {
            if (at <= low || at >= high) first = 2;
            return;
        }
        float const a = (low - at) / step;
        float const b = (high - at) / step;
        first = std::max(first, std::min(a, b));
        last = std::min(last, std::max(a, b));
    };
    keep(from.x, to.x - from.x, rect.left, rect.right);
    keep(from.y, to.y - from.y, rect.top, rect.bottom);
    return first < last;
}

float distance_to_line(ImVec2 point, ImVec2 from, ImVec2 to) {
    float const x = to.x - from.x;
    float const y = to.y - from.y;
    float const length = x * x + y * y;
    float along = 0;
    if (length > 0) along = ((point.x - from.x) * x + (point.y - from.y) * y) / length;
    along = std::clamp(along, 0.0F, 1.0F);
    float const away_x = point.x - (from.x + along * x);
    float const away_y = point.y - (from.y + along * y);
    return std::sqrt(away_x * away_x + away_y * away_y);
}

}  // namespace highwater::gui
