#include "gui/view/field_list.h"

namespace highwater::gui {

std::string FieldLister::text(Time at) {
    if (at == kNever) return "never";
    if (at <= kLongAgo) return "not yet";
    return format_time(at);
}

std::string FieldLister::text(Uuid id) {
    if (id == kNoUuid) return "none";
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string digits;
    for (std::uint64_t const half : {id.high, id.low}) {
        for (int shift = 60; shift >= 0; shift -= 4) digits += kDigits[half >> shift & 0xf];
    }
    return digits.substr(0, 8) + "…" + digits.substr(28);
}

std::string FieldLister::text(Log const& log) {
    std::string text = std::to_string(log.start_offset().value);
    text += " … ";
    text += std::to_string(log.end_offset().value);
    text += ", ";
    text += std::to_string(log.segments().size());
    text += log.segments().size() == 1 ? " segment, " : " segments, ";
    text += std::to_string(log.size_in_bytes());
    return text + " bytes";
}

}  // namespace highwater::gui
