// The rules of the house that a machine can check. Each complaint says what to do instead.
#pragma once

#include <string>
#include <vector>

#include "tests/tidy/room_order.h"
#include "tests/tidy/source_text.h"

namespace highwater::tidy {

struct Complaint {
    std::string path;
    int line{};
    std::string text;
};

// A room includes only rooms left of it, and other projects' headers only where they belong.
std::vector<Complaint> check_includes(SourceText const& source, RoomOrder const& order);

// Nothing in the simulation may differ from run to run, compiler to compiler, machine to machine.
std::vector<Complaint> check_bans(SourceText const& source);

// Length, width, unfinished work, `#pragma once`.
std::vector<Complaint> check_form(SourceText const& source);

// Rules about all files together: one translation unit includes toml++, and no name is given to two
// types, which the linker would take for one.
std::vector<Complaint> check_together(std::vector<SourceText> const& sources);

}  // namespace highwater::tidy
