// Prints what must be the same from every compiler, at every level of optimisation: the hashes of
// fixed runs, on the way and at the end, and those of every scenario below ./scenarios at its end.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "scenario/loader.h"
#include "scenario/play.h"
#include "tests/worlds.h"

namespace {

using namespace highwater;

void print(char const* name, std::uint64_t seed, World const& world) {
    std::printf("%s seed=%llu at=%lld events=%llu history=%016llx state=%016llx\n", name,
                static_cast<unsigned long long>(seed), static_cast<long long>(world.now.us),
                static_cast<unsigned long long>(world.counters.events),
                static_cast<unsigned long long>(world.history_hash),
                static_cast<unsigned long long>(state_hash(world)));
}

void run(char const* name, std::uint64_t seed, World world, std::int64_t until_seconds) {
    Runner runner;
    for (std::int64_t at = 0; at <= until_seconds; at += 10) {
        run_until(world, Time{} + seconds(at), runner);
        print(name, seed, world);
    }
}

std::string read_file(std::filesystem::path const& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

// By name: the order of a folder's entries is the file system's.
std::vector<std::filesystem::path> scenario_files() {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (auto const& entry : std::filesystem::recursive_directory_iterator{"scenarios", error}) {
        if (entry.path().extension() == ".toml") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

bool play(std::filesystem::path const& path) {
    LoadOptions options;
    options.folders_up = 1;
    options.read_data = [&](std::string const& name) -> Expected<std::string> {
        return read_file(path.parent_path() / name);
    };
    Loaded const loaded = load_scenario(path.string(), read_file(path), options);
    if (!loaded.scenario) {
        std::fprintf(stderr, "determinism_driver: %s cannot be loaded\n", path.c_str());
        return false;
    }
    World world = start_world(*loaded.scenario);
    Runner runner;
    run_until(world, Time{} + loaded.scenario->duration, runner);
    print(path.c_str(), loaded.scenario->world.seed, world);
    return true;
}

}  // namespace

int main() {
    for (std::uint64_t const seed : {1U, 2U, 3U}) run("failover", seed, worlds::failover(seed), 70);
    run("combined", 4, worlds::failover(4, {3, 0, 3, 3, 10'000}), 70);
    run("single", 5, worlds::failover(5, {3, 1, 6, 2, 30'000}), 30);
    run("steady", 6, worlds::steady(6), 10);
    std::vector<std::filesystem::path> const files = scenario_files();
    if (files.empty()) {
        std::fprintf(stderr, "determinism_driver: no scenarios here: start it in the project\n");
        return 1;
    }
    bool all = true;
    for (auto const& file : files) all = play(file) && all;
    return all ? 0 : 1;
}
