#include "gui/widgets/text.h"

#include <imgui_internal.h>

#include <cfloat>

namespace highwater::gui {
namespace {

constexpr std::string_view kEllipsis = "\xe2\x80\xa6";

// An empty view may point nowhere, and ImGui looks for the end of what has none.
float width_of(SizedFont const& sized, std::string_view text) {
    if (text.empty()) return 0;
    return sized.font->CalcTextSizeA(sized.size, FLT_MAX, 0, text.data(), text.data() + text.size())
        .x;
}

// Steps back to where a letter begins, so that no letter is cut within its bytes.
std::size_t letter_begin(std::string_view text, std::size_t at) {
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    return at;
}

// Where a word that is longer than a line may be broken: behind the last _ - / . , within it.
std::size_t last_joint(std::string_view text, std::size_t most) {
    std::size_t const joint = text.substr(0, most).find_last_of("_-/.,:");
    return joint == std::string_view::npos ? 0 : joint + 1;
}

// How many bytes of `text` fit into `width`; always at least one letter.
std::size_t bytes_that_fit(SizedFont const& sized, std::string_view text, float width) {
    if (text.empty()) return 0;
    char const* rest = nullptr;
    sized.font->CalcTextSizeA(sized.size, width, 0, text.data(), text.data() + text.size(), &rest);
    std::size_t fits = static_cast<std::size_t>(rest - text.data());
    if (fits == 0 && !text.empty()) {
        fits = 1;
        while (fits < text.size() && (static_cast<unsigned char>(text[fits]) & 0xC0) == 0x80) {
            ++fits;
        }
    }
    return fits;
}

float baseline_of(Canvas const& canvas, SizedFont const& sized, float y, TextStyle const& style) {
    switch (style.anchor) {
    case Anchor::baseline: return std::floor(y + 0.5F);
    case Anchor::middle: return std::floor(y + sized.cap_height / 2 + 0.5F);
    case Anchor::top: break;
    }
    // Words and mono of one size share a baseline, so that a row may mix them.
    SizedFont const& words = canvas.fonts.get(Face::words, style.type);
    float const line = canvas.line_height(style.type);
    return std::floor(y + (line + words.cap_height) / 2 + 0.5F);
}

// A list may lie within one that scrolls, too.
bool is_in_a_long_list() {
    ImGuiWindow const* window = ImGui::GetCurrentWindowRead();
    for (; window != nullptr; window = window->ParentWindow) {
        if (window->ScrollMax.x > 0 || window->ScrollMax.y > 0) return true;
        if ((window->Flags & ImGuiWindowFlags_ChildWindow) == 0) return false;
    }
    return false;
}

void record(Canvas const& canvas, SizedFont const& sized, std::string_view text, Rect const& rect) {
    LayoutProbe* probe = LayoutProbe::active();
    if (probe == nullptr) return;
    ImVec2 const clip_min = canvas.list->GetClipRectMin();
    ImVec2 const clip_max = canvas.list->GetClipRectMax();
    probe->record({std::string{text},
                   rect,
                   {clip_min.x, clip_min.y, clip_max.x, clip_max.y},
                   canvas.list,
                   sized.em,
                   false,
                   {},
                   is_in_a_long_list()});
}

char upper(char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

}  // namespace

float text_width(Canvas const& canvas, std::string_view text, Face face, Type type) {
    return width_of(canvas.fonts.get(face, type), text);
}

Rect draw_text(Canvas const& canvas, ImVec2 at, std::string_view text, TextStyle const& style) {
    SizedFont const& sized = canvas.fonts.get(style.face, style.type);
    float width = width_of(sized, text);
    std::string shortened;
    bool const cut_short = style.max_width > 0 && width > style.max_width + 0.5F;
    if (cut_short) {
        shortened = ellipsis(canvas, text, style.face, style.type, style.max_width);
        text = shortened;
        width = width_of(sized, text);
    }
    float left = at.x;
    if (style.align == Align::right) left = at.x - width;
    if (style.align == Align::center) left = at.x - width / 2;
    left = std::floor(left + 0.5F);

    float const baseline = baseline_of(canvas, sized, at.y, style);
    if (!text.empty()) {
        canvas.list->AddText(sized.font, sized.size, {left, baseline - sized.ascent}, style.colour,
                             text.data(), text.data() + text.size());
    }
    Rect const letters{left, baseline - sized.cap_height, left + width, baseline + sized.em / 5};
    if (!text.empty()) record(canvas, sized, text, letters);

    float const line = canvas.line_height(style.type);
    SizedFont const& words = canvas.fonts.get(Face::words, style.type);
    return rect_at({left, baseline - (line + words.cap_height) / 2}, width, line);
}

std::string ellipsis(Canvas const& canvas, std::string_view text, Face face, Type type,
                     float max_width) {
    SizedFont const& sized = canvas.fonts.get(face, type);
    if (width_of(sized, text) <= max_width) return std::string{text};
    float const room = max_width - width_of(sized, kEllipsis);
    std::size_t fits = room > 0 ? bytes_that_fit(sized, text, room) : 0;
    if (fits < text.size()) fits = letter_begin(text, fits);
    while (fits > 0 && text[fits - 1] == ' ') --fits;
    std::string shown = std::string{text.substr(0, fits)} + std::string{kEllipsis};
    if (LayoutProbe* probe = LayoutProbe::active()) probe->note_cut(shown, std::string{text});
    return shown;
}

std::string fitting(Canvas const& canvas, std::initializer_list<std::string_view> texts, Face face,
                    Type type, float max_width) {
    std::string_view last;
    for (std::string_view const text : texts) {
        if (text_width(canvas, text, face, type) <= max_width) return std::string{text};
        last = text;
    }
    return ellipsis(canvas, last, face, type, max_width);
}

std::string whole_parts(Canvas const& canvas, std::string_view text, Face face, Type type,
                        float max_width) {
    constexpr std::string_view kBetween = " · ";
    while (text_width(canvas, text, face, type) > max_width) {
        std::size_t const joint = text.rfind(kBetween);
        if (joint == std::string_view::npos) break;
        text = text.substr(0, joint);
    }
    return ellipsis(canvas, text, face, type, max_width);
}

std::vector<std::string_view> wrap(Canvas const& canvas, std::string_view text, Face face,
                                   Type type, float width) {
    SizedFont const& sized = canvas.fonts.get(face, type);
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        std::size_t const newline = text.find('\n');
        std::string_view const paragraph = text.substr(0, newline);
        std::size_t take = bytes_that_fit(sized, paragraph, width);
        if (take < paragraph.size() && paragraph[take] != ' ') {
            std::size_t const space = paragraph.rfind(' ', take);
            if (space != std::string_view::npos && space > 0) {
                take = space;
            } else {
                std::size_t const joint = last_joint(paragraph, take);
                take = joint > 0 ? joint : letter_begin(paragraph, take);
            }
            if (take == 0) take = bytes_that_fit(sized, paragraph, width);
        }
        std::string_view line = paragraph.substr(0, take);
        while (!line.empty() && line.back() == ' ') line.remove_suffix(1);
        lines.push_back(line);
        text.remove_prefix(take);
        if (take == paragraph.size()) {
            if (!text.empty()) text.remove_prefix(1);  // the newline itself
        } else {
            while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
        }
    }
    return lines;
}

float wrapped_height(Canvas const& canvas, std::string_view text, TextStyle const& style,
                     float width) {
    std::size_t const lines = wrap(canvas, text, style.face, style.type, width).size();
    return static_cast<float>(lines) * canvas.line_height(style.type);
}

float draw_wrapped(Canvas const& canvas, ImVec2 at, std::string_view text, TextStyle const& style,
                   float width) {
    float const line_height = canvas.line_height(style.type);
    float y = at.y;
    for (std::string_view const line : wrap(canvas, text, style.face, style.type, width)) {
        draw_text(canvas, {at.x, y}, line, style);
        y += line_height;
    }
    return y - at.y;
}

Rect section_label(Canvas const& canvas, ImVec2 at, std::string_view text, float max_width) {
    std::string capitals{text};
    for (char& letter : capitals) letter = upper(letter);
    TextStyle style = strong(Type::label, canvas.theme.faint_text);
    style.max_width = max_width;
    return draw_text(canvas, at, capitals, style);
}

}  // namespace highwater::gui
