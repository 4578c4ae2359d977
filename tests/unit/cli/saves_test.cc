// What windows keep of runs that a crash may end, and which of them another window offers.
#include "cli/saves.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace highwater::cli {
namespace {

namespace fs = std::filesystem;

// A process that has ended: nobody else has its number yet.
pid_t dead_process() {
    pid_t const child = fork();
    if (child == 0) _exit(0);
    waitpid(child, nullptr, 0);
    return child;
}

class Saves : public testing::Test {
protected:
    void SetUp() override {
        state_ = fs::temp_directory_path() / ("highwater-saves-" + std::to_string(getpid()));
        fs::create_directories(state_ / "highwater");
        setenv("XDG_STATE_HOME", state_.c_str(), 1);
    }
    void TearDown() override {
        unsetenv("XDG_STATE_HOME");
        fs::remove_all(state_);
    }
    fs::path file_of(pid_t process) const {
        return state_ / "highwater" / ("interrupted-" + std::to_string(process) + ".save");
    }
    static void write(fs::path const& path, std::string const& text) {
        std::ofstream{path, std::ios::binary} << text;
    }
    static std::string read(std::string const& path) {
        std::ifstream file{path, std::ios::binary};
        return {std::istreambuf_iterator<char>{file}, {}};
    }

private:
    fs::path state_;
};

TEST_F(Saves, ARunOfAWindowThatIsStillOpenIsNotOffered) {
    write(file_of(getppid()), "alive");
    EXPECT_EQ(interrupted_run(), "");
    EXPECT_EQ(read(file_of(getppid()).string()), "alive");
}

TEST_F(Saves, ARunThatWasInterruptedIsOfferedOnce) {
    write(file_of(dead_process()), "a crash");
    std::string const offered = interrupted_run();
    EXPECT_EQ(read(offered), "a crash");
    EXPECT_EQ(interrupted_run(), offered);  // by this process again, for it is still its own
    keep_run("this window's own");
    EXPECT_EQ(read(file_of(getpid()).string()), "this window's own");
    EXPECT_EQ(read(offered), "a crash");
    keep_run({}, true);
    EXPECT_FALSE(fs::exists(file_of(getpid())));
    EXPECT_EQ(interrupted_run(), "");
}

TEST_F(Saves, WhatWasOfferedAndNotOpenedWaitsForAnotherWindow) {
    write(file_of(dead_process()), "a crash");
    EXPECT_EQ(read(interrupted_run()), "a crash");
    keep_run("this window's own");
    keep_run({}, false);
    EXPECT_EQ(read(interrupted_run()), "a crash");
    keep_run({}, true);
    EXPECT_EQ(interrupted_run(), "");
}

TEST_F(Saves, TheNewestComesFirstAndOthersAreNotLost) {
    pid_t const first = dead_process();
    pid_t const second = dead_process();
    write(file_of(first), "older");
    write(file_of(second), "newer");
    fs::last_write_time(file_of(first),
                        fs::last_write_time(file_of(second)) - std::chrono::hours(1));
    EXPECT_EQ(read(interrupted_run()), "newer");
    EXPECT_TRUE(fs::exists(file_of(first)));
}

TEST_F(Saves, OtherFilesAreLeftAlone) {
    write(file_of(1).parent_path() / "interrupted-x.save", "?");
    write(file_of(1).parent_path() / "interrupted-.save", "?");
    write(file_of(1).parent_path() / "language", "de");
    EXPECT_EQ(interrupted_run(), "");
}

}  // namespace
}  // namespace highwater::cli
