// Where the parts of an OffsetBar stand: arithmetic only, tested without drawing.
#include <algorithm>

#include "gui/widgets/offset_bar.h"

namespace highwater::gui {
namespace {

constexpr char const* kCutOff = "\xe2\x80\xa6";
constexpr char const* kDot = " \xc2\xb7 ";

float width_of(std::string const& text, float letter) {
    auto const begins_letter = [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
    };
    return static_cast<float>(std::count_if(text.begin(), text.end(), begins_letter)) * letter;
}

// "…118": a number without the digits it shares with `other`, three at least.
std::string tail(std::string const& number, std::string const& other) {
    std::size_t shared = 0;
    while (number.size() == other.size() && shared + 3 < number.size() &&
           number[shared] == other[shared]) {
        ++shared;
    }
    return shared < 2 ? number : kCutOff + number.substr(shared);
}

// The first of `texts` that fits between `left` and `right`, centred on `middle` where it can be.
bool place_merged(std::vector<BarLabel>& labels, std::vector<std::string> const& texts,
                  float middle, float left, float right, float letter) {
    for (std::string const& text : texts) {
        float const width = width_of(text, letter);
        if (width > right - left) continue;
        labels.push_back({std::clamp(middle - width / 2, left, right - width), text, false});
        return true;
    }
    return false;
}

bool place_apart(std::vector<BarLabel>& labels, std::string const& high_watermark,
                 std::string const& log_end, float at_high_watermark, float at_log_end, float left,
                 float right, float letter) {
    float const end_width = width_of(log_end, letter);
    float const end_left = std::min(at_log_end, right - end_width);
    float const width = width_of(high_watermark, letter);
    float const limit = end_left - 2 * letter;  // at least two letters between the two
    float const mark_left = std::min(at_high_watermark, limit) - width;
    if (mark_left < left || end_left < left) return false;
    labels.push_back({mark_left, high_watermark, false});
    labels.push_back({end_left, log_end, false});
    return true;
}

}  // namespace

namespace {

// So many times as many as full cells are little more than a pixel wide each.
constexpr std::int64_t kMostTimes = 12;

OffsetScale newest(std::int64_t lowest, std::int64_t highest, std::int64_t most) {
    if (highest - lowest <= most) return {lowest, most};
    std::int64_t const step = std::max<std::int64_t>(1, most / 4);
    std::int64_t const needed = highest - most - lowest;  // records that cannot be shown
    return {lowest + (needed + step - 1) / step * step, most};
}

}  // namespace

OffsetScale offset_scale(std::int64_t lowest, std::int64_t highest, std::int64_t most,
                         std::int64_t mark) {
    most = std::max<std::int64_t>(most, 1);
    OffsetScale const usual = newest(lowest, highest, most);
    mark = std::max(mark, lowest + 1);  // with a record before it
    OffsetScale scale = usual;
    for (std::int64_t count = most; scale.first >= mark;
         count += std::max<std::int64_t>(1, count / 2)) {
        if (count > most * kMostTimes) return usual;
        scale = newest(lowest, highest, count);
    }
    return scale;
}

std::int64_t cells_that_fit(Canvas const& canvas, float width) {
    float const pitch = canvas.shape_px(kCellPitch);
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::floor(width / pitch)));
}

float OffsetAxis::x(std::int64_t offset) const {
    return left + std::floor(static_cast<float>(offset - scale.first) * pitch + 0.5F);
}

OffsetAxis offset_axis(Canvas const& canvas, OffsetScale const& scale, float left, float width) {
    float const full = canvas.shape_px(kCellPitch) * static_cast<float>(scale.times);
    float const even = width / static_cast<float>(std::max<std::int64_t>(1, scale.count));
    return {scale, left, std::min(full, even)};
}

std::string_view high_watermark_name(OffsetBar const& bar, bool is_short) {
    if (!bar.dead) return "HW";
    return is_short ? "HW·disk" : "HW on disk";
}

std::int64_t offset_at(OffsetAxis const& axis, float x) {
    if (x < axis.left || axis.pitch <= 0) return -1;
    std::int64_t const nth = static_cast<std::int64_t>((x - axis.left) / axis.pitch);
    return nth < axis.scale.count ? axis.scale.first + nth : -1;
}

std::vector<BarLabel> bar_labels(OffsetBar const& bar, OffsetAxis const& axis, float right,
                                 float letter) {
    std::vector<BarLabel> labels;
    std::int64_t const shown_end = axis.scale.first + axis.scale.count;
    auto const x = [&](std::int64_t offset) {
        return axis.x(std::clamp(offset, axis.scale.first, shown_end));
    };
    std::string const name{high_watermark_name(bar)};
    std::string const mark = std::to_string(bar.high_watermark);
    std::string const end = std::to_string(bar.log_end);
    if (bar.high_watermark == bar.log_end) {
        place_merged(labels, {name + " = LEO " + end, "LEO " + end, end}, x(bar.log_end), axis.left,
                     right, letter);
    } else if (!place_apart(labels, name + " " + mark, "LEO " + end,
                            x(bar.high_watermark) + letter / 2, x(bar.log_end), axis.left, right,
                            letter)) {
        float const middle = (x(bar.high_watermark) + x(bar.log_end)) / 2;
        std::string const short_mark = name + " " + tail(mark, end);
        std::string const short_end = "LEO " + tail(end, mark);
        place_merged(labels,
                     {name + " " + mark + kDot + "LEO " + end, short_mark + kDot + short_end,
                      name + " " + mark, short_mark},
                     middle, axis.left, right, letter);
    }

    bool const begins_before = bar.log_start < axis.scale.first;
    std::int64_t const first = std::max(bar.log_start, axis.scale.first);
    std::string const text = (begins_before ? kCutOff : "") + std::to_string(first);
    float const left = x(first);
    bool const fits = labels.empty() || left + width_of(text, letter) + letter <= labels[0].left;
    if (fits && first < bar.log_end && left + width_of(text, letter) <= right) {
        labels.insert(labels.begin(), BarLabel{left, text, true});
    }
    return labels;
}

}  // namespace highwater::gui
