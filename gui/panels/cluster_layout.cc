#include "gui/panels/cluster_layout.h"

#include <algorithm>

#include "gui/widgets/shapes.h"

namespace highwater::gui {
namespace {

constexpr float kMargin = 24;
constexpr float kCardGap = 18;
constexpr float kLabelWidth = 172;
constexpr float kLeastBroker = 200;
constexpr float kLeastController = 150;
constexpr float kRowGap = 36;  // between two rows of brokers: a lane for their messages
constexpr float kRoomyHeight = 680;
constexpr float kRoomyPitch = 124;
constexpr float kLeastRoomyPitch = 100;
constexpr float kCompactPitch = 64;
constexpr float kPairPitch = 46;
constexpr float kLinePitch = 28;
constexpr std::size_t kLeastRows = 2;  // that a card is meant to have room for, the others as marks
constexpr float kBelowRows = 8;
constexpr float kLineOfMarks = 46;
constexpr std::size_t kCrowd = 12;  // partitions, before their marks take more than a line

// The same stage with more or less air.
struct Heights {
    float quorum_top;
    float controller;
    float upper_lane;
    float header;  // of a broker's card
    float lower_lane;
    float client;
    float notes;
};
constexpr Heights kRoomy{18, 48, 82, 82, 86, 116, 24};
constexpr Heights kTight{18, 48, 44, 62, 46, 74, 24};
constexpr Heights kSqueezed{10, 30, 26, 36, 26, 32, 24};

std::size_t fit(float width, float least, float gap) {
    return static_cast<std::size_t>(std::max(1.0F, std::floor((width + gap) / (least + gap))));
}

std::size_t divide_up(std::size_t a, std::size_t b) { return (a + b - 1) / b; }

struct Builder {
    Canvas const& canvas;
    Rect const& area;
    StageCounts const& counts;
    Heights heights;
    ClusterLayout layout;

    float left() const { return area.left + canvas.px(kMargin); }
    float right() const { return area.right - canvas.px(kMargin); }
    float gap() const { return canvas.px(kCardGap); }

    // `count` cards of one row from the left.
    void add_row(std::vector<Rect>& cards, std::size_t count, std::size_t columns, float from,
                 float top, float height, float widest) const {
        auto const places = static_cast<float>(columns);
        float const width =
            std::min(std::floor((right() - from - gap() * (places - 1)) / places), widest);
        for (std::size_t i = 0; i < count; ++i) {
            float const x = from + static_cast<float>(i) * (width + gap());
            cards.push_back(rect_at({x, top}, width, height));
        }
    }

    float place_quorum() {
        float const top = area.top + canvas.px(heights.quorum_top);
        if (counts.controllers == 0) return top;
        float from = left() + canvas.px(kLabelWidth);
        bool const beside = fit(right() - from, canvas.px(kLeastController), gap()) >=
                            std::min<std::size_t>(counts.controllers, 3);
        if (!beside) from = left();
        if (beside) {
            layout.quorum_label = {left(), top, from - gap(), top + canvas.px(16)};
        }
        std::size_t const most = fit(right() - from, canvas.px(kLeastController), gap());
        std::size_t const rows = divide_up(counts.controllers, most);
        std::size_t const columns = divide_up(counts.controllers, rows);
        float y = top;
        for (std::size_t placed = 0; placed < counts.controllers; placed += columns) {
            add_row(layout.controllers, std::min(columns, counts.controllers - placed), columns,
                    from, y, canvas.px(heights.controller), canvas.px(290));
            y += canvas.px(heights.controller) + canvas.px(12);
        }
        return y - canvas.px(12);
    }

    float place_clients() {
        layout.notes = {left(), area.bottom - canvas.px(heights.notes), right(), area.bottom};
        if (counts.clients == 0) return layout.notes.top;
        float const height = canvas.px(heights.client);
        float const top = layout.notes.top - height;
        std::size_t const most = fit(right() - left(), canvas.px(kLeastBroker), gap());
        std::size_t const brokers_across =
            divide_up(counts.brokers, divide_up(std::max<std::size_t>(counts.brokers, 1), most));
        std::size_t const shown = std::min(counts.clients, most);
        std::size_t const columns =
            std::max({shown, std::min(brokers_across, most), std::min<std::size_t>(2, most)});
        add_row(layout.clients, shown, columns, left(), top, height, right() - left());
        return top;
    }

