#include "engine/save.h"

#include <algorithm>
#include <bit>
#include <charconv>

#include "base/limits.h"

namespace highwater {

namespace {

constexpr std::string_view kMagic = "highwater-save 1";
constexpr std::size_t kColumns = 96;

std::string hex(std::uint64_t value) {
    std::string text(16, '0');
    for (std::size_t i = 16; i-- > 0; value >>= 4) text[i] = "0123456789abcdef"[value & 15];
    return text;
}

// Walks through the lines and words of a save; the first mistake is kept with its line.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_{text} {}

    bool next_line() {
        if (rest_.empty()) return false;
        std::size_t const end = rest_.find('\n');
        line_ = rest_.substr(0, end);
        rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
        if (!line_.empty() && line_.back() == '\r') line_.remove_suffix(1);
        ++number_;
        return true;
    }
    std::string_view line() const { return line_; }
    std::string_view rest() const { return rest_; }

    std::string_view word() {
        std::size_t const start = std::min(line_.find_first_not_of(' '), line_.size());
        line_.remove_prefix(start);
        std::size_t const end = std::min(line_.find(' '), line_.size());
        std::string_view const word = line_.substr(0, end);
        line_.remove_prefix(std::min(end + 1, line_.size()));
        return word;
    }
    std::uint64_t number(int base = 10) {
        std::string_view const text = word();
        std::uint64_t value = 0;
        auto const [end, error] =
            std::from_chars(text.data(), text.data() + text.size(), value, base);
        if (error != std::errc{} || end != text.data() + text.size())
            fail("a number is expected, not \"" + std::string{text} + '"');
        return value;
    }
    Time time() {
        bool const negative = !line_.empty() && line_.front() == '-';
        if (negative) line_.remove_prefix(1);
        auto const us = static_cast<std::int64_t>(number() & INT64_MAX);
        return {negative ? -us : us};
    }

    void fail(std::string what) {
        if (problem_.message.empty()) {
            problem_ = {"line " + std::to_string(number_) + ": " + std::move(what),
                        "a save is pasted whole, from \"highwater-save\" to its last line"};
        }
    }
    bool failed() const { return !problem_.message.empty(); }
    Problem const& problem() const { return problem_; }

private:
    std::string_view rest_;
    std::string_view line_;
    std::int64_t number_{};
    Problem problem_;
};

void read_trail(Reader& in, SaveFile& save) {
    save.trail.stride = in.number();
    std::uint64_t const count = in.number();
    bool const is_stride = std::has_single_bit(save.trail.stride) &&
                           save.trail.stride <= static_cast<std::uint64_t>(limits::kMaxEvents);
    if (!is_stride || count > kMostCrumbs) {
        in.fail("this is no trail");
        return;
    }
    while (!in.failed() && save.trail.crumbs.size() < count) {
        if (!in.next_line()) {
            in.fail("the trail ends too early");
            return;
        }
        std::string_view const crumbs = in.word();
        if (crumbs.empty() || !std::all_of(crumbs.begin(), crumbs.end(), is_crumb)) {
            in.fail("this is no part of a trail");
            return;
        }
        save.trail.crumbs += crumbs;
    }
    if (save.trail.crumbs.size() != count) in.fail("the trail is longer than it says");
}

void read_line(Reader& in, SaveFile& save) {
    std::string_view const key = in.word();
    if (key == "scenario") {
        save.scenario = std::string{in.line()};
    } else if (key == "seed") {
        save.seed = in.number();
    } else if (key == "set") {
        std::string const name{in.word()};
        save.settings.emplace_back(name, std::string{in.line()});
    } else if (key == "data") {
        std::uint64_t const hash = in.number(16);
        save.data_files.emplace_back(std::string{in.line()}, hash);
    } else if (key == "do") {
        SavedCommand command;
        command.event = EventId{in.number()};
        command.after_events = in.number();
        command.at = in.time();
        command.phrase = std::string{in.line()};
        save.commands.push_back(std::move(command));
    } else if (key == "end") {
        save.end_event = in.number();
        save.end = in.time();
        save.end_hash = in.number(16);
    } else if (key == "trail") {
        read_trail(in, save);
    } else if (!key.empty()) {
        in.fail("\"" + std::string{key} + "\" is no part of a save");
    }
}

std::string explain_difference(Verdict const& verdict) {
    std::string const first = std::to_string(verdict.agreed_events);
    if (verdict.differs_by == verdict.agreed_events + 1) {
        return "the first " + first + " events are the same; the next one differs";
    }
    return "the first " + first +
           " events are the same; the first different one is among the next " +
           std::to_string(verdict.differs_by - verdict.agreed_events);
}

Verdict verdict_at(Timeline const& timeline, SaveFile const& save) {
    Branch const& branch = timeline.branch();
    TrailComparison const trails = compare(save.trail, branch.trail);
    Verdict verdict;
    verdict.agreed_events = trails.agreed_events;
    verdict.is_same =
        trails.same && branch.end_event == save.end_event && branch.end_hash == save.end_hash;
    if (verdict.is_same) {
        verdict.agreed_events = save.end_event;
        return verdict;
    }
    verdict.differs_by = trails.differs_by != 0 ? trails.differs_by : save.end_event;
    verdict.differs_by = std::max(verdict.differs_by, verdict.agreed_events + 1);
    verdict.explanation = explain_difference(verdict);
    return verdict;
}

}  // namespace

