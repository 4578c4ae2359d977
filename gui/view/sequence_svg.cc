#include "gui/view/sequence_svg.h"

#include <algorithm>
#include <cstdio>

#include "gui/view/short_time.h"
#include "scenario/html.h"

namespace highwater::gui {
namespace {

// Sizes in the units of the picture; letters are 12 high and about 7.2 wide in the mono face.
constexpr int kGutter = 110;
constexpr int kLane = 170;
constexpr int kFirstLane = kGutter + 90;
constexpr int kTop = 84;
constexpr int kRow = 26;
constexpr int kArrival = 12;
constexpr int kPause = 22;
constexpr int kOverLine = 5;

class SvgDrawing {
public:
    SvgDrawing(SequenceView const& view, Mode mode) : view_{view}, theme_{theme_of(mode)} {
        int y = kTop;
        for (SequenceRow const& row : view.rows) {
            y += row.kind == SequenceRow::Kind::arrival ? kArrival : kRow;
            if (row.pause_before.us > 0 && !rows_.empty()) y += kPause;
            rows_.push_back(y);
        }
        height_ = y + 28;
        auto const lanes = static_cast<int>(std::max<std::size_t>(view.lanes.size(), 2));
        width_ = kFirstLane + (lanes - 1) * kLane + 90;
    }

    std::string draw(std::string const& title) {
        svg_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + std::to_string(width_) +
               " " + std::to_string(height_) + "\" width=\"" + std::to_string(width_) +
               "\" height=\"" + std::to_string(height_) + "\">\n";
        svg_ += "<title>" + html::escaped(title) + "</title>\n";
        // Words have a rim of the ground's colour: a line that crosses them goes on behind them.
        svg_ +=
            "<style>text { font: 12px \"JetBrains Mono\", \"DejaVu Sans Mono\", monospace; "
            "paint-order: stroke; stroke: " +
            colour(theme_.background) +
            "; stroke-width: 5px; "
            "stroke-linejoin: round; } "
            ".words { font-family: Inter, Arial, sans-serif; } "
            ".title { font: 600 16px Inter, Arial, sans-serif; }</style>\n";
        svg_ +=
            "<rect width=\"100%\" height=\"100%\" fill=\"" + colour(theme_.background) + "\"/>\n";
        text(16, 28, title, theme_.text, "start", "title");
        life_lines();
        for (SequenceArrow const& arrow : view_.arrows) line_of(arrow);
        for (SequenceArrow const& arrow : view_.arrows) label_of(arrow);
        for (std::size_t i = 0; i < view_.rows.size(); ++i) row(i);
        return svg_ + "</svg>\n";
    }

private:
    static std::string colour(Colour packed) {
        char text[8];
        std::snprintf(text, sizeof text, "#%02x%02x%02x", packed >> IM_COL32_R_SHIFT & 0xff,
                      packed >> IM_COL32_G_SHIFT & 0xff, packed >> IM_COL32_B_SHIFT & 0xff);
        return text;
    }

    static int x(std::int32_t lane) { return kFirstLane + lane * kLane; }
    int y(std::int32_t row) const { return rows_[static_cast<std::size_t>(row)]; }

    void text(int at_x, int at_y, std::string const& words, Colour fill, char const* anchor,
              char const* css_class = "") {
        svg_ += "<text x=\"" + std::to_string(at_x) + "\" y=\"" + std::to_string(at_y) +
                "\" fill=\"" + colour(fill) + "\" text-anchor=\"" + anchor + "\"";
        if (*css_class != '\0') svg_ += std::string{" class=\""} + css_class + "\"";
        svg_ += ">" + html::escaped(words) + "</text>\n";
    }

    void line(int x1, int y1, int x2, int y2, Colour stroke, char const* width,
              char const* dashes = "") {
        svg_ += "<line x1=\"" + std::to_string(x1) + "\" y1=\"" + std::to_string(y1) + "\" x2=\"" +
                std::to_string(x2) + "\" y2=\"" + std::to_string(y2) + "\" stroke=\"" +
                colour(stroke) + "\" stroke-width=\"" + width + "\"";
        if (*dashes != '\0') svg_ += std::string{" stroke-dasharray=\""} + dashes + "\"";
        svg_ += "/>\n";
    }

    // A broken line where the process is dead, a dotted one where it is frozen.
    void life_lines() {
        Colour const faint = mix(theme_.background, theme_.faint, 150);
        for (std::size_t i = 0; i < view_.lanes.size(); ++i) {
            auto const lane = static_cast<std::int32_t>(i);
            SequenceLane const& of = view_.lanes[i];
            bool const is_dead = of.mark == Meaning::dead;
            text(x(lane), kTop - 18, (is_dead ? "✕ " : "") + of.name,
                 is_dead ? theme_.words_of(Meaning::dead) : theme_.text, "middle");
            int from = kTop - 8;
            for (SequenceGap const& gap : view_.gaps) {
                if (gap.lane != lane) continue;
                int const begin = gap.from_row < 0 ? kTop - 8 : y(gap.from_row);
                auto const rows = static_cast<std::int32_t>(rows_.size());
                int const end = gap.to_row >= rows ? height_ - 12 : y(gap.to_row);
                if (begin > from) line(x(lane), from, x(lane), begin, faint, "1.5");
                if (gap.is_pause) {
                    line(x(lane), begin, x(lane), end, theme_.of(Meaning::at_risk), "1.5", "2 5");
                }
                from = std::max(from, end);
            }
            if (from < height_ - 12) line(x(lane), from, x(lane), height_ - 12, faint, "1.5");
        }
    }

