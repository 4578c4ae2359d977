#!/usr/bin/env bash
# The real window under Xvfb, driven as a person would: click a lesson, play, step, kill by a right
# click, save. What was done is read from the file that the window saves. 77: skipped.
set -uo pipefail
program=$1
source_dir=$2

for tool in Xvfb xdotool; do
    if ! command -v $tool >/dev/null; then
        echo "skipped: $tool is missing (apt-get install xvfb xdotool)"
        exit 77
    fi
done
[[ -x $program ]] || { echo "skipped: $program is not built"; exit 77; }

work=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; done
    wait 2>/dev/null
    rm -rf "$work"
}
trap finish EXIT
fail() {
    echo "FAILED: $*"
    [[ -s $work/log ]] && cat "$work/log"
    exit 1
}

cp -r "$source_dir/scenarios" "$work/scenarios"
# Two lessons are enough to choose from, whatever others there are.
find "$work/scenarios" -name '*.toml' ! -name one-record.toml ! -name leader-failover.toml -delete

# The server chooses a free display itself and says which. It does not reset itself between two
# windows: one that opens in that moment finds no display.
Xvfb -noreset -displayfd 3 -screen 0 1600x1000x24 -nolisten tcp 3>"$work/display" 2>/dev/null &
pids+=($!)
for _ in $(seq 100); do [[ -s $work/display ]] && break; sleep 0.1; done
[[ -s $work/display ]] || { echo "skipped: Xvfb does not start here"; exit 77; }
export DISPLAY=:$(cat "$work/display")
export LIBGL_ALWAYS_SOFTWARE=1
export XDG_STATE_HOME=$work/state

# open_window [NAME=VALUE…]: starts the program and waits for its window.
open_window() {
    (cd "$work" && exec env "$@" "$program" >"$work/log" 2>&1) &
    window_pid=$!
    pids+=("$window_pid")
    window=
    for _ in $(seq 200); do
        window=$(xdotool search --name '^Highwater' 2>/dev/null | head -1)
        [[ -n $window ]] && break
        if ! kill -0 "$window_pid" 2>/dev/null; then
            grep -q 'OpenGL' "$work/log" || fail "the program ended"
            cat "$work/log"
            echo "skipped: no OpenGL 3 here"
            exit 77
        fi
        sleep 0.1
    done
    [[ -n $window ]] || fail "no window came up"
}
open_window
title() { xdotool getwindowname "$window"; }
until_title() {
    for _ in $(seq 100); do [[ $(title) == *"$1"* ]] && return; sleep 0.1; done
    fail "the title is “$(title)”, not “$1”"
}
key() { xdotool key --window "$window" --delay 60 "$@"; sleep 0.4; }
saved() {
    for _ in $(seq 50); do
        found=$(find "$work/scenarios" -name '*-mine*.toml' | sort | tail -1)
        [[ -n $found ]] && break
        sleep 0.1
    done
    [[ -n ${found:-} ]] || fail "nothing was saved"
}

xdotool windowfocus "$window" 2>/dev/null
sleep 1
until_title "$(sed -n 's/^title *= *"\(.*\)"/\1/p' "$work/scenarios/basics/one-record.toml" | cut -c1-20)"

# The menu lies over the first lesson: the arrow and Enter open the second one.
key Down
key Return
until_title "A leader dies"

# A click on the menu's first row opens that lesson again.
key l
eval "$(xdotool getwindowgeometry --shell "$window")"
xdotool mousemove --window "$window" $((WIDTH / 2)) $((HEIGHT / 2 - 180)) click 1
for _ in $(seq 50); do [[ $(title) != *"A leader dies"* ]] && break; sleep 0.1; done
[[ $(title) != *"A leader dies"* ]] || fail "a click on the menu opened nothing"
key l
key Down
key Return
until_title "A leader dies"

# Space plays and pauses; then the arrows step.
key space
sleep 1.5
key space
key Right
key Right
key Left

