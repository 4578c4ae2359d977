// The keys, in one table: the dashboard obeys it and the help shows it, so that neither can be
// wrong. Nothing hangs on a key that another keyboard layout lacks.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "gui/platform/keys.h"

namespace highwater::gui {

enum class Action : std::uint8_t {
    play_or_pause,
    step_on,
    step_back,
    next_key_event,
    previous_key_event,
    next_beat,  // of a presenter's clicker: the next thing to talk about
    previous_beat,
    bookmark,
    next_bookmark,
    previous_bookmark,
    restart,
    slower,
    faster,
    fork,
    undo,
    save,
    kill_selected,
    revive_all,
    why,
    context_menu,  // of what is selected
    write_record,  // the records of what is selected, and the form of another one
    stage_cluster,
    stage_partitions,
    stage_groups,
    stage_sequence,
    stage_events,
    stage_compare,
    filter_events,
    quiet_messages,
    mark_instant,
    predict_1,
    predict_2,
    predict_3,
    predict_4,
    plots,
    zoom_in,  // of the time bar, in F3 of the records
    zoom_out,
    story,  // the lesson's drawer on a narrow window
    find,
    console,
    lessons,
    help,
    simplified,
    verdicts,  // of the invariants
    resume,    // what was left, or what a crash or a power cut ended
    lecture,
    theme,
    larger,
    usual_size,
    smaller,
    close,
    accept,  // the chosen row of the palette or of the lessons
};

struct Shortcut {
    Action action{};
    std::string_view keys;  // as the help writes them: "Space"
    std::string_view what;  // "play, pause"; empty: the row above speaks for it
    std::string_view group;
    Key key{Key::none};
    bool ctrl{};
    bool shift{};
    char32_t typed{};  // or a letter, wherever it lies on the keyboard
};

std::vector<Shortcut> const& shortcuts();
std::optional<Action> action_of(KeyPress const& press);
// "Space"; the first one of an action.
std::string_view keys_of(Action action);

}  // namespace highwater::gui
