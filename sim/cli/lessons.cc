#include "cli/lessons.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "cli/files.h"

namespace highwater::cli {

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> candidate_folders() {
    std::vector<fs::path> folders;
    if (char const* given = std::getenv("HIGHWATER_SCENARIOS")) folders.emplace_back(given);
    folders.emplace_back("scenarios");
    std::error_code error;
    fs::path const program = fs::read_symlink("/proc/self/exe", error);
    if (!error) {
        folders.push_back(program.parent_path() / "scenarios");
        folders.push_back(program.parent_path().parent_path() / "scenarios");
        // Installed: bin/highwater and share/highwater/scenarios.
        folders.push_back(program.parent_path().parent_path() / "share/highwater/scenarios");
    }
    return folders;
}

bool write_whole(fs::path const& path, std::string const& text) {
    std::ofstream file{path, std::ios::binary};
    file << text;
    file.close();
    return !file.fail();
}

}  // namespace

std::vector<std::string> lesson_files() {
    for (fs::path const& folder : candidate_folders()) {
        std::error_code error;
        std::vector<std::string> files;
        fs::recursive_directory_iterator it{folder, fs::directory_options::skip_permission_denied,
                                            error};
        for (; !error && it != fs::recursive_directory_iterator{}; it.increment(error)) {
            // What a student hands in lies beside its challenge, and is no scenario.
            bool const is_answer = it->path().stem().string().find("-answer") != std::string::npos;
            if (it->path().extension() == ".toml" && !is_answer) {
                files.push_back(it->path().string());
            }
        }
        if (files.empty()) continue;
        std::sort(files.begin(), files.end());
        return files;
    }
    return {};
}

std::vector<LessonEntry> read_lessons() {
    std::vector<LessonEntry> lessons;
    for (std::string const& file : lesson_files()) {
        lessons.push_back(entry_of(file, load_scenario_file(file, {})));
    }
    sort_lessons(lessons);
    return lessons;
}

namespace {
// Beside the scenario; lessons that were installed lie where nobody may write, then where the
// person is.
fs::path folder_to_write(fs::path const& original) {
    fs::path const beside = original.parent_path().empty() ? "." : original.parent_path();
    return access(beside.c_str(), W_OK) == 0 ? beside : fs::path{"."};
}
}  // namespace

Expected<std::string> write_beside(std::string const& path, std::string const& scenario,
                                   std::string const& exact_save) {
    fs::path const original{path};
    fs::path const folder = folder_to_write(original);
    constexpr int kMostNames = 1'000;
    for (int nth = 1; nth <= kMostNames; ++nth) {
        std::string name = original.stem().string() + kOwnRunSuffix;
        if (nth > 1) name += "-" + std::to_string(nth);
        fs::path const readable = folder / (name + ".toml");
        fs::path const exact = folder / (name + ".save");
        std::error_code error;
        if (fs::exists(readable, error) || fs::exists(exact, error)) continue;
        if (write_whole(readable, scenario) && write_whole(exact, exact_save)) {
            return readable.string() + ", and exactly as " + exact.filename().string();
        }
        return Problem{"cannot write " + readable.string(), "is the folder writable?"};
    }
    return Problem{"there are a thousand saved runs beside " + path, "remove some"};
}

Expected<std::string> write_new(std::string const& path, std::string const& ending,
                                std::string const& text) {
    fs::path const original{path};
    fs::path const folder = folder_to_write(original);
    std::size_t const dot = ending.rfind('.');
    constexpr int kMostNames = 1'000;
    for (int nth = 1; nth <= kMostNames; ++nth) {
        std::string name = original.stem().string() + ending.substr(0, dot);
        if (nth > 1) name += "-" + std::to_string(nth);
        fs::path const file = folder / (name + ending.substr(dot));
        std::error_code error;
        if (fs::exists(file, error)) continue;
        if (write_whole(file, text)) return file.string();
        return Problem{"cannot write " + file.string(), "is the folder writable?"};
    }
    return Problem{"there are a thousand such files beside " + path, "remove some"};
}

}  // namespace highwater::cli
