// A source file as the rules see it: its lines as written, its code without comments and strings,
// and what it includes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace highwater::tidy {

struct Include {
    int line{};
    std::string target;  // as written between the quotes or brackets
    bool system{};       // <…>
};

struct SourceText {
    std::string path;                // from the root of the repository, e.g. sim/broker/fetch.cc
    std::vector<std::string> lines;  // as written
    std::vector<std::string> code;   // the same lines, comments and literals blanked out
    std::vector<Include> includes;

    bool is_header() const { return path.ends_with(".h"); }
};

SourceText read_source(std::string path, std::string_view text);

// "sim/broker/fetch.cc" → "broker", "gui/panels/log.cc" → "gui", anything else → "".
std::string room_of(std::string_view path);

}  // namespace highwater::tidy
