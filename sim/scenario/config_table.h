// [cluster.config], [topic.config], … : Kafka's dotted names, which TOML reads as nested tables,
// back in one piece, and set with Kafka's meaning.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "node/config.h"
#include "scenario/document.h"
#include "scenario/errors.h"

namespace highwater {

struct WrittenConfig {
    std::string name;   // min.insync.replicas
    std::string value;  // as in a properties file
    Diagnostic where;   // file, place and line for a mistake; its message is empty
};

// --set NAME.key=value, as it was split from the command line.
struct Setting {
    std::string written;  // the whole of it, for messages
    std::string name;     // "checkout.acks"
    std::string value;
    bool is_used{};
    std::optional<Diagnostic> where{};  // of one that an answer's file makes
};

// Reports a name that is written twice.
std::vector<WrittenConfig> flatten_config(Value const& table, SourceLines const& source,
                                          Errors& errors);
// The settings that are `owner`'s, behind those of the file: they win. Marks them as used.
void add_settings(std::vector<WrittenConfig>& entries, std::string const& owner,
                  std::vector<Setting>& settings);

void report(WrittenConfig const& entry, Problem const& problem, Errors& errors);
void warn(WrittenConfig const& entry, std::string message, Errors& errors);

// Sets what has an effect here, warns of what Kafka knows and this simulator does not heed, and
// reports the rest.
// A server's configs must also go together, with those of its whole cluster where it has none.
void apply_config(ServerConfig& config, std::vector<WrittenConfig> const& entries, Errors& errors,
                  std::vector<WrittenConfig> const& of_cluster = {});
void apply_config(ProducerConfig& config, std::vector<WrittenConfig> const& entries,
                  Errors& errors);
void apply_config(ConsumerConfig& config, std::vector<WrittenConfig> const& entries,
                  Errors& errors);
// Topic configs stay texts: the controller keeps them so. Returns those that are good, by
// themselves and beside the others, or beside the defaults of the controllers.
std::vector<std::pair<std::string, std::string>> checked_topic_config(
    std::vector<WrittenConfig> const& entries,
    ServerConfig::TopicDefaults::Compaction const& defaults, Errors& errors);

}  // namespace highwater
