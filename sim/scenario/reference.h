// The generated reference: what `highwater help TOPIC` prints, made from the tables that the
// program itself reads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace highwater {

std::string verb_reference();
std::string fault_reference();  // the verbs that hurt
std::string query_reference();
std::string fact_help();
std::string simplified_reference();
std::string challenge_reference();
std::string language_reference();
// The tables and keys of a scenario file: of all, or of one ("producer"); "": no such table.
std::string scenario_reference(std::string_view table);
std::vector<std::string> scenario_tables();

}  // namespace highwater
