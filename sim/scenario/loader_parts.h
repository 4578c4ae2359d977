// The loader in parts: one function per kind of table, all over one Loading.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "scenario/config_table.h"
#include "scenario/loader.h"
#include "scenario/table_reader.h"

namespace highwater {

// What the parts share while a file is read.
struct Loading {
    SourceLines const& source;
    LoadOptions const& options;
    Errors& errors;
    Scenario scenario;
    PhraseScope scope;
    std::vector<Setting> settings;
    std::int32_t brokers{};
    std::int32_t controllers{};
    std::map<std::string, Place> names;  // of nodes and clients

    // Notes a new name and refuses one that is taken.
    bool claim_name(Value const& where, std::string const& name, TableReader& reader);
};

void load_cluster(Value const& root, TableReader& reader, Loading& loading);
void load_network(TableReader& reader, Loading& loading);
void load_protocol(TableReader& reader, Loading& loading);
void load_topics(TableReader& reader, Loading& loading);
void load_producers(TableReader& reader, Loading& loading);
void load_consumers(TableReader& reader, Loading& loading);
void load_steps(TableReader& reader, Loading& loading);

// A problem within a text value, with its caret into the text.
void report_phrase(Value const& text, PhraseProblem const& problem, Loading& loading);

}  // namespace highwater
