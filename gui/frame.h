// What a panel may look at: one instant of one branch, the instant before, and what happened until
// then. Nothing here can be changed through it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "check/checks.h"
#include "engine/timeline.h"
#include "gui/widgets/canvas.h"
#include "scenario/scenario.h"
#include "trace/describe.h"
#include "trace/trace.h"
#include "world/world.h"

namespace highwater::gui {

// Where the teacher stands in the run.
struct Cursor {
    Time at;
    EventId event{};      // the last one that was executed
    std::uint64_t nth{};  // how many were executed since the start of the run
    Time known_until;     // what lies between `at` and this is the recorded future
    bool playing{};
    std::int64_t speed_ppm{};  // simulated per real time, in millionths: 50000 is ×1/20
};

// An expectation of the scenario and what became of it.
struct ExpectationState {
    enum class Lamp : std::uint8_t { open, holds, failed };
    std::string text;
    Lamp lamp{};
    Time at;               // when it is checked
    std::string actual;    // "orders-1 is led by broker-3"
    std::string sentence;  // the same, with what it should be
};

// A branch of the fork tree.
struct BranchState {
    std::string name;
    Time forked_at;
    Time known_until;
    std::int32_t parent{-1};
    bool is_current{};
};

// A question of the lesson, once it was asked: what may be answered, and the truth of this branch.
struct QuestionState {
    std::int32_t step{-1};             // index in Scenario::steps
    std::vector<std::string> choices;  // empty while the truth is being computed
    std::int32_t truth{-1};            // of the choices
    Time asked_at;
    Time answered_at;     // from here on everybody sees it
    std::string because;  // one sentence, once it has happened
};

// A place in the run that a person wants to come back to.
struct Bookmark {
    std::uint64_t nth{};  // so many events were executed
    Time at;              // and the clock stood here
};

struct PlotHistory;   // gui/view/plots.h: throughput, lag and ISR size of this branch
struct RunHistory;    // gui/view/ribbons.h: availability and marks of this branch
class Console;        // gui/console.h: what was typed and clicked
struct OtherFuture;   // gui/view/compare.h: another branch at the same instant
struct GroupNotes;    // gui/view/group_notes.h: what coordinators of groups noted
struct Combinations;  // gui/view/combinations.h: the script in several configurations
struct Catalogue;     // gui/view/lessons_menu.h: the lessons there are
class MessageBook;    // gui/view/message_book.h: what each message said

// An instant that was marked, to see what has changed since (or will have changed until then).
struct MarkedInstant {
    World world;
    Cursor cursor;
};

struct Frame {
    World const& world;
    World const* previous{};  // before the last step or click; nullptr at the start
    Trace const& trace;       // up to the cursor and, behind it, the recorded future
    Describer const& who;
    Scenario const* scenario{};  // nullptr: no lesson is open
    Cursor cursor;
    std::vector<ExpectationState> const& expectations;
    std::vector<BranchState> const& branches;
    std::uint64_t revision{};  // changes whenever anything above does: view models cache by it
    std::vector<QuestionState> const* questions{};
    RunHistory const* history{};
    Catalogue const* catalogue{};
    MessageBook const* messages{};  // nullptr: no stage asked for it
    MarkedInstant const* marked{};  // nullptr: none is
    Checks const* checks{};         // nullptr: nobody checks
    PlotHistory const* plots{};     // of this branch
    GroupNotes const* groups{};     // of this branch, for the groups' film strip
    Console const* console{};       // nullptr: there is none
    OtherFuture const* other{};     // nullptr: no stage compares, or there is only one future
    std::vector<GivenCommand> const* given{};  // by hand, on this branch
    std::vector<Bookmark> const* bookmarks{};  // of this branch, by time
    Combinations const* combinations{};        // nullptr: nobody asked for them
};

}  // namespace highwater::gui
