#include "gui/widgets/offset_bar.h"

#include <algorithm>

#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

// Below this many pixels a record there are no cells: a run of records is one box.
constexpr float kLeastPitch = 5;

// Numbers of a bar are read from the back row too.
constexpr Type kNumbers = Type::secondary;

struct BarDrawing {
    Canvas const& canvas;
    OffsetBar const& bar;
    OffsetAxis axis;
    float top;
    float bottom;

    std::int64_t shown_end() const { return axis.scale.first + axis.scale.count; }
    bool is_hole(std::int64_t offset) const {
        return std::any_of(bar.holes.begin(), bar.holes.end(),
                           [offset](OffsetRange const& range) { return range.has(offset); });
    }
    Colour colour_of(std::int64_t offset) const {
        if (bar.dead) return canvas.theme.faint;
        std::int64_t epoch = 0;
        for (EpochRun const& run : bar.epochs) {
            if (run.start_offset <= offset) epoch = run.leader_epoch;
        }
        return canvas.theme.of_epoch(epoch);
    }
    // White words need a darker ground than cells without words.
    Colour fill_of(std::int64_t offset) const {
        bool const is_light = canvas.theme.mode == Mode::light;
        Colour const tint = colour_of(offset);
        return axis.scale.has_words && is_light ? mix(tint, canvas.theme.text, 44) : tint;
    }
    float gap() const {
        return std::clamp(std::floor(axis.pitch * 0.16F), 1.0F, canvas.shape_px(3));
    }
    Rect box(std::int64_t begin, std::int64_t end) const {
        float const left = axis.x(begin);
        return {left, top, std::max(left + 1, axis.x(end) - gap()), bottom};
    }
    float rounding() const { return std::min(canvas.shape_px(3), axis.pitch * 0.2F); }
};

void draw_cell(BarDrawing const& d, std::int64_t offset) {
    Rect const rect = d.box(offset, offset + 1);
    Colour const colour = d.fill_of(offset);
    bool const crossed = d.bar.is_crossed(offset);
    if (crossed && d.axis.scale.has_words && offset < d.bar.log_end) {
        framed_rect(d.canvas, rect, d.canvas.theme.of(Meaning::lost), d.canvas.hair(),
                    d.rounding());
    } else if (crossed) {
        Colour const lost = d.canvas.theme.of(Meaning::lost);
        framed_rect(d.canvas, rect, d.canvas.theme.of(Meaning::dead), d.canvas.hair(),
                    d.rounding());
        float const radius = std::min(rect.width(), rect.height()) * 0.42F;
        shape_cross(d.canvas, {rect.middle_x(), rect.middle_y()}, radius, lost);
    } else if (d.is_hole(offset)) {
        float const middle = std::floor(rect.middle_y());
        filled_rect(d.canvas, {rect.left, middle, rect.right, middle + d.canvas.hair(2)}, colour);
    } else if (offset < d.bar.high_watermark && !d.bar.dead) {
        filled_rect(d.canvas, rect, colour, d.rounding());
    } else {
        framed_rect(d.canvas, rect, colour, d.canvas.hair(d.bar.dead ? 1 : 2), d.rounding());
    }
    if (d.bar.touched.has(offset)) {
        framed_rect(d.canvas, rect.inset(-d.canvas.px(1)), d.canvas.theme.of(Meaning::now),
                    d.canvas.hair(2), d.rounding() + d.canvas.px(1));
    }
}

// One box for [begin, end): all of one epoch, all on one side of the high watermark.
void draw_run(BarDrawing const& d, std::int64_t begin, std::int64_t end) {
    if (begin >= end) return;
    Rect const rect = d.box(begin, end);
    Colour const colour = d.colour_of(begin);
    if (begin < d.bar.high_watermark && !d.bar.dead) {
        filled_rect(d.canvas, rect, colour, d.canvas.px(3));
    } else {
        framed_rect(d.canvas, rect, colour, d.canvas.hair(), d.canvas.px(3));
    }
}

