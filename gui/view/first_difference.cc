#include "gui/view/first_difference.h"

#include <algorithm>
#include <map>

#include "gui/view/event_words.h"
#include "gui/view/short_text.h"

namespace highwater::gui {
namespace {

// What an event was, in one sentence: its most interesting fact, else what kind of event it was.
std::string sentence_of(Trace const& trace, TracedEvent const& event, Describer const& who) {
    TracedFact const* best = nullptr;
    for (TracedFact const& traced : trace.facts_of(event)) {
        bool const is_more = best == nullptr || interest_of(traced.fact) > interest_of(best->fact);
        if (is_more) best = &traced;
    }
    if (best != nullptr) return describe(*best, who);
    return describe_event(event, who);
}

// Ids of names may mean different things in two futures; sentences mean the same.
bool same_event(Trace const& a, TracedEvent const& x, Describer const& who_a, Trace const& b,
                TracedEvent const& y, Describer const& who_b) {
    if (x.id != y.id || x.at != y.at || x.node != y.node || x.kind != y.kind ||
        x.detail != y.detail) {
        return false;
    }
    auto const one = a.facts_of(x);
    auto const other = b.facts_of(y);
    if (one.size() != other.size()) return false;
    for (std::size_t i = 0; i < one.size(); ++i) {
        if (describe(one[i], who_a) != describe(other[i], who_b)) return false;
    }
    return true;
}

std::string because_of(Trace const& trace, TracedEvent const& event, Describer const& who) {
    if (event.kind == EventKind::command) return "somebody asked for it";
    TracedEvent const* cause = event.cause.value == 0 ? nullptr : trace.find(event.cause);
    if (cause == nullptr) return {};
    return sentence_of(trace, *cause, who);
}

// ---- two branches: the first event that is not the same -----------------------------------------

bool is_command(TracedEvent const* event) {
    return event != nullptr && event->kind == EventKind::command;
}

void tell_both(Frame const& frame, OtherFuture const& other, TracedEvent const* mine,
               TracedEvent const* its, FirstDifference& first) {
    // Where something was asked for in one only, what the other does next is no answer to it.
    bool const is_mine_alone = is_command(mine) && !is_command(its);
    bool const is_its_alone = is_command(its) && !is_command(mine);
    if (mine == nullptr) {
        first.here = "Nothing was run here beyond this instant.";
    } else {
        first.event = mine->id;
        first.here =
            is_its_alone ? "Nobody asks for it here." : sentence_of(frame.trace, *mine, frame.who);
        if (!is_its_alone) first.because_here = because_of(frame.trace, *mine, frame.who);
    }
    if (its == nullptr) {
        first.there = "Nothing was run there beyond this instant.";
    } else if (is_mine_alone) {
        first.there = "Nobody asks for it there.";
    } else {
        first.there = sentence_of(other.trace, *its, other.who);
        first.because_there = because_of(other.trace, *its, other.who);
    }
}

FirstDifference of_branches(Frame const& frame, OtherFuture const& other) {
    FirstDifference first;
    Trace const& here = frame.trace;
    Trace const& there = other.trace;
    for (std::uint64_t nth = other.common; here.covers(nth) || there.covers(nth); ++nth) {
        TracedEvent const* mine = here.covers(nth) ? &here.nth(nth) : nullptr;
        TracedEvent const* its = there.covers(nth) ? &there.nth(nth) : nullptr;
        bool const same = mine != nullptr && its != nullptr &&
                          same_event(here, *mine, frame.who, there, *its, other.who);
        if (same) continue;
        first.is_known = true;
        bool const is_earlier = mine != nullptr && (its == nullptr || mine->at <= its->at);
        first.at = is_earlier ? mine->at : its->at;
        first.time = thousandths(first.at);
        tell_both(frame, other, mine, its, first);
        return first;
    }
    return first;
}

// ---- two configurations: the first thing that a learner would name ------------------------------

constexpr Duration kSameInstant = milliseconds(10);  // what is less apart
constexpr Duration kTail = milliseconds(500);  // the other one may just not have come to it yet
constexpr Duration kFirstLook = seconds(10);

// What was set, said and asked is the configuration and the lesson, not what came of them; offsets
// of the metadata log differ as soon as it holds one record more; and whom a client asks is chance.
bool is_named(Fact const& fact) {
    return std::visit(
        [&](auto const& each) {
            using Kind = std::decay_t<decltype(each)>;
            constexpr bool kIsSetOrSaid =
                std::is_same_v<Kind, ConfigChanged> || std::is_same_v<Kind, ClientQuotaChanged> ||
                std::is_same_v<Kind, TopicCreated> || std::is_same_v<Kind, FeatureLevelChanged> ||
                std::is_same_v<Kind, Said> || std::is_same_v<Kind, Asked> ||
                std::is_same_v<Kind, Marked> || std::is_same_v<Kind, ToolStarted> ||
                std::is_same_v<Kind, ToolFinished>;
            constexpr bool kTellsOfMetadata = std::is_same_v<Kind, BrokerRegistered> ||
                                              std::is_same_v<Kind, MetadataRequested> ||
                                              std::is_same_v<Kind, MetadataSnapshotCreated> ||
                                              std::is_same_v<Kind, MetadataSnapshotFetched> ||
                                              std::is_same_v<Kind, MetadataLogCleaned>;
            constexpr bool kIsAnswer =
                std::is_same_v<Kind, ProduceParked> || std::is_same_v<Kind, Acknowledged>;
            if (kIsSetOrSaid || kTellsOfMetadata) return false;
            return kIsAnswer || interest_of(fact) != Interest::detail;
        },
        fact);
}

struct Happening {
    TracedEvent const* event{};
    TracedFact const* fact{};
    std::string sentence;
    std::string alike;        // without its times
    Happening const* same{};  // in the other one, if it happens there
    Time at() const { return event->at; }
};

struct Telling {
    Trace const& trace;
    Describer const& who;
    std::vector<Happening> all{};  // up to an instant, by time

