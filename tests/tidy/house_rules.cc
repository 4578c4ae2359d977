#include "tests/tidy/house_rules.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string_view>

namespace highwater::tidy {

namespace {

constexpr std::size_t kMostLines = 600;
constexpr std::ptrdiff_t kMostColumns = 100;

bool in_sim(std::string_view path) { return path.starts_with("sim/"); }
bool in_core(std::string_view path) { return in_sim(path) && !path.starts_with("sim/cli/"); }

bool is_word(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// `word` in `line`, not as a part of a longer word. A leading or trailing * lifts that condition.
bool mentions(std::string_view line, std::string_view word) {
    bool const open_front = word.starts_with('*');
    bool const open_back = word.ends_with('*');
    if (open_front) word.remove_prefix(1);
    if (open_back) word.remove_suffix(1);
    for (std::size_t at = line.find(word); at != line.npos; at = line.find(word, at + 1)) {
        std::size_t const end = at + word.size();
        bool const front = open_front || at == 0 || !is_word(line[at - 1]);
        bool const back =
            open_back || !is_word(word.back()) || end == line.size() || !is_word(line[end]);
        if (front && back) return true;
    }
    return false;
}

struct Ban {
    std::string_view word;
    std::string_view instead;
};

// In sim/, but for the command line.
constexpr Ban kCoreBans[] = {
    {"unordered_*", "its order differs between libraries: use a vector by id, or std::map"},
    {"*_distribution", "draws differ between libraries: use base/draw.h"},
    {"random_device", "draw from the seed: base/draw.h"},
    {"*mt19937*", "randomness is keyed: base/draw.h"},
    {"std::shuffle", "differs between libraries: sort by a keyed draw"},
    {"std::sample", "differs between libraries: sort by a keyed draw"},
    {"std::rand", "draw from the seed: base/draw.h"},
    {"rand(", "draw from the seed: base/draw.h"},
    {"std::hash", "differs between libraries: base/hash.h"},
    {"system_clock", "time is world.now"},
    {"steady_clock", "time is world.now"},
    {"high_resolution_clock", "time is world.now"},
    {"gettimeofday", "time is world.now"},
    {"clock_gettime", "time is world.now"},
    {"std::time", "time is world.now"},
    {"getenv", "a run depends on scenario, seed and commands alone"},
    {"std::locale", "a run depends on scenario, seed and commands alone"},
    {"setlocale", "a run depends on scenario, seed and commands alone"},
    {"std::thread", "one thread: waiting is a Timer"},
    {"jthread", "one thread: waiting is a Timer"},
    {"std::async", "one thread: waiting is a Timer"},
    {"co_await", "waiting is data: a Timer and a state"},
    {"co_yield", "waiting is data: a Timer and a state"},
    {"std::format", "missing in older standard libraries"},
    {"std::ranges", "missing in older standard libraries: use the plain algorithm"},
    {"std::views", "missing in older standard libraries: use a loop"},
    {"std::bit_cast", "missing in older standard libraries"},
    {"std::pmr", "missing in older standard libraries"},
    {"source_location", "missing in older standard libraries"},
    {"double", "rounding differs: integers with a unit in the name (us, ppm, bytes)"},
    {"float", "rounding differs: integers with a unit in the name (us, ppm, bytes)"},
    {"long", "its width differs: std::int64_t"},
    {"virtual", "the world is a value: std::variant and an exhaustive visit"},
    {"throw", "return Expected or an ErrorCode; CHECK is for wrong code"},
    {"std::cout", "the simulation does not print: note a Fact"},
    {"std::cerr", "the simulation does not print: note a Fact"},
    {"printf", "the simulation does not print: note a Fact"},
};

constexpr Ban kEverywhereBans[] = {
    {"catch (...)", "it hides wrong code"},
    {"using namespace std;", "say std:: where it is used"},
};

// Headers that do not belong into sim/, but for the command line.
constexpr Ban kCoreHeaders[] = {
    {"random", "base/draw.h"},
    {"chrono", "base/time.h"},
    {"ctime", "base/time.h"},
    {"time.h", "base/time.h"},
    {"sys/time.h", "base/time.h"},
    {"thread", "one thread"},
    {"mutex", "one thread"},
    {"atomic", "one thread"},
    {"future", "one thread"},
    {"condition_variable", "one thread"},
    {"unordered_map", "std::map, or a vector by id"},
    {"unordered_set", "std::set, or a vector by id"},
    {"fstream", "only the command line opens files"},
    {"filesystem", "only the command line opens files"},
    {"iostream", "note a Fact"},
    {"cmath", "integer tables: libm differs between machines"},
    {"math.h", "integer tables: libm differs between machines"},
    {"format", "missing in older standard libraries"},
    {"ranges", "missing in older standard libraries"},
    {"coroutine", "waiting is data"},
    {"memory_resource", "missing in older standard libraries"},
    {"source_location", "missing in older standard libraries"},
    {"unistd.h", "only the command line knows the system"},
    {"sys/*", "only the command line knows the system"},
    {"spdlog/*", "only the command line logs"},
    {"fmt/*", "sentences are made in trace/describe.cc, with base alone"},
    {"CLI/*", "only the command line reads flags"},
    {"nlohmann/*", "JSON is written by the command line"},
    {"imgui*", "the window is drawn in gui/"},
    {"GLFW/*", "the window is drawn in gui/"},
    {"toml++/*", "the loader in scenario/ alone reads TOML"},
    {"regex", "base/regular_expression.h, which never backtracks"},
    {"re2/*", "base/regular_expression.h"},
};

bool names_header(std::string_view pattern, std::string_view header) {
    if (!pattern.ends_with('*')) return pattern == header;
    pattern.remove_suffix(1);
    return header.starts_with(pattern);
}

// Where another project's header is at home although it is banned next door.
bool is_at_home(std::string_view path, std::string_view header) {
    if (names_header("re2/*", header)) return path == "sim/base/regular_expression.cc";
    return names_header("toml++/*", header) && path.starts_with("sim/scenario/");
}

void check_system_include(SourceText const& source, Include const& include,
                          std::vector<Complaint>& out) {
    if (in_core(source.path) && !is_at_home(source.path, include.target)) {
        for (Ban const& ban : kCoreHeaders) {
            if (names_header(ban.word, include.target)) {
                out.push_back({source.path, include.line,
                               "<" + include.target + ">: " + std::string{ban.instead}});
            }
        }
    }
    bool const loud = names_header("spdlog/*", include.target) ||
                      names_header("toml++/*", include.target) || include.target == "iostream";
    if (source.is_header() && loud) {
        out.push_back({source.path, include.line,
                       "<" + include.target + "> in a header: every file that includes it pays"});
    }
}

std::ptrdiff_t columns_of(std::string_view line) {
    // Counts code points: the continuation bytes of UTF-8 take no column.
    return std::count_if(line.begin(), line.end(),
                         [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

// A member `std::size_t count;` of a struct in a header, which would be hashed or saved.
bool declares_size_t_member(std::string_view line) {
    std::size_t const start = line.find_first_not_of(' ');
    if (start == line.npos || start == 0) return false;
    line.remove_prefix(start);
    bool const names_type = line.starts_with("std::size_t ") || line.starts_with("size_t ");
    return names_type && line.ends_with(';') && line.find_first_of("(),") == line.npos &&
           line.find(" = ") == line.npos;
}

}  // namespace

std::vector<Complaint> check_includes(SourceText const& source, RoomOrder const& order) {
    std::vector<Complaint> out;
    std::string const room = room_of(source.path);
    for (Include const& include : source.includes) {
        if (include.system) {
            check_system_include(source, include, out);
            continue;
        }
        if (room.empty()) continue;  // tests include what they test
        // main.cc is the one place that knows both the command line and the window.
        if (source.path == "sim/cli/main.cc" && include.target.starts_with("gui/")) continue;
        std::size_t const slash = include.target.find('/');
        std::string const target = include.target.substr(0, slash);
        if (slash == std::string::npos || !order.contains(target)) {
            out.push_back({source.path, include.line,
                           '"' + include.target + "\": name the room, as in \"base/ids.h\""});
        } else if (target != room && !(order.contains(room) && order.at(room).contains(target))) {
            out.push_back({source.path, include.line,
                           "room " + room + " may not include room " + target +
                               ": it is not to its left (CMakeLists.txt)"});
        }
    }
    return out;
}

std::vector<Complaint> check_bans(SourceText const& source) {
    std::vector<Complaint> out;
    for (std::size_t i = 0; i < source.code.size(); ++i) {
        std::string_view const line = source.code[i];
        int const number = static_cast<int>(i) + 1;
        auto const complain = [&](std::string_view word, std::string_view instead) {
            out.push_back({source.path, number, std::string{word} + ": " + std::string{instead}});
        };
        if (in_core(source.path) && line.find("#include") == line.npos) {
            for (Ban const& ban : kCoreBans) {
                if (mentions(line, ban.word)) complain(ban.word, ban.instead);
            }
            // The scenario room reads texts; its positions are never part of a world.
            if (source.is_header() && room_of(source.path) != "scenario" &&
                declares_size_t_member(line)) {
                complain("size_t member", "its width differs: std::int64_t or std::int32_t");
            }
        }
        for (Ban const& ban : kEverywhereBans) {
            if (mentions(line, ban.word)) complain(ban.word, ban.instead);
        }
        // A panel asks by Command; the app alone owns the Timeline.
        bool const draws = source.path.starts_with("gui/panels/") ||
                           source.path.starts_with("gui/view/") ||
                           source.path.starts_with("gui/widgets/");
        if (draws && mentions(line, "World&")) {
            complain("World&", "the window reads a World const& and asks by Command");
        }
    }
    return out;
}

std::vector<Complaint> check_form(SourceText const& source) {
    std::vector<Complaint> out;
    if (source.lines.size() > kMostLines) {
        out.push_back({source.path, static_cast<int>(source.lines.size()),
                       "over 600 lines: find the second noun in it"});
    }
    bool once = !source.is_header();
    for (std::size_t i = 0; i < source.lines.size(); ++i) {
        std::string_view const line = source.lines[i];
        int const number = static_cast<int>(i) + 1;
        once = once || line == "#pragma once";
        if (columns_of(line) > kMostColumns) {
            out.push_back({source.path, number, "over 100 columns: ./dev format"});
        }
        if (line.find('\t') != line.npos) out.push_back({source.path, number, "a tab"});
        // In two pieces, so that this file does not complain about itself.
        for (std::string_view const mark : {"TO"
                                            "DO",
                                            "FIX"
                                            "ME",
                                            "XX"
                                            "X",
                                            "HA"
                                            "CK"}) {
            if (mentions(line, mark)) {
                out.push_back({source.path, number,
                               std::string{mark} + ": finish it, or write it into an issue"});
            }
        }
    }
    if (!once) out.push_back({source.path, 1, "a header starts with #pragma once"});
    return out;
}

namespace {

// The type that a line at the left margin defines, "" if none. `line` has no comments.
std::string type_defined_by(std::string_view line) {
    for (std::string_view const keyword : {"struct ", "class ", "enum class ", "enum "}) {
        if (!line.starts_with(keyword)) continue;
        line.remove_prefix(keyword.size());
        std::size_t const end = line.find_first_of(" {;<");
        bool const defines = line.find('{') != line.npos && line.find('(') == line.npos;
        bool const is_specialisation = end != line.npos && line[end] == '<';
        return defines && !is_specialisation ? std::string{line.substr(0, end)} : "";
    }
    return "";
}

// Types with a name that other files could mean; those of an unnamed namespace are the file's own.
void collect_types(SourceText const& source, std::map<std::string, std::string>& homes,
                   std::vector<Complaint>& out) {
    std::string const room = room_of(source.path);
    std::string scope = room == "gui" || room == "cli" ? room + "::" : "";
    if (source.path.starts_with("tests/")) {
        // Each folder of tests is a program of its own, each .cc in it mostly too.
        std::string const folder = source.path.substr(0, source.path.rfind('/'));
        scope = (source.is_header() ? folder : source.path) + "::";
    }
    bool is_own = false;
    for (std::size_t i = 0; i < source.code.size(); ++i) {
        if (source.code[i] == "namespace {") is_own = true;
        if (source.lines[i] == "}  // namespace") is_own = false;
        std::string const type = is_own ? "" : type_defined_by(source.code[i]);
        if (type.empty()) continue;
        auto const [home, is_new] = homes.emplace(scope + type, source.path);
        if (!is_new) {
            out.push_back(
                {source.path, static_cast<int>(i) + 1,
                 type + " is also defined in " + home->second + ": one needs a new name"});
        }
    }
}

}  // namespace

std::vector<Complaint> check_together(std::vector<SourceText> const& sources) {
    std::vector<Complaint> out;
    std::map<std::string, std::string> homes;
    for (SourceText const& source : sources) collect_types(source, homes, out);
    std::string first;
    for (SourceText const& source : sources) {
        for (Include const& include : source.includes) {
            if (!names_header("toml++/*", include.target)) continue;
            if (first.empty()) first = source.path;
            if (first != source.path) {
                out.push_back({source.path, include.line,
                               "toml++ costs seconds to compile; " + first + " includes it"});
            }
        }
    }
    return out;
}

}  // namespace highwater::tidy