SaveFile save_of(Timeline const& timeline) {
    Branch const& branch = timeline.branch();
    SaveFile save;
    save.seed = timeline.world().seed;
    for (GivenCommand const& given : branch.commands) {
        save.commands.push_back({given.event, given.after_events, given.at, given.command.phrase});
    }
    save.end_event = branch.end_event;
    save.end = branch.end;
    save.end_hash = branch.end_hash;
    save.trail = branch.trail;
    return save;
}

std::string write_save(SaveFile const& save) {
    std::string out{kMagic};
    out += "\nscenario " + save.scenario + "\nseed " + std::to_string(save.seed) + "\n";
    for (auto const& [name, value] : save.settings) out += "set " + name + " " + value + "\n";
    for (auto const& [name, hash] : save.data_files) out += "data " + hex(hash) + " " + name + "\n";
    for (SavedCommand const& command : save.commands) {
        out += "do " + std::to_string(command.event.value) + " " +
               std::to_string(command.after_events) + " " + std::to_string(command.at.us) + " " +
               command.phrase + "\n";
    }
    out += "end " + std::to_string(save.end_event) + " " + std::to_string(save.end.us) + " " +
           hex(save.end_hash) + "\n";
    std::string const& crumbs = save.trail.crumbs;
    out +=
        "trail " + std::to_string(save.trail.stride) + " " + std::to_string(crumbs.size()) + "\n";
    for (std::size_t i = 0; i < crumbs.size(); i += kColumns) {
        out += crumbs.substr(i, kColumns) + "\n";
    }
    out += "text\n" + save.scenario_text;
    return out;
}

Expected<SaveFile> read_save(std::string_view text) {
    if (static_cast<std::int64_t>(text.size()) > limits::kSaveFileBytes) {
        return Problem{"this save is larger than 4 MiB", "it cannot be one of ours"};
    }
    Reader in{text};
    SaveFile save;
    if (!in.next_line() || in.line() != kMagic) {
        in.fail("a save begins with \"highwater-save 1\"");
        return in.problem();
    }
    bool has_text = false;
    while (!in.failed() && !has_text) {
        if (!in.next_line()) {
            in.fail("the save ends too early: the scenario's text is missing");
        } else if (in.line() == "text") {
            save.scenario_text = std::string{in.rest()};
            has_text = true;
        } else {
            read_line(in, save);
        }
    }
    if (in.failed()) return in.problem();
    return save;
}

Expected<Verdict> replay_save(Timeline& timeline, SaveFile const& save, PhraseReader const& read) {
    for (SavedCommand const& saved : save.commands) {
        // A run that differs before a command never stands where the command was given.
        if (!timeline.stand_at(saved.after_events, saved.at)) return verdict_at(timeline, save);
        Names names = timeline.world().names;
        Expected<Command> command = read(saved.phrase, names);
        if (!command) return command.problem();
        if (timeline.give(std::move(*command), &names) != saved.event) {
            return verdict_at(timeline, save);
        }
    }
    if (!timeline.stand_at(save.end_event, save.end)) return verdict_at(timeline, save);
    return verdict_at(timeline, save);
}

}  // namespace highwater
