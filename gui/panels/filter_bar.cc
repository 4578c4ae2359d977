#include "gui/panels/filter_bar.h"

#include "gui/view/partition_state.h"
#include "gui/widgets/hit.h"
#include "gui/widgets/menu.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

constexpr float kMostOfAName = 180;  // what is chosen is cut short behind it
constexpr float kListHeight = 420;

std::string_view shown(FilterChip const& chip) {
    return chip.current.empty() ? std::string_view{"all"} : chip.current;
}

float value_width(Canvas const& c, FilterChip const& chip) {
    return std::min(text_width(c, shown(chip), Face::words_strong, Type::secondary),
                    c.px(kMostOfAName));
}

float width_of(Canvas const& c, FilterChip const& chip) {
    return std::ceil(text_width(c, chip.name, Face::words, Type::secondary) +
                     value_width(c, chip)) +
           c.px(12 + 6 + 8 + 10 + 12);
}

std::vector<NodeId> nodes_of(Frame const& frame) {
    std::vector<NodeId> nodes;
    for (Process const& process : frame.world.nodes) {
        if (!process.tool && !process.bootstrap) nodes.push_back(process.id);
    }
    return nodes;
}

std::vector<NameId> topics_of(Frame const& frame) {
    std::vector<NameId> topics;
    if (MetadataImage const* image = current_image(frame.world)) {
        for (Cow<TopicImage> const& topic : image->topics) topics.push_back(topic->name);
    }
    return topics;
}

std::vector<TopicPartition> partitions_of(Frame const& frame) {
    constexpr std::size_t kMost = 500;
    std::vector<TopicPartition> partitions;
    for (ListedPartition const& each : list_partitions(ServerIndex{frame.world})) {
        if (partitions.size() >= kMost) break;
        partitions.push_back(each.id);
    }
    return partitions;
}

}  // namespace

ImVec2 ChipLine::place(float width) {
    if (at.x + width > right && at.x > left) {
        at = {left, bottom() + canvas.px(kFilterGap)};
    }
    ImVec2 const here = at;
    at.x += width + canvas.px(kFilterGap);
    return here;
}

std::optional<std::size_t> filter_chip(ChipLine& line, FilterChip const& chip,
                                       std::function<std::vector<std::string>()> const& choices) {
    Canvas const& c = line.canvas;
    float const width = width_of(c, chip);
    Rect const box = rect_at(line.place(width), width, c.px(kFilterHeight));
    Hit const hit = hit_area(chip.id, box);
    bool const filters = !chip.current.empty();
    if (filters || hit.hovered) filled_rect(c, box, c.theme.raised, c.px(8));
    framed_rect(c, box, filters ? c.theme.now_outline : c.theme.line, c.hair(), c.px(8));
    float const y = box.middle_y();
    Rect const name = draw_text(c, {box.left + c.px(12), y}, chip.name,
                                words(Type::secondary, c.theme.secondary).middle());
    Rect const value = draw_text(
        c, {name.right + c.px(6), y}, shown(chip),
        (filters ? strong(Type::secondary, c.theme.text) : words(Type::secondary, c.theme.text))
            .middle()
            .within(value_width(c, chip) + 1));
    arrow_down(c, {std::floor(value.right + c.px(13)), y + c.px(4)}, c.px(7), c.theme.secondary);
    std::string const menu = std::string{chip.id} + ".list";
    if (hit.clicked) {
        ImGui::SetNextWindowPos({box.left, box.bottom + c.px(4)});
        open_menu(menu.c_str());
    }
    ImGui::SetNextWindowSizeConstraints({0, 0}, {FLT_MAX, c.px(kListHeight)});
    std::optional<std::size_t> chosen;
    if (!begin_menu(c, menu.c_str())) return chosen;
    if (menu_item(c, {"all", filters ? "" : "chosen"})) chosen = 0;
    std::size_t nth = 0;
    for (std::string const& choice : choices()) {
        ++nth;
        if (menu_item(c, {choice, choice == chip.current ? "chosen" : ""})) chosen = nth;
    }
    end_menu();
    return chosen;
}

void node_chip(ChipLine& line, Frame const& frame, NodeId& chosen) {
    std::string const name = chosen == kNoNode ? std::string{} : frame.who.node(chosen);
    auto const nth = filter_chip(line, {"##node chip", "node", name}, [&] {
        std::vector<std::string> names;
        for (NodeId const id : nodes_of(frame)) names.push_back(frame.who.node(id));
        return names;
    });
    if (nth) chosen = *nth == 0 ? kNoNode : nodes_of(frame)[*nth - 1];
}

void topic_chip(ChipLine& line, Frame const& frame, NameId& chosen) {
    Names const& names = *frame.who.names;
    std::string const name = chosen == kNoName ? std::string{} : names.text(chosen);
    auto const nth = filter_chip(line, {"##topic chip", "topic", name}, [&] {
        std::vector<std::string> all;
        for (NameId const id : topics_of(frame)) all.push_back(names.text(id));
        return all;
    });
    if (nth) chosen = *nth == 0 ? kNoName : topics_of(frame)[*nth - 1];
}

void partition_chip(ChipLine& line, Frame const& frame, TopicPartition& chosen) {
    std::string const name = chosen.partition < 0 ? std::string{} : frame.who.partition(chosen);
    auto const nth = filter_chip(line, {"##partition chip", "partition", name}, [&] {
        std::vector<std::string> names;
        for (TopicPartition const id : partitions_of(frame)) {
            names.push_back(frame.who.partition(id));
        }
        return names;
    });
    if (nth) chosen = *nth == 0 ? TopicPartition{kNoName, -1} : partitions_of(frame)[*nth - 1];
}

float switch_width(Canvas const& c, std::string_view text) {
    return std::ceil(text_width(c, text, Face::words_strong, Type::secondary)) + c.px(24);
}

bool filter_switch(Canvas const& c, char const* id, ImVec2 left_top, std::string_view text,
                   bool on) {
    Rect const box = rect_at(left_top, switch_width(c, text), c.px(kFilterHeight));
    Hit const hit = hit_area(id, box);
    if (on || hit.hovered) filled_rect(c, box, c.theme.raised, c.px(8));
    if (on) framed_rect(c, box, c.theme.line, c.hair(), c.px(8));
    draw_text(c, {box.middle_x(), box.middle_y()}, text,
              TextStyle{on ? Face::words_strong : Face::words, Type::secondary,
                        on ? c.theme.text : c.theme.secondary}
                  .center()
                  .middle());
    return hit.clicked;
}

}  // namespace highwater::gui