    Colour colour_of(SequenceArrow const& arrow) const {
        Colour const full = arrow.meaning == Meaning::plain
                                ? mix(theme_.background, theme_.text, 190)
                                : theme_.of(arrow.meaning);
        return arrow.is_later || arrow.is_quiet ? mix(theme_.background, full, 120) : full;
    }

    struct End {
        int x;
        int y;
    };
    End end_of(SequenceArrow const& arrow) const {
        int const from_x = x(arrow.from);
        int const from_y = y(arrow.from_row);
        int const to_x = x(arrow.to);
        int const to_y = y(arrow.to_row);
        if (arrow.end == SequenceArrow::End::held) {
            return {from_x + (to_x - from_x) * 2 / 5, from_y + 8};
        }
        if (arrow.end == SequenceArrow::End::lost) {
            return {from_x + (to_x - from_x) * 6 / 7, from_y + (to_y - from_y) * 6 / 7};
        }
        return {to_x, to_y};
    }

    void line_of(SequenceArrow const& arrow) {
        End const end = end_of(arrow);
        Colour const stroke = colour_of(arrow);
        bool const is_open = arrow.is_later || arrow.end != SequenceArrow::End::arrives;
        line(x(arrow.from), y(arrow.from_row), end.x, end.y, stroke, "1.5", is_open ? "5 4" : "");
        if (arrow.end == SequenceArrow::End::lost) {
            text(end.x, end.y + 4, "✕", theme_.of(Meaning::lost), "middle");
        } else if (arrow.end == SequenceArrow::End::held ||
                   arrow.end == SequenceArrow::End::waits) {
            svg_ += "<circle cx=\"" + std::to_string(end.x) + "\" cy=\"" + std::to_string(end.y) +
                    "\" r=\"4\" fill=\"none\" stroke=\"" + colour(stroke) + "\"/>\n";
        } else {
            // A point of an arrow, towards its receiver.
            int const back = arrow.to < arrow.from ? 8 : -8;
            svg_ += "<polygon points=\"" + std::to_string(end.x) + "," + std::to_string(end.y) +
                    " " + std::to_string(end.x + back) + "," + std::to_string(end.y - 4) + " " +
                    std::to_string(end.x + back) + "," + std::to_string(end.y + 2) + "\" fill=\"" +
                    colour(stroke) + "\"/>\n";
        }
    }

    void label_of(SequenceArrow const& arrow) {
        std::string words = arrow.label;
        if (arrow.end == SequenceArrow::End::held) words += " · held";
        if (arrow.end == SequenceArrow::End::waits) words += " · waits";
        if (arrow.end == SequenceArrow::End::lost) words += " · lost";
        bool const to_left = arrow.to < arrow.from;
        int const at = x(arrow.from) + (to_left ? -12 : 12);
        Colour const fill = arrow.is_later || arrow.is_quiet  ? theme_.faint_text
                            : arrow.meaning == Meaning::plain ? theme_.text
                                                              : theme_.words_of(arrow.meaning);
        text(at, y(arrow.from_row) - kOverLine, words, fill, to_left ? "end" : "start");
    }

    void row(std::size_t i) {
        SequenceRow const& row = view_.rows[i];
        int const at = rows_[i];
        if (row.pause_before.us > 0 && i > 0) {
            text(kGutter - 12, (rows_[i - 1] + at) / 2, short_duration(row.pause_before) + " later",
                 theme_.faint_text, "end", "words");
        }
        bool const is_life_or_fact =
            row.kind == SequenceRow::Kind::life || row.kind == SequenceRow::Kind::fact;
        if (!row.time.empty() && row.kind != SequenceRow::Kind::arrival &&
            row.kind != SequenceRow::Kind::now) {
            text(kGutter - 12, at - kOverLine, row.time, theme_.faint_text, "end");
        }
        if (row.kind == SequenceRow::Kind::now) {
            line(kGutter, at - kOverLine, width_ - 16, at - kOverLine, theme_.of(Meaning::now),
                 "2");
        }
        if (!is_life_or_fact || row.lane < 0) return;
        Colour const mark =
            row.meaning == Meaning::plain ? theme_.secondary : theme_.of(row.meaning);
        bool const to_left = row.lane * 2 > static_cast<std::int32_t>(view_.lanes.size());
        text(x(row.lane), at - kOverLine, row.kind == SequenceRow::Kind::fact ? "◆" : "●", mark,
             "middle");
        text(x(row.lane) + (to_left ? -12 : 12), at - kOverLine, row.words, theme_.text,
             to_left ? "end" : "start", "words");
    }

    SequenceView const& view_;
    Theme const& theme_;
    std::vector<int> rows_;
    int width_{};
    int height_{};
    std::string svg_;
};

}  // namespace

std::string sequence_svg(SequenceView const& view, std::string const& title, Mode mode) {
    return SvgDrawing{view, mode}.draw(title);
}

}  // namespace highwater::gui
