#include "cli/saves.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <vector>

#include "base/limits.h"
#include "cli/files.h"
#include "scenario/translations.h"

namespace highwater::cli {

bool is_save_file(std::string const& path) { return path.ends_with(".save"); }

Expected<SavedRun> read_saved_run(std::string const& path) {
    Expected<std::string> const text = read_file(path, limits::kSaveFileBytes);
    if (!text) return text.problem();
    if (!looks_like_a_save(*text)) {
        return Problem{path + " is no save of a run",
                       "a save begins with \"highwater-save 1\"; `highwater run FILE --save` and "
                       "Ctrl S in the window write them"};
    }
    LoadOptions options = options_beside(path, {});
    Expected<SavedRun> run = load_saved_run(*text, options);
    if (run) return run;
    // Moved away from its scenario? The data files may still lie there.
    Expected<SaveFile> const save = read_save(*text);
    if (!save) return run;
    Expected<SavedRun> elsewhere = load_saved_run(*text, options_beside(save->scenario, {}));
    return elsewhere ? std::move(elsewhere) : std::move(run);
}

namespace {

namespace fs = std::filesystem;

// Empty where there is no home.
fs::path in_state_folder(char const* name) {
    char const* state = std::getenv("XDG_STATE_HOME");
    if (state != nullptr && *state != '\0') return fs::path{state} / "highwater" / name;
    char const* home = std::getenv("HOME");
    if (home == nullptr || *home == '\0') return {};
    return fs::path{home} / ".local/state/highwater" / name;
}

constexpr std::string_view kKept = "interrupted-";  // "interrupted-4711.save": of that process
constexpr std::string_view kOffered = "offered-";   // what that process offers to go on with
constexpr std::string_view kEnding = ".save";

// Every window has its own: two of them do not write over each other.
fs::path own_file(std::string_view begin) {
    std::string name{begin};
    name += std::to_string(getpid());
    name += kEnding;
    return in_state_folder(name.c_str());
}

// The process that a file belongs to; 0 where its name tells of none.
pid_t owner_of(std::string const& name) {
    std::string_view const begin = name.starts_with(kKept) ? kKept : kOffered;
    if (!name.starts_with(begin) || !name.ends_with(kEnding)) return 0;
    pid_t owner = 0;
    char const* const last = name.data() + name.size() - kEnding.size();
    auto const read = std::from_chars(name.data() + begin.size(), last, owner);
    return read.ec == std::errc{} && read.ptr == last ? owner : 0;
}

// A file of our own number that we have not written is of an earlier process that had it.
bool is_left_behind(fs::path const& path) {
    pid_t const owner = owner_of(path.filename().string());
    if (owner <= 0) return false;
    return owner == getpid() || (kill(owner, 0) != 0 && errno == ESRCH);
}

// Of processes that did not end well, the newest first.
std::vector<fs::path> left_behind(fs::path const& folder) {
    struct Found {
        fs::path path;
        fs::file_time_type written;
    };
    std::vector<Found> found;
    std::error_code error;
    fs::directory_iterator at{folder, error};
    for (; !error && at != fs::end(at); at.increment(error)) {
        std::error_code ignored;
        if (!at->is_regular_file(ignored) || !is_left_behind(at->path())) continue;
        found.push_back({at->path(), at->last_write_time(ignored)});
    }
    std::sort(found.begin(), found.end(), [](Found const& a, Found const& b) {
        return a.written != b.written ? a.written > b.written : a.path < b.path;
    });
    std::vector<fs::path> paths;
    for (Found& each : found) paths.push_back(std::move(each.path));
    return paths;
}

}  // namespace

void keep_run(std::string const& exact_save, bool is_taken) {
    fs::path const path = own_file(kKept);
    if (path.empty()) return;
    std::error_code error;
    if (exact_save.empty()) {
        fs::remove(path, error);
        // What was offered and not opened waits for another window; what was opened is on the
        // stage.
        if (!is_taken) fs::rename(own_file(kOffered), path, error);
        if (is_taken) fs::remove(own_file(kOffered), error);
        return;
    }
    fs::create_directories(path.parent_path(), error);
    // Whole or not at all: a power cut in the middle leaves the one before.
    fs::path const fresh = path.string() + ".new";
    std::ofstream file{fresh, std::ios::binary};
    file << exact_save;
    file.close();
    if (!file.fail()) fs::rename(fresh, path, error);
}

std::string kept_language() {
    constexpr std::int64_t kMostBytes = 16;
    char const* wanted = std::getenv("HIGHWATER_LANGUAGE");
    if (wanted != nullptr) return is_language(wanted) ? wanted : "";
    fs::path const path = in_state_folder("language");
    if (path.empty()) return {};
    auto const text = read_file(path.string(), kMostBytes);
    return text && is_language(*text) ? *text : std::string{};
}

void keep_language(std::string const& language) {
    fs::path const path = in_state_folder("language");
    if (path.empty()) return;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    std::ofstream{path, std::ios::binary} << language;
}

// More than this many nobody has missed.
constexpr std::size_t kMostLeftBehind = 8;

// Put aside under this window's number: another window that opens now does not offer it, too.
std::string interrupted_run() {
    fs::path const offered = own_file(kOffered);
    if (offered.empty()) return {};
    bool is_offered = false;
    std::size_t kept = 0;
    for (fs::path const& path : left_behind(offered.parent_path())) {
        std::error_code error;
        if (is_offered && ++kept > kMostLeftBehind) fs::remove(path, error);
        if (is_offered) continue;
        fs::rename(path, offered, error);
        is_offered = !error;
    }
    return is_offered ? offered.string() : std::string{};
}

}  // namespace highwater::cli
