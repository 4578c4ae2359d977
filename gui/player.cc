#include "gui/player.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "gui/view/prediction.h"
#include "scenario/queries.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

constexpr std::uint64_t kEventsPerLook = 256;  // at the clock: 0.1 ms of a usual run
constexpr double kNoDeadline = std::numeric_limits<double>::infinity();
// Slower than this a person sees single messages, and what each has changed.
constexpr std::int64_t kSpeedOfGlow = kRealTime / 20;
constexpr double kGlowSeconds = 0.4;

double machine_seconds() {
    using namespace std::chrono;
    return duration<double>(steady_clock::now().time_since_epoch()).count();
}

// As the class reads them: a translated lesson has its own words for its choices.
std::vector<std::string> in_words(LessonStep const& step, std::vector<std::string> choices) {
    for (std::string& choice : choices) {
        for (std::size_t i = 0; i < step.choice_words.size() && i < step.choices.size(); ++i) {
            if (write_answer(step.choices[i]) != choice) continue;
            choice = step.choice_words[i];
            break;
        }
    }
    return choices;
}

}  // namespace

Player::Player(Scenario scenario, std::function<double()> real_seconds)
    : scenario_{std::move(scenario)},
      real_seconds_{real_seconds ? std::move(real_seconds) : machine_seconds},
      timeline_{std::make_unique<Timeline>(start_world(scenario_))} {
    OfBranch first;
    first.judged.resize(scenario_.expectations.size());
    first.foreseen.resize(scenario_.steps.size());
    known_.push_back(std::move(first));
    // The cluster has formed when the lesson begins.
    go_to(Time{}, kNoDeadline);
    refresh();
}

Frame Player::frame(Catalogue const* catalogue) const {
    return Frame{timeline_->world(),
                 previous_.get(),
                 timeline_->trace(),
                 who_,
                 &scenario_,
                 cursor_,
                 expectations_,
                 branches_,
                 revision_,
                 &questions_,
                 &here().history,
                 catalogue,
                 &book_,
                 marked_.get(),
                 &timeline_->checks(),
                 &here().plots,
                 &here().groups,
                 nullptr,
                 other_ ? &other_->future : nullptr,
                 &timeline_->branch().commands,
                 &here().bookmarks,
                 combining_ ? &combining_->shown : nullptr};
}

// ---- running ------------------------------------------------------------------------------------

bool Player::has_time(double deadline) const {
    return deadline == kNoDeadline || real_seconds_() < deadline;
}

// What the events since the last time mean for ribbons and marks.
void Player::learn() {
    extend(here().names, timeline_->world());
    extend(here().history, timeline_->trace(), timeline_->world());
    extend(here().groups, timeline_->trace());
    extend(here().plots, timeline_->trace(), timeline_->world());
}

// Looks at every expectation up to `at` that nobody has looked at, on a copy of the world: the
// present stays where it is, also between two events of one instant.
void Player::judge_until(Time at) {
    for (std::size_t i = 0; i < scenario_.expectations.size(); ++i) {
        TimedExpectation const& expectation = scenario_.expectations[i];
        Judged& judged = here().judged[i];
        if (judged.is_known || expectation.at > at) continue;
        World copy = timeline_->world();
        Runner runner;
        run_to(copy, moment_of(scenario_, expectation), runner);
        auto const verdict = check(copy, expectation.expectation);
        judged = {true, verdict.holds, write_answer(verdict.actual), verdict.sentence};
    }
}

bool Player::go_to(Time target, double deadline) {
    target = std::clamp(target, Time{} - kPrologue, end_of_lesson());
    Time const known = timeline_->branch().end;
    if (target < timeline_->world().now || target <= known) {
        timeline_->seek(target);
        return true;
    }
    if (timeline_->world().now < known) timeline_->seek(known);
    for (;;) {
        // Up to the next expectation first: it is looked at in its own instant.
        Time stop = target;
        bool looks = false;
        for (std::size_t i = 0; i < scenario_.expectations.size(); ++i) {
            Time const at = scenario_.expectations[i].at;
            if (here().judged[i].is_known || at > target) continue;
            looks = true;
            stop = std::min(stop, at - kBeforeQuestion);
            break;
        }
        stop = std::max(stop, timeline_->world().now);
        while (!timeline_->advance(stop, kEventsPerLook)) {
            learn();
            if (!has_time(deadline)) return false;
        }
        learn();
        if (!looks) return true;
        judge_until(stop + kBeforeQuestion);
    }
}

