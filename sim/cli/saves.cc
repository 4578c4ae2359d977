#include "cli/saves.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

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

fs::path kept_file() { return in_state_folder("interrupted.save"); }

}  // namespace

void keep_run(std::string const& exact_save) {
    fs::path const path = kept_file();
    if (path.empty()) return;
    std::error_code error;
    if (exact_save.empty()) {
        fs::remove(path, error);
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

// Put aside, for this window keeps its own run from now on.
std::string interrupted_run() {
    fs::path const path = kept_file();
    std::error_code error;
    if (path.empty() || !fs::is_regular_file(path, error)) return {};
    fs::path const aside = path.parent_path() / "before.save";
    fs::rename(path, aside, error);
    return error ? std::string{} : aside.string();
}

}  // namespace highwater::cli
