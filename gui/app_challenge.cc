// The program's part in challenges: an answer is written, read again by the same loader that the
// command line uses, played to its end and graded by the same judge.
#include <utility>

#include "gui/app.h"
#include "gui/view/challenge.h"

namespace highwater::gui {

bool App::types_challenge() const {
    return ui_.challenge.types != kTypesNothing && player_->scenario().challenge &&
           ui_.is_uncovered();
}

// Tab and the arrows go from line to line, Enter is done.
void App::press_challenge(KeyPress const& press) {
    ChallengeDraft& draft = ui_.challenge;
    auto const rows = static_cast<std::int32_t>(player_->scenario().challenge->may_set.size());
    auto const next = draft.types == kTypesName ? 0 : draft.types + 1;
    if (press.is(Key::tab) || press.is(Key::down)) draft.types = next < rows ? next : kTypesName;
    if (press.is(Key::up)) draft.types = draft.types > 0 ? draft.types - 1 : kTypesName;
    if (press.is(Key::enter)) draft.types = kTypesNothing;
}

void App::begin_challenge() {
    Scenario const& scenario = player_->scenario();
    if (!scenario.challenge) {
        ui_.challenge = {};
        return;
    }
    if (ui_.challenge.of == scenario.file) return;  // handed in: the draft goes on
    ui_.challenge = {};
    ui_.challenge.of = scenario.file;
    ui_.challenge.values.resize(scenario.challenge->may_set.size());
}

void App::hand_in() {
    Scenario const& scenario = player_->scenario();
    if (!scenario.challenge) return say("This lesson is no challenge.");
    if (!options_.load_as) return say("This window cannot read an answer.");
    ChallengeDraft& draft = ui_.challenge;
    draft.types = kTypesNothing;
    GivenAnswer const answer = answer_of(*scenario.challenge, draft, clicked_of(player_->frame()));
    bool const was_told = std::exchange(draft.told_nothing_changed, answer.changes() == 0);
    if (draft.told_nothing_changed && !was_told) {
        return say(
            "Nothing is changed yet: set a value or do something first. Hand in once more "
            "to have the run graded as it is.");
    }
    std::string const path = scenario.file;
    AnswerText const text{"answer", write_answer_file(challenge_name(path), answer)};
    draft.problems.clear();
    draft.grade.reset();
    Loaded loaded = options_.load_as(path, language_, text);
    if (!loaded.scenario) {
        for (Diagnostic const& diagnostic : loaded.diagnostics) {
            if (diagnostic.severity != Diagnostic::Severity::error) continue;
            draft.problems.push_back(diagnostic.message +
                                     (diagnostic.advice.empty() ? "" : " – " + diagnostic.advice));
        }
        return say("Not handed in: " + draft.problems.front());
    }
    if (options_.write) {
        auto const written = options_.write(path, "-answer.toml", text.text);
        draft.saved_as = written ? *written : std::string{};
        if (!written) say(written.problem().message + " – " + written.problem().advice);
    }
    draft.commands = answer.commands;
    draft.grades = true;
    put_on_stage(*std::move(loaded.scenario), path);
    player_->seek(Time{} + player_->scenario().duration);
}

void App::take_back(std::int32_t command) {
    std::vector<ChosenCommand>& commands = ui_.challenge.commands;
    if (command < 0 || static_cast<std::size_t>(command) >= commands.size()) return;
    commands.erase(commands.begin() + command);
}

// The answered run has come to its end.
void App::take_grade() {
    if (!ui_.challenge.grades || player_->is_busy()) return;
    ui_.challenge.grades = false;
    ui_.challenge.grade = player_->grade();
    std::string said = summary_of(*ui_.challenge.grade);
    if (!ui_.challenge.saved_as.empty()) said += " Your answer is " + ui_.challenge.saved_as + ".";
    say(std::move(said));
}

// ---- hints --------------------------------------------------------------------------------------

void App::take_hint() {
    if (auto hint = player_->take_hint()) ui_.hint = std::move(hint);
    if (auto outcome = player_->take_outcome()) {
        say(std::move(*outcome));
        ui_.notice_seconds = kLongNoticeSeconds;
    }
}

void App::answer_hint(bool shows) {
    auto hint = std::exchange(ui_.hint, std::nullopt);
    if (shows && hint) say(player_->show_hint(*std::move(hint)));
}

}  // namespace highwater::gui
