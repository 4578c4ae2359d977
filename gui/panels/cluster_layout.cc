#include "gui/panels/cluster_layout.h"

#include <algorithm>

#include "gui/widgets/shapes.h"

namespace highwater::gui {
namespace {

constexpr float kMargin = 24;
constexpr float kCardGap = 18;
constexpr float kQuorumTop = 18;
constexpr float kControllerHeight = 48;
constexpr float kLabelWidth = 172;
constexpr float kLeastBroker = 200;
constexpr float kLeastController = 150;
constexpr float kLeastBrokerHeight = 64;
constexpr float kRowGap = 36;  // between two rows of brokers: a lane for their messages
constexpr float kRoomyHeight = 680;
constexpr float kNotes = 24;
constexpr float kRoomyPitch = 124;
constexpr float kLeastRoomyPitch = 100;
constexpr float kCompactPitch = 64;
constexpr float kLinePitch = 28;

std::size_t fit(float width, float least, float gap) {
    return static_cast<std::size_t>(std::max(1.0F, std::floor((width + gap) / (least + gap))));
}

std::size_t divide_up(std::size_t a, std::size_t b) { return (a + b - 1) / b; }

struct Builder {
    Canvas const& canvas;
    Rect const& area;
    StageCounts const& counts;
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
        float const top = area.top + canvas.px(kQuorumTop);
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
                    from, y, canvas.px(kControllerHeight), canvas.px(290));
            y += canvas.px(kControllerHeight) + canvas.px(12);
        }
        return y - canvas.px(12);
    }

    float place_clients() {
        layout.notes = {left(), area.bottom - canvas.px(kNotes), right(), area.bottom};
        if (counts.clients == 0) return layout.notes.top;
        float const height = canvas.px(layout.tight ? 74 : 116);
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

    void place_brokers(float top, float bottom) {
        if (counts.brokers == 0) return;
        std::size_t const most = fit(right() - left(), canvas.px(kLeastBroker), gap());
        std::size_t rows = divide_up(counts.brokers, most);
        float const row_gap = canvas.px(kRowGap);
        auto const fitting = fit(bottom - top, canvas.px(kLeastBrokerHeight), row_gap);
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
        layout.header = canvas.px(layout.tight ? 62 : 82);
        float const body = card_height - layout.header - canvas.px(8);
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
        if (take(RowDensity::line, kLinePitch, 48)) return;
        // Some get rows, all others a mark each.
        bool const tall = body >= canvas.px(5 * kCompactPitch);
        layout.density = tall ? RowDensity::compact : RowDensity::line;
        layout.row_pitch = canvas.px(tall ? kCompactPitch : kLinePitch);
        layout.rows =
            static_cast<std::size_t>(std::max(0.0F, std::floor(body * 0.6F / layout.row_pitch)));
        layout.tiles_height =
            std::max(0.0F, body - static_cast<float>(layout.rows) * layout.row_pitch);
    }
};

bool same_row(Rect const& a, Rect const& b) { return std::fabs(a.top - b.top) < 1; }

// Where a way leaves a card: a little towards its goal, so that ways to several goals part early.
float anchor(Rect const& card, Rect const& goal) {
    float const lean = (goal.middle_x() - card.middle_x()) * 0.15F;
    float const most = card.width() * 0.3F;
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
    Builder builder{canvas, area, counts, {}};
    ClusterLayout& layout = builder.layout;
    layout.tight = area.height() < canvas.px(kRoomyHeight);
    float const quorum_bottom = builder.place_quorum();
    float const clients_top = builder.place_clients();
    float const upper = canvas.px(layout.tight ? 44 : 82);
    float const lower = canvas.px(layout.tight ? 46 : 86);
    float const brokers_top = quorum_bottom + upper;
    float const brokers_bottom = std::max(clients_top - lower, brokers_top + canvas.px(40));
    builder.place_brokers(brokers_top, brokers_bottom);
    return std::move(builder.layout);
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