    std::size_t rows_of_brokers() const {
        return divide_up(counts.brokers, fit(right() - left(), canvas.px(kLeastBroker), gap()));
    }
    float internals() const { return static_cast<float>(counts.internals) * canvas.px(kLinePitch); }
    float least_broker() const {
        auto const rows =
            static_cast<float>(std::clamp<std::size_t>(counts.partitions, 1, kLeastRows));
        return canvas.px(heights.header + kBelowRows + rows * kLinePitch) + internals();
    }
    float least_brokers(std::size_t rows) const {
        if (rows == 0) return 0;
        auto const lines = static_cast<float>(rows);
        return lines * least_broker() + (lines - 1) * canvas.px(kRowGap);
    }

    // Whatever has a fixed height, from top to bottom; true when the brokers have enough of the
    // rest.
    bool place() {
        float const quorum_bottom = place_quorum();
        float const clients_top = place_clients();
        float const brokers_top = quorum_bottom + canvas.px(heights.upper_lane);
        float const brokers_bottom = std::max(clients_top - canvas.px(heights.lower_lane),
                                              brokers_top + canvas.px(kLinePitch));
        place_brokers(brokers_top, brokers_bottom);
        return clients_top - canvas.px(heights.lower_lane) - brokers_top >=
               least_brokers(rows_of_brokers());
    }

    void place_brokers(float top, float bottom) {
        if (counts.brokers == 0) return;
        std::size_t const most = fit(right() - left(), canvas.px(kLeastBroker), gap());
        std::size_t rows = divide_up(counts.brokers, most);
        float const row_gap = canvas.px(kRowGap);
        auto const fitting = fit(bottom - top, least_broker(), row_gap);
        rows = std::min(rows, fitting);
        std::size_t const columns = std::min(most, divide_up(counts.brokers, rows));
        std::size_t const shown = std::min(counts.brokers, rows * columns);
        auto const lines = static_cast<float>(rows);
        float const height = std::floor((bottom - top - row_gap * (lines - 1)) / lines);
        float y = top;
        for (std::size_t placed = 0; placed < shown; placed += columns) {
            add_row(layout.brokers, std::min(columns, shown - placed), columns, left(), y, height,
                    right() - left());
            y += height + row_gap;
        }
        choose_rows(height);
    }

