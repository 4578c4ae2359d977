// The generated reference: what `highwater help TOPIC` prints, made from the tables that the
// program itself reads.
#pragma once

#include <string>

namespace highwater {

std::string verb_reference();
std::string fault_reference();  // the verbs that hurt
std::string query_reference();
std::string fact_help();
std::string simplified_reference();
std::string challenge_reference();
std::string language_reference();

}  // namespace highwater