// One event; false at the end of the lesson.
bool Player::step_once() {
    if (timeline_->is_at_end()) {
        Time const next = timeline_->world().queue.next_at();
        if (next > end_of_lesson()) {
            judge_until(end_of_lesson());
            return false;
        }
        judge_until(next);
    }
    bool const stepped = timeline_->step_forward();
    learn();
    return stepped;
}

Time Player::next_question(Time after) const {
    for (LessonStep const& step : scenario_.steps) {
        if (!step.ask.empty() && step.at - kBeforeQuestion > after)
            return step.at - kBeforeQuestion;
    }
    return kNever;
}

void Player::play_on(double elapsed_seconds, double deadline) {
    owed_us_ += elapsed_seconds * static_cast<double>(speed_ppm_);
    auto const whole = static_cast<std::int64_t>(owed_us_);
    if (whole <= 0) return;
    owed_us_ -= static_cast<double>(whole);
    Time const now = timeline_->world().now;
    Time const question = next_question(now);
    Time const target = std::min({now + microseconds(whole), question, end_of_lesson()});
    bool const glows = speed_ppm_ <= kSpeedOfGlow;
    std::unique_ptr<World> before;
    if (glows) before = std::make_unique<World>(timeline_->world());
    std::uint64_t const events = timeline_->event();
    go_to(target, deadline);
    if (glows && timeline_->event() != events) {
        previous_ = std::move(before);
        glow_left_ = kGlowSeconds;
    } else if (!glows) {
        previous_.reset();  // what a command has done glows no longer than that
    }
    // Pausing at a question gives the class its time; pausing at the end, the teacher a choice.
    Time const arrived = timeline_->world().now;
    if (arrived >= question || arrived >= end_of_lesson()) is_playing_ = false;
}

// Runs on for a condition or an event that matters. True when the search is over.
bool Player::search(double deadline) {
    std::uint64_t count = 0;
    for (;;) {
        std::size_t const known_keys = here().history.key_events.size();
        std::uint64_t const before = timeline_->event();
        if (!step_once()) {
            if (until_) outcome_ = "The lesson ends, and “" + until_->text + "” was not reached.";
            until_.reset();
            to_key_event_ = false;
            return true;
        }
        if (until_ && check(timeline_->world(), *until_).holds) {
            outcome_ = "Reached at " + format_time(timeline_->world().now) + ": " + until_->text;
            until_.reset();
            return true;
        }
        std::vector<std::uint64_t> const& keys = here().history.key_events;
        bool const is_key =
            keys.size() > known_keys || std::binary_search(keys.begin(), keys.end(), before);
        if (to_key_event_ && is_key) {
            to_key_event_ = false;
            return true;
        }
        // A condition may take long to look at: the books of all records.
        std::uint64_t const every = until_ ? kEventsPerLook / 16 : kEventsPerLook;
        if (++count % every == 0 && !has_time(deadline)) return false;
    }
}

// True when an answer has become known.
bool Player::look_ahead(double deadline) {
    bool found = false;
    Branch const& branch = timeline_->branch();
    Time const now = timeline_->world().now;
    for (std::size_t i = 0; i < scenario_.steps.size(); ++i) {
        LessonStep const& step = scenario_.steps[i];
        Foreseen const& known = here().foreseen[i];
        bool const is_asked = step.answer && now >= step.at - kBeforeQuestion;
        if (!is_asked || (known.is_known && known.commands == branch.commands.size())) continue;
        bool const is_under_way = ahead_ && ahead_->step == i &&
                                  ahead_->branch == timeline_->current_branch() &&
                                  ahead_->commands == branch.commands.size();
        if (!is_under_way) {
            ahead_.emplace(Ahead{i,
                                 timeline_->current_branch(),
                                 branch.commands.size(),
                                 timeline_->world_at(std::min(step.answer->at, branch.end)),
                                 {}});
        }
        std::uint64_t count = 0;
        while (highwater::step(ahead_->world, ahead_->runner, step.answer->at)) {
            if (++count % kEventsPerLook == 0 && !has_time(deadline)) return found;
        }
        found = true;
        Choices choices = choices_for(step.answer->query, answer(ahead_->world, step.answer->query),
                                      timeline_->world_at(step.at - kBeforeQuestion), step.choices);
        here().foreseen[i] = {
            true, branch.commands.size(), std::move(choices.texts), choices.truth, {}};
        ahead_.reset();
        if (!has_time(deadline)) return found;
    }
    return found;
}