    // The closest look at the partitions that the height allows.
    void choose_rows(float card_height) {
        layout.header = canvas.px(heights.header);
        layout.internal_pitch = canvas.px(kLinePitch);
        layout.internal_height = internals();
        float const body =
            card_height - layout.header - canvas.px(kBelowRows) - layout.internal_height;
        auto const wanted = static_cast<float>(std::max<std::size_t>(counts.partitions, 1));
        auto const take = [&](RowDensity density, float least, float widest) {
            if (wanted * canvas.px(least) > body) return false;
            layout.density = density;
            layout.row_pitch = std::min(canvas.px(widest), std::floor(body / wanted));
            layout.rows = counts.partitions;
            return true;
        };
        if (take(RowDensity::roomy, kLeastRoomyPitch, kRoomyPitch)) return;
        if (take(RowDensity::compact, kCompactPitch, 84)) return;
        if (take(RowDensity::pair, kPairPitch, 56)) return;
        if (take(RowDensity::line, kLinePitch, 44)) return;
        // Some get rows, all others a mark each.
        bool const tall = body >= canvas.px(5 * kCompactPitch);
        layout.density = tall ? RowDensity::compact : RowDensity::line;
        layout.row_pitch = canvas.px(tall ? kCompactPitch : kLinePitch);
        // A few marks stand in one line below their words; many need room.
        bool const is_crowd = counts.partitions > kCrowd;
        float const marks = is_crowd ? body * 0.4F : canvas.px(kLineOfMarks);
        layout.rows =
            static_cast<std::size_t>(std::max(0.0F, std::floor((body - marks) / layout.row_pitch)));
        layout.tiles_height =
            std::max(0.0F, body - static_cast<float>(layout.rows) * layout.row_pitch);
    }
};

bool same_row(Rect const& a, Rect const& b) { return std::fabs(a.top - b.top) < 1; }

// Where a way leaves a card: a little towards its goal, so that ways to several goals part early.
float anchor(Rect const& card, Rect const& goal) {
    float const lean = (goal.middle_x() - card.middle_x()) * 0.15F;
    float const most = std::max(0.0F, card.width() * 0.3F);
    return std::floor(card.middle_x() + std::clamp(lean, -most, most));
}

std::int32_t permille(float part, float whole) {
    if (whole <= 0) return 0;
    return static_cast<std::int32_t>(std::clamp(part / whole, 0.0F, 1.0F) * 1000);
}

// Neighbours are joined close below their cards, others further down, so that brackets nest.
WayPlan bracket(Canvas const& canvas, Rect const& from, Rect const& to, bool tight) {
    bool const neighbours = std::fabs(from.left - to.left) < from.width() * 1.5F;
    float const below = canvas.px(neighbours || tight ? 18 : 52);
    float const start = anchor(from, to);
    float const end = anchor(to, from);
    float const lane = from.bottom + below;
    WayPlan plan;
    plan.points = {{start, from.bottom}, {start, lane}, {end, lane}, {end, to.bottom}};
    float const whole = 2 * below + std::fabs(end - start);
    plan.from_permille = permille(below, whole);
    plan.to_permille = 1000 - plan.from_permille;
    return plan;
}

}  // namespace

ClusterLayout cluster_layout(Canvas const& canvas, Rect const& area, StageCounts const& counts) {
    bool const is_high = area.height() >= canvas.px(kRoomyHeight);
    if (is_high) {
        Builder roomy{canvas, area, counts, kRoomy, {}};
        if (roomy.place()) return std::move(roomy.layout);
    }
    Builder tight{canvas, area, counts, kTight, {}};
    tight.layout.tight = true;
    if (tight.place()) return std::move(tight.layout);
    Builder squeezed{canvas, area, counts, kSqueezed, {}};
    squeezed.layout.tight = squeezed.layout.squeezed = true;
    squeezed.place();
    return std::move(squeezed.layout);
}

float least_stage_height(Canvas const& canvas, float width, StageCounts const& counts) {
    // Further rows of brokers are left out before the stage becomes longer than two screens.
    constexpr std::size_t kMostRows = 3;
    Rect const area{0, 0, width, 0};
    Builder builder{canvas, area, counts, kSqueezed, {}};
    // Each height for itself, as they are placed: whole pixels add up differently.
    float const fixed = canvas.px(kSqueezed.upper_lane) + canvas.px(kSqueezed.lower_lane) +
                        canvas.px(kSqueezed.notes);
    float const clients = counts.clients == 0 ? 0 : canvas.px(kSqueezed.client);
    return builder.place_quorum() + fixed + clients +
           builder.least_brokers(std::min(builder.rows_of_brokers(), kMostRows));
}

WayPlan way_between(Canvas const& canvas, Rect const& from, Rect const& to, bool tight) {
    if (same_row(from, to)) return bracket(canvas, from, to, tight);
    bool const down = from.bottom <= to.top;
    WayPlan plan;
    ImVec2 const start{anchor(from, to), down ? from.bottom : from.top};
    ImVec2 const end{anchor(to, from), down ? to.top : to.bottom};
    plan.points = {start, end};
    // Half a pill of distance from either card.
    float const height = std::fabs(end.y - start.y);
    float const clear = canvas.px(16);
    if (height > 2 * clear) {
        plan.from_permille = permille(clear, height);
        plan.to_permille = 1000 - plan.from_permille;
    } else {
        plan.from_permille = plan.to_permille = 500;
    }
    return plan;
}

bool is_free(std::vector<Rect> const& taken, Rect const& rect, float distance) {
    return std::none_of(taken.begin(), taken.end(), [&](Rect const& other) {
        return rect.left < other.right + distance && other.left < rect.right + distance &&
               rect.top < other.bottom + distance && other.top < rect.bottom + distance;
    });
}

}  // namespace highwater::gui