# A right click on the first broker's card selects it; its menu closes with Escape, and K kills it.
xdotool mousemove --window "$window" $((372 + 120)) 205
sleep 0.3
xdotool click 3
sleep 0.6
key Escape
key k
key ctrl+s
saved
grep -q '^do = "kill broker-1"' "$found" || fail "the right click did not kill: $(tail -2 "$found")"
at=$(sed -n 's/^at = "\(.*\)"/\1/p' "$found" | tail -1)
[[ $at != 0s ]] || fail "Space did not play: the command was given at 0"

# Before the command again, and another one there: a second future, and both are kept.
key ctrl+z
key k
key ctrl+s
for _ in $(seq 50); do [[ -e ${found%.toml}-2.toml ]] && break; sleep 0.1; done
[[ -e ${found%.toml}-2.toml ]] || fail "the second future was not saved"
[[ $(grep -c '^do = "kill broker-1"' "${found%.toml}-2.toml") == 1 ]] ||
    fail "the second future holds the command of the first"
key Escape

# The console: what is typed there is done, and stands in the scenario that is saved.
key ctrl+j
xdotool type --window "$window" --delay 40 "kill broker-3"
sleep 0.4
key Return
xdotool type --window "$window" --delay 40 "kafka-topics --describe"
sleep 0.4
key Return
sleep 0.6
key ctrl+j
key ctrl+s
for _ in $(seq 50); do [[ -e ${found%.toml}-3.toml ]] && break; sleep 0.1; done
grep -q '^do = "kill broker-3"' "${found%.toml}-3.toml" 2>/dev/null ||
    fail "the console killed nothing"
grep -q 'kafka-topics' "${found%.toml}-3.toml" && fail "a question of a tool got into the run"

# In the events' filter Escape leaves the field and keeps the words; then letters are keys again.
key ctrl+f
xdotool type --window "$window" --delay 40 "broker-3"
sleep 0.3
key Escape
key k
kill -0 "$window_pid" 2>/dev/null || fail "the program ended by itself"

# V shows the invariants, Escape closes them; F4 the groups.
key v
key Escape
key F4
kill -0 "$window_pid" 2>/dev/null || fail "the program ended by itself"

# Two futures there are by now: F7 compares them.
key F7
sleep 0.5
kill -0 "$window_pid" 2>/dev/null || fail "the program ended by itself"

# A power cut: the next window offers to go on, and Ctrl O does.
kept=$work/state/highwater/interrupted-$window_pid.save
for _ in $(seq 80); do [[ -s $kept ]] && break; sleep 0.1; done
kill -9 "$window_pid"
wait "$window_pid" 2>/dev/null
[[ -s $kept ]] || fail "the run was not kept"
open_window
xdotool windowfocus "$window" 2>/dev/null
sleep 1
key ctrl+o
until_title "A leader dies"
kill -9 "$window_pid"
wait "$window_pid" 2>/dev/null

# Eight seconds in which nobody does anything cost no pictures.
count_frames() {
    open_window HIGHWATER_COUNT_FRAMES=1
    xdotool windowfocus "$window" 2>/dev/null
    sleep 2
    sleep "$1"
    key Escape
    key ctrl+k
    xdotool type --window "$window" --delay 40 "close the window"
    sleep 0.4
    key Return
    # The window is gone before xdotool lets go of the key, which the server would repeat for the
    # next one.
    xdotool keyup Return
    for _ in $(seq 100); do kill -0 "$window_pid" 2>/dev/null || break; sleep 0.1; done
    kill -0 "$window_pid" 2>/dev/null && fail "the palette did not close the window"
    frames=$(sed -n 's/^frames drawn: //p' "$work/log")
    [[ -n $frames ]] || fail "nobody counted the frames"
}
count_frames 0
awake=$frames
count_frames 8
((frames - awake < 60)) || fail "an idle window draws: $awake frames, and $frames with 8 s idle"
echo "awake $awake frames, with 8 s idle $frames"
echo "the window played, stepped, killed and saved: $(basename "$found")"