void Player::update(double elapsed_seconds) {
    double const deadline = real_seconds_() + kSecondsPerFrame;
    bool const was_busy = is_busy();
    if (glow_left_ > 0) {
        glow_left_ -= elapsed_seconds;
        if (glow_left_ <= 0) previous_.reset();
    }
    if (going_to_) {
        if (go_to(*going_to_, deadline)) going_to_.reset();
    } else if (until_ || to_key_event_) {
        search(deadline);
    } else if (is_playing_) {
        play_on(elapsed_seconds, deadline);
    }
    go_on_showing();
    bool const knows_more = look_ahead(deadline);
    if (tool_) tool_->go_on([&] { return has_time(deadline); });
    go_on_combining(deadline);
    if (was_busy || knows_more) refresh();
}

bool Player::is_busy() const {
    return is_playing_ || going_to_ || until_ || to_key_event_ || ahead_ || tool_ || showing_ ||
           glow_left_ > 0 || is_combining();
}

void Player::finish() {
    if (going_to_) go_to(*going_to_, kNoDeadline);
    going_to_.reset();
    if (until_ || to_key_event_) search(kNoDeadline);
    while (showing_) {
        go_on_showing();
        if (going_to_) go_to(*going_to_, kNoDeadline);
        going_to_.reset();
    }
    look_ahead(kNoDeadline);
    if (tool_) tool_->go_on([] { return true; });
    while (is_combining()) go_on_combining(kNoDeadline);
    refresh();
}

// ---- what is shown ------------------------------------------------------------------------------

void Player::refresh_questions() {
    questions_.clear();
    for (std::size_t i = 0; i < scenario_.steps.size(); ++i) {
        LessonStep const& step = scenario_.steps[i];
        if (step.ask.empty() || cursor_.at < step.at - kBeforeQuestion) continue;
        QuestionState question;
        question.step = static_cast<std::int32_t>(i);
        question.asked_at = step.at - kBeforeQuestion;
        question.answered_at = step.answer ? step.answer->at : kNever;
        Foreseen& foreseen = here().foreseen[i];
        if (step.answer && foreseen.is_known &&
            foreseen.commands == timeline_->branch().commands.size()) {
            question.choices = in_words(step, foreseen.choices);
            question.truth = foreseen.truth;
            if (!foreseen.because && cursor_.at >= step.answer->at) {
                foreseen.because = sentence_behind(timeline_->world(), step.answer->query,
                                                   step.answer->at, timeline_->trace(), who_);
            }
            if (cursor_.at >= step.answer->at) question.because = foreseen.because.value_or("");
        }
        questions_.push_back(std::move(question));
    }
}

void Player::refresh() {
    World const& world = timeline_->world();
    Branch const& branch = timeline_->branch();
    Trace const& trace = timeline_->trace();
    who_ = describer_of(world, here().names);
    cursor_.at = world.now;
    cursor_.nth = timeline_->event();
    cursor_.event = {};
    if (cursor_.nth > 0 && trace.covers(cursor_.nth - 1)) {
        cursor_.event = trace.nth(cursor_.nth - 1).id;
    }
    cursor_.known_until = branch.end;
    cursor_.playing = is_playing_ || until_ || to_key_event_;
    cursor_.speed_ppm = speed_ppm_;

    expectations_.clear();
    for (std::size_t i = 0; i < scenario_.expectations.size(); ++i) {
        TimedExpectation const& each = scenario_.expectations[i];
        Judged const& judged = here().judged[i];
        ExpectationState state;
        state.text = each.expectation.text;
        state.at = each.at;
        if (judged.is_known && each.at <= world.now) {
            using State = ExpectationState::Lamp;
            state.lamp = judged.holds ? State::holds : State::failed;
            state.actual = judged.actual;
            state.sentence = judged.sentence;
        }
        expectations_.push_back(std::move(state));
    }

    branches_.clear();
    for (std::size_t i = 0; i < timeline_->branches().size(); ++i) {
        Branch const& each = timeline_->branches()[i];
        branches_.push_back({each.name, each.forked_at, each.end, each.parent,
                             static_cast<std::int32_t>(i) == timeline_->current_branch()});
    }
    refresh_questions();
    ++revision_;
}

}  // namespace highwater::gui