void draw_runs(BarDrawing const& d, std::int64_t begin, std::int64_t end) {
    std::vector<std::int64_t> cuts{begin, end};
    if (d.bar.high_watermark > begin && d.bar.high_watermark < end) {
        cuts.push_back(d.bar.high_watermark);
    }
    for (EpochRun const& run : d.bar.epochs) {
        if (run.start_offset > begin && run.start_offset < end) cuts.push_back(run.start_offset);
    }
    std::sort(cuts.begin(), cuts.end());
    for (std::size_t i = 1; i < cuts.size(); ++i) draw_run(d, cuts[i - 1], cuts[i]);
    for (OffsetRange const& range : d.bar.crossed) {
        std::int64_t const from = std::max(range.begin, d.axis.scale.first);
        std::int64_t const to = std::min(range.end, d.shown_end());
        if (from >= to) continue;
        Rect const rect = d.box(from, to);
        framed_rect(d.canvas, rect, d.canvas.theme.of(Meaning::lost), d.canvas.hair(2),
                    d.canvas.px(3));
        shape_cross(d.canvas, {rect.middle_x(), rect.middle_y()}, d.canvas.px(7),
                    d.canvas.theme.of(Meaning::lost));
    }
    if (d.bar.touched.begin < d.bar.touched.end) {
        std::int64_t const from = std::max(d.bar.touched.begin, d.axis.scale.first);
        std::int64_t const to = std::min(d.bar.touched.end, d.shown_end());
        if (from < to) {
            framed_rect(d.canvas, d.box(from, to).inset(-d.canvas.px(1)),
                        d.canvas.theme.of(Meaning::now), d.canvas.hair(2), d.canvas.px(4));
        }
    }
}

// "epoch 1" over the first record of an epoch; where changes crowd, "e1", then nothing but a tick.
void draw_epochs(BarDrawing const& d, float right) {
    if (d.bar.dead) return;
    Canvas const& canvas = d.canvas;
    float free_from = d.axis.left;
    for (std::size_t i = 0; i < d.bar.epochs.size(); ++i) {
        EpochRun const& run = d.bar.epochs[i];
        bool const change = i > 0 && run.start_offset > d.axis.scale.first &&
                            run.start_offset < d.shown_end() && run.start_offset < d.bar.log_end;
        if (!change) continue;
        float const x = d.axis.x(run.start_offset);
        std::int64_t const next =
            i + 1 < d.bar.epochs.size() ? d.bar.epochs[i + 1].start_offset : d.shown_end();
        float const room = (next >= d.shown_end() ? right : d.axis.x(next)) - x - canvas.px(6);
        for (char const* prefix : {"epoch ", "e"}) {
            std::string text{prefix};
            text += std::to_string(run.leader_epoch);
            float const width = text_width(canvas, text, Face::mono, kNumbers);
            if (x < free_from || width > room) continue;
            draw_text(canvas, {x, d.top - canvas.px(8)}, text,
                      mono(kNumbers, canvas.theme.secondary).baseline());
            free_from = x + width + canvas.px(6);
            break;
        }
    }
}

void draw_high_watermark(BarDrawing const& d, float overhang) {
    if (d.bar.high_watermark < d.axis.scale.first || d.bar.high_watermark > d.shown_end()) return;
    Canvas const& canvas = d.canvas;
    // In the gap between two cells, so that it hides neither.
    float const thickness = std::max(1.0F, canvas.shape_px(2));
    float const left = d.axis.x(d.bar.high_watermark) - std::floor((d.gap() + thickness) / 2);
    Colour const colour = d.bar.dead ? canvas.theme.of(Meaning::dead) : canvas.theme.text;
    filled_rect(canvas, {left, d.top - overhang, left + thickness, d.bottom + overhang}, colour);
}

}  // namespace

void offset_bar(Canvas const& canvas, ImVec2 at, float width, OffsetBar const& bar,
                OffsetScale const& scale, BarWords written) {
    BarDrawing const d{canvas, bar, offset_axis(canvas, scale, at.x, width), at.y,
                       at.y + canvas.shape_px(kCellHeight)};
    std::int64_t const begin = std::max(bar.log_start, scale.first);
    std::int64_t const end = std::min(bar.log_end, d.shown_end());
    if (d.axis.pitch >= kLeastPitch) {
        for (std::int64_t offset = begin; offset < end; ++offset) draw_cell(d, offset);
        for (OffsetRange const& range : bar.crossed) {  // what stood beyond the end of the log
            std::int64_t const from = std::max({range.begin, bar.log_end, scale.first});
            std::int64_t const to = std::min(range.end, d.shown_end());
            for (std::int64_t offset = from; offset < to; ++offset) draw_cell(d, offset);
        }
    } else {
        draw_runs(d, begin, end);
    }
    if (written != BarWords::none) draw_epochs(d, at.x + width);
    // Bars without words stand close under each other.
    draw_high_watermark(d, canvas.px(written == BarWords::none ? 3 : 6));
    if (written != BarWords::all) return;

    float const letter = text_width(canvas, "0", Face::mono_strong, kNumbers);
    float const baseline = d.bottom + canvas.px(8) + canvas.fonts.get(Face::mono, kNumbers).em;
    for (BarLabel const& label : bar_labels(bar, d.axis, at.x + width, letter)) {
        Colour const colour =
            label.faint || bar.dead ? canvas.theme.faint_text : canvas.theme.secondary;
        Face const face = label.faint ? Face::mono : Face::mono_strong;
        draw_text(canvas, {label.left, baseline}, label.text,
                  TextStyle{face, kNumbers, colour}.baseline());
    }
}

}  // namespace highwater::gui
