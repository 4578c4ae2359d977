// The loader in parts: one function per kind of table, all over one Loading.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "node/config_names.h"
#include "scenario/config_table.h"
#include "scenario/loader.h"
#include "scenario/table_reader.h"
#include "scenario/translations.h"

namespace highwater {

struct ClusterShape {
    std::string name;  // "": the only one
    std::int32_t brokers{3};
    std::int32_t controllers{};
    std::vector<WrittenConfig> config{};
};

// What the parts share while a file is read.
struct Loading {
    SourceLines const& source;
    LoadOptions const& options;
    Errors& errors;
    Scenario scenario;
    PhraseScope scope;
    std::vector<Setting> settings;
    std::vector<ClusterShape> clusters;
    std::map<std::string, Place> names;  // of clusters, nodes and clients
    Translations translations;
    Value const* challenge{};  // its table

    bool has_named_clusters() const { return !clusters.empty() && !clusters.front().name.empty(); }
    std::optional<ClusterId> find_cluster(std::string_view name) const;
    // `cluster = "west"` of a topic or client: needed where clusters have names, and only there.
    ClusterId read_cluster(TableReader& reader);

    // Notes a new name and refuses one that is taken.
    bool claim_name(Value const& where, std::string const& name, TableReader& reader);
};

// Whose configs can be set by name: "checkout.acks" has the owner checkout and the config acks. The
// members of a group have the group's.
struct ConfigOwner {
    std::string name;
    ConfigScope scope{};
};
std::vector<ConfigOwner> config_owners(Loading const& loading);
// What to say of a name that is none of them.
Problem no_config_owner(std::string const& name, Loading const& loading);

// The config table of `reader`, and what --set says of `owner`.
std::vector<WrittenConfig> config_of(TableReader& reader, std::string const& owner,
                                     Loading& loading);

void load_cluster(Value const& root, TableReader& reader, Loading& loading);
void load_network(TableReader& reader, Loading& loading);
void load_protocol(TableReader& reader, Loading& loading);
void load_topics(TableReader& reader, Loading& loading);
void load_producers(TableReader& reader, Loading& loading);
void load_consumers(TableReader& reader, Loading& loading);
void load_steps(TableReader& reader, Loading& loading);
// Topics that some step makes can be named from the beginning.
void declare_topics_of_steps(Value const& root, PhraseScope& scope);
// Steps, commands and expectations may stand in any order; those of one instant keep that of the
// file.
void sort_by_time(Scenario& scenario);

// ---- challenges ---------------------------------------------------------------------------------
// What may be changed. Before all other tables: what an answer sets is part of them.
void load_challenge(TableReader& reader, Loading& loading);
// What the file says of the configs that may be changed.
void note_for_challenge(std::vector<WrittenConfig> const& entries, std::string const& owner,
                        Loading& loading);
// Once it is known who and what there is: are those names good?
void check_challenge(Loading& loading);
void load_goals(Loading& loading);

void check_format(TableReader& reader);

// A problem within a text value, with its caret into the text.
void report_phrase(Value const& text, PhraseProblem const& problem, Loading& loading);
void report_phrase(Value const& text, PhraseProblem const& problem, SourceLines const& source,
                   Errors& errors);
// What the scope warns of since it was last told, and forgets it.
void report_warnings(Value const& text, PhraseScope& scope, SourceLines const& source,
                     Errors& errors);

}  // namespace highwater
