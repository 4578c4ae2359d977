// Exact saves as files: written beside a scenario, read from anywhere.
#pragma once

#include <string>

#include "base/expected.h"
#include "scenario/saved_run.h"

namespace highwater::cli {

// "….save".
bool is_save_file(std::string const& path);
// Data files are looked for beside the save, then where its scenario was.
Expected<SavedRun> read_saved_run(std::string const& path);

// The run that the window has open, kept for the case that a crash or a power cut ends it. Empty
// text: it ended well. A file of its own for each process, under XDG_STATE_HOME or ~/.local/state.
// `is_taken`: the interrupted run that this window offered was opened in it, and need not be
// offered again.
void keep_run(std::string const& exact_save, bool is_taken = false);
// The language that was chosen last: HIGHWATER_LANGUAGE, else what the window was told. Empty: that
// in which the lessons were written.
std::string kept_language();
void keep_language(std::string const& language);

// The path of a run that did not end well, the newest of several; empty: there is none. What a
// window keeps that is still open is not one.
std::string interrupted_run();

}  // namespace highwater::cli
