#include "gui/shortcuts.h"

namespace highwater::gui {

std::vector<Shortcut> const& shortcuts() {
    using enum Action;
    static std::vector<Shortcut> const table = {
        {play_or_pause, "Space", "play, pause", "Time", Key::space},
        {step_on, "→", "one event on", "Time", Key::right},
        {step_back, "←", "one event back", "Time", Key::left},
        {next_key_event, "Shift →", "to the next thing that matters", "Time", Key::right, false,
         true},
        {previous_key_event, "Shift ←", "back to the one before", "Time", Key::left, false, true},
        {next_beat, "Page Down", "the lesson's next sentence (clicker)", "Time", Key::page_down},
        {previous_beat, "Page Up", "the one before", "Time", Key::page_up},
        {bookmark, "Ctrl D", "a bookmark here, or none any more", "Time", letter_key('D'), true},
        {next_bookmark, "Ctrl →", "to the next bookmark", "Time", Key::right, true},
        {previous_bookmark, "Ctrl ←", "back to the one before", "Time", Key::left, true},
        {next_bookmark, "[ ]", "the same, where there are such keys", "Time", Key::none, false,
         false, U']'},
        {previous_bookmark, "[", "", "Time", Key::none, false, false, U'['},
        {restart, "R", "from the start", "Time", letter_key('R')},
        {faster, "↑", "faster", "Time", Key::up},
        {slower, "↓", "slower", "Time", Key::down},

        {kill_selected, "K", "kill what is selected", "Faults", letter_key('K')},
        {revive_all, "B", "bring everything back", "Faults", letter_key('B')},
        {fork, "F", "fork: another future from here", "Faults", letter_key('F')},
        {undo, "Ctrl Z", "back to before the last command", "Faults", letter_key('Z'), true},
        {save, "Ctrl S", "save what was clicked as a scenario", "Faults", letter_key('S'), true},

        {stage_cluster, "F2", "the cluster", "Look", Key::f2},
        {stage_partitions, "F3", "the partitions", "Look", Key::f3},
        {stage_groups, "F4", "the groups: rebalances and offsets", "Look", Key::f4},
        {stage_sequence, "F5", "the messages between all, in their order", "Look", Key::f5},
        {stage_events, "F6", "what happened, and what is pending", "Look", Key::f6},
        {stage_compare, "F7", "this future beside another one", "Look", Key::f7},
        {filter_events, "Ctrl F", "filter the events; arrows choose, Enter jumps", "Look",
         letter_key('F'), true},
        {quiet_messages, "Q", "heartbeats and empty fetches, too", "Look", letter_key('Q')},
        {mark_instant, "M", "mark this instant: what differs from it?", "Look", letter_key('M')},
        {plots, "P", "plots: throughput, lag, ISR size", "Look", letter_key('P')},
        {zoom_in, "+", "closer: the time bar, in F3 the records (or wheel, Ctrl wheel)", "Look",
         Key::none, false, false, U'+'},
        {zoom_in, "=", "", "Look", Key::none, false, false, U'='},
        {zoom_out, "−", "and wider, to all partitions", "Look", Key::none, false, false, U'-'},
        {why, "W", "why is it so?", "Look", letter_key('W')},
        {context_menu, "Menu", "what can be done with what is selected", "Look", Key::menu},
        {context_menu, "Shift F10", "the same", "Look", Key::f10, false, true},
        {write_record, "E", "the selected partition's records; sends another one", "Look",
         letter_key('E')},
        {predict_1, "1 … 4", "predict: choose an answer", "Look", letter_key('1')},
        {predict_2, "2", "", "Look", letter_key('2')},
        {predict_3, "3", "", "Look", letter_key('3')},
        {predict_4, "4", "", "Look", letter_key('4')},
        {story, "Tab", "the lesson's text, where it is folded away", "Look", Key::tab},
        {lecture, "F11", "lecture mode: for the back row", "Look", Key::f11},
        {theme, "T", "dark or light", "Look", letter_key('T')},
        {larger, "Ctrl +", "larger letters (Ctrl ↑ too)", "Look", Key::plus, true},
        {larger, "Ctrl ↑", "", "Look", Key::up, true},
        {usual_size, "Ctrl 0", "letters of the usual size", "Look", letter_key('0'), true},
        {smaller, "Ctrl −", "smaller letters (Ctrl ↓ too)", "Look", Key::minus, true},
        {smaller, "Ctrl ↓", "", "Look", Key::down, true},

        {find, "Ctrl K", "find and command; time stands still", "Find", letter_key('K'), true},
        {find, "/", "the same", "Find", Key::none, false, false, U'/'},
        {console, "Ctrl J", "console: Kafka's tools and commands", "Find", letter_key('J'), true},
        {console, "under Esc", "the same", "Find", Key::under_escape},
        {lessons, "L", "the lessons; time stands still", "Find", letter_key('L')},
        {help, "F1", "these keys", "Find", Key::f1},
        {help, "?", "the same", "Find", Key::none, false, false, U'?'},
        {simplified, "I", "what is simplified here, and why", "Find", letter_key('I')},
        {verdicts, "V", "the invariants: which hold?", "Find", letter_key('V')},
        {resume, "Ctrl O", "back to the run that was left or interrupted", "Find", letter_key('O'),
         true},
        {close, "Esc", "close, select nothing", "Find", Key::escape},
    };
    return table;
}

std::optional<Action> action_of(KeyPress const& press) {
    for (Shortcut const& each : shortcuts()) {
        if (each.typed != 0) {
            if (!each.ctrl && press.types(each.typed)) return each.action;
            continue;
        }
        bool const shift_matters =
            each.key == Key::left || each.key == Key::right || each.key == Key::f10;
        if (press.key != each.key || press.ctrl != each.ctrl || press.alt) continue;
        if (shift_matters && press.shift != each.shift) continue;
        return each.action;
    }
    return std::nullopt;
}

std::string_view keys_of(Action action) {
    for (Shortcut const& each : shortcuts()) {
        if (each.action == action) return each.keys;
    }
    return {};
}

}  // namespace highwater::gui