    void read(Time from, Time until) {
        all.clear();
        for (TracedEvent const& event : trace.events()) {
            if (event.at > until) break;
            if (event.at < from || event.facts == 0) continue;
            for (TracedFact const& traced : trace.facts_of(event)) {
                if (!is_named(traced.fact)) continue;
                std::string sentence = describe(traced, who);
                std::string alike = timeless(sentence);
                all.push_back({&event, &traced, std::move(sentence), std::move(alike)});
            }
        }
    }
    // What happens as well in the other one, the first time here with the first time there.
    void match(Telling const& other) {
        std::map<std::string_view, std::vector<Happening const*>> theirs;
        for (Happening const& each : other.all) theirs[each.alike].push_back(&each);
        std::map<std::string_view, std::size_t> seen;
        for (Happening& each : all) {
            auto const found = theirs.find(each.alike);
            std::size_t const nth = seen[each.alike]++;
            if (found != theirs.end() && nth < found->second.size()) each.same = found->second[nth];
        }
    }
    Happening const* first(Time until, Duration apart) const {
        for (Happening const& each : all) {
            if (each.at() > until) return nullptr;
            if (each.same == nullptr || each.same->at() > each.at() + apart) return &each;
        }
        return nullptr;
    }
    // When it happens here as well, behind what was read; kNever: it does not.
    Time later(Happening const& other, Time from) const {
        for (TracedEvent const& event : trace.events()) {
            if (event.at <= from || event.facts == 0) continue;
            for (TracedFact const& traced : trace.facts_of(event)) {
                bool const may_be = traced.fact.index() == other.fact->fact.index();
                if (may_be && timeless(describe(traced, who)) == other.alike) return event.at;
            }
        }
        return kNever;
    }
    // The same event, as far as it can be the same in another configuration.
    TracedEvent const* event_like(TracedEvent const& other) const {
        auto const events = trace.events();
        auto found =
            std::lower_bound(events.begin(), events.end(), other.at,
                             [](TracedEvent const& event, Time at) { return event.at < at; });
        for (; found != events.end() && found->at == other.at; ++found) {
            bool const is_it = found->node == other.node && found->kind == other.kind &&
                               found->detail == other.detail && found->peer == other.peer;
            if (is_it && found->facts > 0) return &*found;
        }
        return nullptr;
    }
};

// What to say of the one in which it does not happen, or later.
void tell_other(Happening const& first, Telling const& other, Time read_until, std::string& text,
                std::string& because) {
    Time const again = first.same != nullptr ? first.same->at() : other.later(first, read_until);
    if (again != kNever) {
        Duration const by = again - first.at();
        text = by < seconds(1) ? "The same " + format_duration(by) + " later."
                               : "The same, but at " + thousandths(again) + ".";
        return;
    }
    text = "This does not happen.";
    TracedEvent const* like = other.event_like(*first.event);
    if (like == nullptr) return;
    text += " At that instant: " + sentence_of(other.trace, *like, other.who);
    because = because_of(other.trace, *like, other.who);
}

Time end_of(Trace const& trace) {
    return trace.events().empty() ? Time{} : trace.events().back().at;
}

FirstDifference of_configurations(Frame const& frame, OtherFuture const& other) {
    FirstDifference first;
    first.setting = other.name;
    if (frame.trace.events().empty() || other.trace.events().empty()) return first;
    Telling here{frame.trace, frame.who};
    Telling there{other.trace, other.who};
    Time const from = std::max(here.trace.events().front().at, there.trace.events().front().at);
    Time const end = std::min(end_of(here.trace), end_of(there.trace));
    // Sentences are dear, and most configurations part early: further is looked when they do not.
    for (Duration look = kFirstLook;; look = look * 4) {
        Time const until = std::min(end, from + look);
        here.read(from, until);
        there.read(from, until);
        here.match(there);
        there.match(here);
        for (Duration const apart : {kSameInstant, Duration{}}) {
            Happening const* mine = here.first(until - kTail, apart);
            Happening const* its = there.first(until - kTail, apart);
            if (mine == nullptr && its == nullptr) continue;
            bool const is_mine = its == nullptr || (mine != nullptr && mine->at() <= its->at());
            first.is_known = true;
            if (is_mine) {
                first.at = mine->at();
                first.event = mine->event->id;
                first.here = mine->sentence;
                first.because_here = because_of(here.trace, *mine->event, here.who);
                tell_other(*mine, there, until, first.there, first.because_there);
            } else {
                first.at = its->at();
                first.there = its->sentence;
                first.because_there = because_of(there.trace, *its->event, there.who);
                tell_other(*its, here, until, first.here, first.because_here);
            }
            first.time = thousandths(first.at);
            return first;
        }
        if (until == end) return first;
    }
}

}  // namespace

std::string timeless(std::string_view sentence) {
    std::string text;
    auto const is_digit = [](char letter) { return letter >= '0' && letter <= '9'; };
    for (std::size_t i = 0; i < sentence.size();) {
        std::size_t end = i;
        while (end < sentence.size() && (is_digit(sentence[end]) || sentence[end] == '.')) ++end;
        bool const begins_word = i == 0 || sentence[i - 1] == ' ';
        std::string_view const rest = sentence.substr(end);
        bool const has_unit = rest.starts_with(" s") || rest.starts_with(" ms") ||
                              rest.starts_with(" us") || rest.starts_with(" µs");
        if (end > i && is_digit(sentence[i]) && begins_word && has_unit) {
            text += "…";
            i = end;
            continue;
        }
        end = std::max(end, i + 1);
        text += sentence.substr(i, end - i);
        i = end;
    }
    return text;
}

FirstDifference first_difference(Frame const& frame, OtherFuture const& other) {
    if (other.branch == kConfiguration) return of_configurations(frame, other);
    return other.is_same ? FirstDifference{} : of_branches(frame, other);
}

}  // namespace highwater::gui
