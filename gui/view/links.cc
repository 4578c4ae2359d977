#include "gui/view/links.h"

#include <algorithm>
#include <utility>

namespace highwater::gui {
namespace {

struct Trouble {
    NodeId from{kNoNode};
    NodeId to{kNoNode};
    bool is_cut{};
    bool is_clogged{};
    Duration slower;
    Duration reordering;
    std::int32_t loss_ppm{};

    bool is_trouble() const {
        return is_cut || is_clogged || slower.us > 0 || reordering.us > 0 || loss_ppm > 0;
    }
    bool is_like(Trouble const& other) const {
        return is_cut == other.is_cut && is_clogged == other.is_clogged && slower == other.slower &&
               reordering == other.reordering && loss_ppm == other.loss_ppm;
    }
};

std::string percent(std::int32_t ppm) {
    std::string text = std::to_string(ppm / 10'000);
    if (ppm % 10'000 != 0) {
        text += ".";
        std::string rest = std::to_string(ppm % 10'000);
        rest.insert(0, 4 - rest.size(), '0');
        while (rest.back() == '0') rest.pop_back();
        text += rest;
    }
    return text + " %";
}

std::string words_of(Trouble const& trouble, bool both_ways) {
    if (trouble.is_cut) return both_ways ? "cut" : "cut one way";
    if (trouble.is_clogged) return both_ways ? "clogged" : "clogged one way";
    std::string text;
    auto const add = [&](std::string words) {
        text += (text.empty() ? "" : " · ") + std::move(words);
    };
    if (trouble.slower.us > 0) add("+" + format_duration(trouble.slower));
    if (trouble.reordering.us > 0) add("reordered by " + format_duration(trouble.reordering));
    if (trouble.loss_ppm > 0) add(percent(trouble.loss_ppm) + " lost");
    return text;
}

}  // namespace

NetworkView network_view(Frame const& frame) {
    NetworkView view;
    std::vector<Trouble> found;
    Network const& network = frame.world.network;
    for (std::size_t i = 0; i < network.ports.size(); ++i) {
        NetworkPort const& port = network.ports[i];
        NodeId const from{static_cast<std::int32_t>(i)};
        if (port.is_isolated || port.island != 0) {
            view.node_words.push_back(frame.who.node(from) + " is isolated");
        }
        if (port.extra_delay.us > 0) {
            view.node_words.push_back(frame.who.node(from) + " is slow: +" +
                                      format_duration(port.extra_delay));
        }
        for (Link const& link : port.links) {
            Trouble const trouble{from,
                                  link.to,
                                  link.is_cut,
                                  link.is_clogged,
                                  link.extra_delay,
                                  link.reordering,
                                  link.loss_ppm};
            if (trouble.is_trouble()) found.push_back(trouble);
        }
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
        Trouble const& trouble = found[i];
        auto const back = std::find_if(found.begin(), found.end(), [&](Trouble const& other) {
            return other.from == trouble.to && other.to == trouble.from && other.is_like(trouble);
        });
        bool const both_ways = back != found.end();
        if (both_ways && trouble.to < trouble.from) continue;  // told by the other direction
        std::string const name =
            frame.who.node(trouble.from) + (both_ways ? " – " : " → ") + frame.who.node(trouble.to);
        view.links.push_back({trouble.from, trouble.to, both_ways,
                              trouble.is_cut || trouble.is_clogged, words_of(trouble, both_ways),
                              name});
    }
    return view;
}

}  // namespace highwater::gui
