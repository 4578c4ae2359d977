#include "trace/describe_move.h"

#include "trace/sentence.h"

namespace highwater {

namespace {
// "broker-2, broker-3".
std::string moving_brokers(std::vector<BrokerId> const& ids, Describer const& who) {
    std::string text;
    for (BrokerId const id : ids) {
        text += sentence::join(text.empty() ? "" : ", ", who.broker(id));
    }
    return text;
}
}  // namespace

std::string move_sentence(ReassignmentBegun const& f, Describer const& who) {
    Move const& move = *f.move;
    std::string text =
        sentence::join("The controller begins to move ", who.partition(f.partition), " from ",
                       format_brokers(move.from), " to ", format_brokers(move.to), ":");
    if (!move.adding.empty()) {
        text += sentence::join(" ", moving_brokers(move.adding, who),
                               move.adding.size() == 1 ? " copies it first" : " copy it first");
    }
    if (!move.removing.empty()) {
        text += sentence::join(move.adding.empty() ? " " : ", ", moving_brokers(move.removing, who),
                               move.removing.size() == 1 ? " drops it last" : " drop it last");
    }
    return text + ".";
}

std::string move_sentence(ReassignmentDone const& f, Describer const& who) {
    std::vector<BrokerId> const came = sentence::without(f.move->to, f.move->from);
    std::vector<BrokerId> const went = sentence::without(f.move->from, f.move->to);
    std::string what = sentence::join("The replicas of ", who.partition(f.partition), " are ",
                                      format_brokers(f.move->to), " now");
    // In which order the former ones stood is known only when nothing had to be copied.
    if (came.empty() && went.empty()) {
        return sentence::join(what, "; they were ", format_brokers(f.move->from), ".");
    }
    auto const tell = [&](std::vector<BrokerId> const& brokers, std::string_view verb) {
        if (brokers.empty()) return std::string{};
        return sentence::join(moving_brokers(brokers, who),
                              brokers.size() == 1 ? " was " : " were ", verb);
    };
    what += sentence::join(": ", tell(came, "added"), came.empty() || went.empty() ? "" : ", ",
                           tell(went, "removed"), ".");
    return what;
}

std::string move_sentence(ReassignmentCancelled const& f, Describer const& who) {
    return sentence::join("The reassignment of ", who.partition(f.partition),
                          " was cancelled: its replicas are ", format_brokers(f.move->to), " now.");
}

}  // namespace highwater
