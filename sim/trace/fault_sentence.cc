#include "trace/fault_sentence.h"

#include <string_view>
#include <vector>

namespace highwater {

namespace {
using sentence::join;

// "broker-1, broker-2 and broker-3".
std::string list(Describer const& who, std::vector<NodeId> const& nodes) {
    std::string text;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        text += join(i == 0 ? "" : i + 1 == nodes.size() ? " and " : ", ", who.node(nodes[i]));
    }
    return text;
}

std::string messages(std::int64_t count) {
    return count == 1 ? std::string{"1 message"} : join(count, " messages");
}

std::string_view api_of(std::uint8_t message_kind) {
    static std::vector<std::string_view> const names = [] {
        std::vector<std::string_view> all;
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (all.push_back(api_name(Message{std::in_place_index<I>})), ...);
        }
        (std::make_index_sequence<std::variant_size_v<MessageVariant>>{});
        return all;
    }();
    return message_kind < names.size() ? names[message_kind] : "?";
}

bool is_response_kind(std::uint8_t message_kind) {
    static std::vector<bool> const responses = [] {
        std::vector<bool> all;
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (all.push_back(is_response(Message{std::in_place_index<I>})), ...);
        }
        (std::make_index_sequence<std::variant_size_v<MessageVariant>>{});
        return all;
    }();
    return message_kind < responses.size() && responses[message_kind];
}
}  // namespace

std::string message_of(std::uint8_t message_kind) {
    return join(api_of(message_kind), is_response_kind(message_kind) ? " answer" : " request");
}

std::string percent(std::int32_t ppm) {
    std::string share = std::to_string(ppm / 10'000);
    if (ppm % 10'000 != 0) {
        share += "." + std::to_string(10'000 + ppm % 10'000).substr(1);
        share.erase(share.find_last_not_of('0') + 1);
    }
    return share;
}

std::string FaultSentence::operator()(NodePowerLost const&) const {
    return join("The machine of ", here(),
                " lost power: what was not flushed to its disk is gone.");
}

std::string FaultSentence::operator()(ClockSkewed const& f) const {
    if (f.by.us == 0) return join("The clock of ", here(), " is exact again.");
    return join("The clock of ", here(), " is now ",
                format_duration(f.by.us < 0 ? Duration{-f.by.us} : f.by),
                f.by.us < 0 ? " behind." : " ahead.");
}

std::string FaultSentence::operator()(LinkSlowed const& f) const {
    bool const whole = f.to == kNoNode;
    std::string const subject = whole ? join("Messages to and from ", who.node(f.from))
                                      : join("Messages from ", link(f.from, f.to));
    return f.by.us == 0 ? join(subject, " are as fast as before.")
                        : join(subject, " take ", format_duration(f.by), " longer.");
}

std::string FaultSentence::operator()(LinkLossy const& f) const {
    if (f.loss_ppm == 0) return join("No packets from ", link(f.from, f.to), " get lost any more.");
    return join(percent(f.loss_ppm), " % of the packets from ", link(f.from, f.to), " get lost.");
}

std::string FaultSentence::operator()(LinkReordering const& f) const {
    if (f.by.us == 0) {
        return join("What goes from ", link(f.from, f.to), " keeps one order again.");
    }
    return join("Connections from ", link(f.from, f.to), " overtake each other by up to ",
                format_duration(f.by), ".");
}

std::string FaultSentence::operator()(LinkClogged const& f) const {
    return join("The link from ", link(f.from, f.to), " is clogged",
                f.held == 0 ? std::string{"."} : join(" with ", messages(f.held), " on it."));
}

std::string FaultSentence::operator()(LinkUnclogged const& f) const {
    return join(
        "The link from ", link(f.from, f.to), " is free again",
        f.released == 0 ? std::string{"."} : join(": ", messages(f.released), " moved on."));
}

std::string FaultSentence::operator()(SwizzleBegun const& f) const {
    return join(f.links, f.links == 1 ? " link" : " links",
                " will be clogged and freed in a random order within ", format_duration(f.over),
                ".");
}

std::string FaultSentence::operator()(SwizzleEnded const& f) const {
    if (f.from == kNoNode) return "What was swizzled is left alone from now on.";
    if (f.to == kNoNode) return join("No swizzle clogs a link of ", who.node(f.from), " any more.");
    return join("No swizzle clogs the link from ", link(f.from, f.to), " any more.");
}

std::string FaultSentence::operator()(GroupsCut const& f) const {
    NodeGroups const& groups = *f.groups;
    std::string const first = list(who, groups.from);
    if (groups.to.empty()) {
        return join(first, groups.from.size() == 1 ? " was" : " were",
                    " cut off from everybody else.");
    }
    std::string const second = list(who, groups.to);
    if (f.one_way) return join("Nothing passes from ", first, " to ", second, " any more.");
    return join("Nothing passes between ", first, " on one side and ", second,
                " on the other any more.");
}

std::string FaultSentence::operator()(GroupsHealed const& f) const {
    std::string const first = list(who, f.groups->from);
    std::string const second = list(who, f.groups->to);
    if (f.one_way) return join("What goes from ", first, " to ", second, " passes again.");
    return join("Everything passes again between ", first, " on one side and ", second,
                " on the other.");
}

std::string FaultSentence::operator()(RingCut const& f) const {
    return join(list(who, *f.members), " form a ring: each reaches only its two neighbours in it.");
}

std::string FaultSentence::operator()(MessageDelayed const& f) const {
    std::string const what = join("The ", message_of(f.message_kind), " from ", link(f.from, f.to),
                                  " is held up until ", format_time(f.arrives_at));
    return f.behind == 0 ? join(what, ".") : join(what, "; ", messages(f.behind), " behind it.");
}

std::string FaultSentence::operator()(MessageDuplicated const& f) const {
    return join("The ", message_of(f.message_kind), " from ", link(f.from, f.to),
                " arrives a second time.");
}

}  // namespace highwater
