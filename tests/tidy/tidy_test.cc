// Reads every source of the house and holds it against its rules. The first half proves on small
// wrong snippets that each rule can fail.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/tidy/house_rules.h"

namespace highwater::tidy {
namespace {

constexpr char const* kOrder =
    "highwater_room(base)\n"
    "highwater_room(record DEPS base)\n"
    "highwater_room(protocol   DEPS record)\n"
    "highwater_room(storage    DEPS record)\n"
    "    highwater_room(gui FOLDER gui DEPS protocol)\n";

std::vector<Complaint> includes(std::string path, std::string_view text) {
    return check_includes(read_source(std::move(path), text), read_room_order(kOrder));
}
std::vector<Complaint> bans(std::string path, std::string_view text) {
    return check_bans(read_source(std::move(path), text));
}
std::vector<Complaint> form(std::string path, std::string_view text) {
    return check_form(read_source(std::move(path), text));
}

TEST(Rules, ARoomMayIncludeItselfAndAllToItsLeft) {
    EXPECT_TRUE(includes("sim/protocol/fetch.h", "#include \"protocol/payload.h\"\n").empty());
    EXPECT_TRUE(includes("sim/protocol/fetch.h", "#include \"base/ids.h\"\n").empty());
    EXPECT_TRUE(includes("gui/panels/log.cc", "#include \"gui/theme.h\"\n").empty());
    EXPECT_TRUE(includes("gui/panels/log.cc", "#include \"base/ids.h\"\n").empty());
}

TEST(Rules, ARoomMayNotIncludeItsRightOrItsNeighbour) {
    EXPECT_EQ(includes("sim/base/ids.h", "\n#include \"record/record.h\"\n").size(), 1u);
    EXPECT_EQ(includes("sim/storage/log.cc", "#include \"protocol/fetch.h\"\n").size(), 1u);
    EXPECT_EQ(includes("sim/protocol/fetch.cc", "# include \"gui/theme.h\"\n").size(), 1u);
    EXPECT_EQ(includes("sim/unlisted/a.cc", "#include \"base/ids.h\"\n").size(), 1u);
}

TEST(Rules, AnIncludeNamesItsRoom) {
    EXPECT_EQ(includes("sim/base/ids.cc", "#include \"ids.h\"\n").size(), 1u);
    EXPECT_EQ(includes("sim/base/ids.cc", "#include \"../base/ids.h\"\n").size(), 1u);
}

TEST(Rules, ACommentedIncludeIsNone) {
    EXPECT_TRUE(includes("sim/base/ids.h", "// #include \"record/record.h\"\n").empty());
    EXPECT_TRUE(includes("sim/base/ids.h", "/*\n#include <random>\n*/\n").empty());
}

TEST(Rules, HeadersOfOthersStayWhereTheyBelong) {
    EXPECT_EQ(includes("sim/base/a.cc", "#include <random>\n").size(), 1u);
    EXPECT_EQ(includes("sim/base/a.cc", "#include <spdlog/spdlog.h>\n").size(), 1u);
    EXPECT_EQ(includes("sim/base/a.cc", "#include <imgui.h>\n").size(), 1u);
    EXPECT_EQ(includes("sim/base/a.cc", "#include <toml++/toml.h>\n").size(), 1u);
    EXPECT_TRUE(includes("sim/scenario/load.cc", "#include <toml++/toml.h>\n").empty());
    EXPECT_EQ(includes("sim/scenario/load.h", "#include <toml++/toml.h>\n").size(), 1u);
    EXPECT_TRUE(includes("sim/cli/run.cc", "#include <spdlog/spdlog.h>\n").empty());
    EXPECT_EQ(includes("sim/cli/run.h", "#include <spdlog/spdlog.h>\n").size(), 1u);
    EXPECT_EQ(includes("tests/unit/build.h", "#include <iostream>\n").size(), 1u);
}

TEST(Rules, WhatMakesRunsDifferIsBannedFromTheCore) {
    EXPECT_EQ(bans("sim/base/a.cc", "std::unordered_map<int, int> m;\n").size(), 1u);
    EXPECT_EQ(bans("sim/base/a.cc", "std::shuffle(a, b, c);\n").size(), 1u);
    EXPECT_EQ(bans("sim/base/a.cc", "std::uniform_int_distribution<int> d;\n").size(), 1u);
    EXPECT_EQ(bans("sim/base/a.cc", "auto t = std::chrono::steady_clock::now();\n").size(), 1u);
    EXPECT_EQ(bans("sim/base/a.cc", "std::sort(a.begin(), a.end()); double x = 0.5;\n").size(), 1u);
    EXPECT_EQ(bans("sim/base/a.cc", "unsigned long n = 0;\n").size(), 1u);
    EXPECT_EQ(bans("sim/base/a.cc", "int n = rand();\n").size(), 1u);
    EXPECT_EQ(bans("sim/base/a.cc", "std::ranges::sort(a);\n").size(), 1u);
    EXPECT_EQ(bans("sim/base/a.h", "struct A {\n    std::size_t count{};\n};\n").size(), 1u);
    EXPECT_TRUE(bans("sim/cli/a.cc", "double seconds = 0.5;\n").empty());
    EXPECT_TRUE(bans("gui/plot.cc", "float x = 0.5F;\n").empty());
}

TEST(Rules, WordsInCommentsAndLiteralsAreFree) {
    EXPECT_TRUE(bans("sim/base/a.cc", "// no double, no std::hash\n").empty());
    EXPECT_TRUE(bans("sim/base/a.cc", "auto s = \"a long \\\" double\";\n").empty());
    EXPECT_TRUE(bans("sim/base/a.cc", "auto s = R\"(double\nfloat)\";\n").empty());
    EXPECT_TRUE(bans("sim/base/a.cc", "int doubled = 1'000; int as_long_as = 2;\n").empty());
    EXPECT_EQ(bans("sim/base/a.cc", "int n = 1'000; double x; int m = 2'000;\n").size(), 1u);
}

TEST(Rules, AnErrorIsNeverSwallowedAnywhere) {
    EXPECT_EQ(bans("sim/cli/a.cc", "} catch (...) {\n").size(), 1u);
    EXPECT_EQ(bans("sim/broker/a.cc", "throw 1;\n").size(), 1u);
}

TEST(Rules, APanelCannotChangeAWorld) {
    EXPECT_EQ(bans("gui/panels/log.cc", "void draw(World& world);\n").size(), 1u);
    EXPECT_TRUE(bans("gui/panels/log.cc", "void draw(World const& world);\n").empty());
}

TEST(Rules, FilesAreShortNarrowAndFinished) {
    std::string text = "#pragma once\n";
    for (int i = 0; i < 599; ++i) text += "\n";
    EXPECT_TRUE(form("sim/base/a.h", text).empty());
    EXPECT_EQ(form("sim/base/a.h", text + "\n").size(), 1u);
    EXPECT_EQ(form("sim/base/a.h", "int a;\n").size(), 1u);
    EXPECT_EQ(form("sim/base/a.cc",
                   "// "
                   "TO"
                   "DO: later\n")
                  .size(),
              1u);
    EXPECT_EQ(form("sim/base/a.cc", "// " + std::string(98, 'x') + "\n").size(), 1u);
    EXPECT_TRUE(form("sim/base/a.cc", "// " + std::string(96, 'x') + "→\n").empty());
}

TEST(Rules, OneFileAloneIncludesToml) {
    SourceText const one = read_source("sim/scenario/load.cc", "#include <toml++/toml.h>\n");
    SourceText const two = read_source("sim/scenario/save.cc", "#include <toml++/toml.h>\n");
    EXPECT_TRUE(check_together({one}).empty());
    EXPECT_EQ(check_together({one, two}).size(), 1u);
}

TEST(Rules, NoTwoTypesShareAName) {
    SourceText const one = read_source("sim/broker/a.h", "struct Session {\n    int id{};\n};\n");
    SourceText const two = read_source("sim/client/b.h", "enum class Session { open };\n");
    SourceText const own =
        read_source("sim/client/c.cc", "namespace {\nstruct Session {};\n}  // namespace\n");
    SourceText const mention = read_source("sim/client/d.h", "struct Session;\n");
    SourceText const part = read_source("sim/client/f.cc", "struct Session::Part : Base {\n};\n");
    SourceText const window = read_source("gui/e.h", "struct Session {};\n");
    EXPECT_TRUE(check_together({one, own, mention, part, window}).empty());
    EXPECT_EQ(check_together({one, two}).size(), 1u);
}

// ---- the house itself ----

std::filesystem::path const kRoot{HIGHWATER_SOURCE_DIR};

std::string read_file(std::filesystem::path const& path) {
    std::ifstream in{path, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::vector<SourceText> const& all_sources() {
    static std::vector<SourceText> const sources = [] {
        std::vector<SourceText> found;
        for (char const* folder : {"sim", "gui", "tests"}) {
            if (!std::filesystem::exists(kRoot / folder)) continue;
            for (auto const& entry :
                 std::filesystem::recursive_directory_iterator{kRoot / folder}) {
                auto const extension = entry.path().extension();
                if (extension != ".h" && extension != ".cc") continue;
                found.push_back(
                    read_source(std::filesystem::relative(entry.path(), kRoot).generic_string(),
                                read_file(entry.path())));
            }
        }
        std::sort(found.begin(), found.end(),
                  [](auto const& a, auto const& b) { return a.path < b.path; });
        return found;
    }();
    return sources;
}

RoomOrder order_of_the_house() {
    return read_room_order(read_file(kRoot / "CMakeLists.txt") +
                           read_file(kRoot / "cmake/program.cmake"));
}

void report(std::vector<Complaint> const& complaints) {
    for (Complaint const& complaint : complaints) {
        ADD_FAILURE_AT((kRoot / complaint.path).c_str(), complaint.line) << complaint.text;
    }
}

TEST(House, StandsWhereTheTestLooks) {
    EXPECT_GT(all_sources().size(), 20u) << "no sources below " << kRoot;
}

// The order of ARCHITECTURE: the build may not quietly loosen it.
TEST(House, LinksItsRoomsFromLeftToRight) {
    RoomOrder const order = order_of_the_house();
    EXPECT_TRUE(order.at("base").empty());
    struct Wall {
        char const* room;
        char const* hidden;
    };
    constexpr Wall kWalls[] = {
        {"protocol", "storage"}, {"storage", "protocol"},  {"network", "raft"},
        {"raft", "metadata"},    {"group", "network"},     {"broker", "controller"},
        {"broker", "client"},    {"controller", "broker"}, {"client", "broker"},
        {"broker", "world"},     {"world", "engine"},      {"check", "fault"},
        {"scenario", "cli"},     {"gui", "cli"},           {"cli", "gui"}};
    for (Wall const& wall : kWalls) {
        EXPECT_FALSE(order.at(wall.room).contains(wall.hidden))
            << wall.room << " must not see " << wall.hidden;
    }
    EXPECT_TRUE(order.at("gui").contains("base"));
}

TEST(House, IncludesOnlyToTheLeft) {
    RoomOrder const order = order_of_the_house();
    for (SourceText const& source : all_sources()) report(check_includes(source, order));
}

TEST(House, KeepsTheDeterminismBans) {
    for (SourceText const& source : all_sources()) report(check_bans(source));
}

TEST(House, KeepsItsForm) {
    for (SourceText const& source : all_sources()) report(check_form(source));
}

TEST(House, CompilesTomlOnceAndNamesNoTwoTypesAlike) { report(check_together(all_sources())); }

TEST(House, IsNeverBuiltWithInexactMath) {
    for (char const* file : {"CMakeLists.txt", "cmake/build_settings.cmake", "cmake/rooms.cmake",
                             "cmake/program.cmake", "cmake/tests.cmake"}) {
        EXPECT_EQ(read_file(kRoot / file).find("fast-math"), std::string::npos) << file;
    }
    EXPECT_NE(read_file(kRoot / "cmake/build_settings.cmake").find("-ffp-contract=off"),
              std::string::npos);
}

}  // namespace
}  // namespace highwater::tidy
