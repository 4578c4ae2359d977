#include "scenario/config_table.h"

#include <algorithm>

#include "node/config_conflicts.h"
#include "node/config_names.h"
#include "node/config_rules.h"
#include "node/topic_config.h"
#include "scenario/table_reader.h"

namespace highwater {

namespace {

void flatten(Value const& table, std::string const& prefix, SourceLines const& source,
             std::vector<WrittenConfig>& entries) {
    for (Entry const& entry : table.entries) {
        std::string const name = prefix.empty() ? entry.key : prefix + "." + entry.key;
        if (entry.value.kind == Value::Kind::table) {
            flatten(entry.value, name, source, entries);
            continue;
        }
        // The caret stands under the whole name where it is written on one line.
        std::string_view const line = source.line(entry.place.line);
        std::size_t const end =
            source.byte_of(entry.place) - source.byte_of({entry.place.line, 1}) + entry.key.size();
        std::size_t begin = std::min(end, line.size());
        while (begin > 0 &&
               (line[begin - 1] == '.' || line[begin - 1] == '-' || line[begin - 1] == '_' ||
                line[begin - 1] == '"' || (line[begin - 1] >= '0' && line[begin - 1] <= '9') ||
                (line[begin - 1] >= 'a' && line[begin - 1] <= 'z') ||
                (line[begin - 1] >= 'A' && line[begin - 1] <= 'Z'))) {
            --begin;
        }
        Place const place = source.place_of(source.byte_of({entry.place.line, 1}) + begin);
        std::int32_t const width = entry.place.column + characters_in(entry.key) - place.column;
        entries.push_back({name,
                           TableReader::written(entry.value),
                           {Diagnostic::Severity::error, source.file(), place, width, "", "",
                            std::string{line}}});
    }
}

void report_as(Diagnostic::Severity severity, WrittenConfig const& entry, std::string message,
               std::string advice, Errors& errors) {
    Diagnostic diagnostic = entry.where;
    diagnostic.severity = severity;
    diagnostic.message = std::move(message);
    diagnostic.advice = std::move(advice);
    errors.add(std::move(diagnostic));
}

// Kafka knows the name; what it does not heed here is told, because a lesson might hang on it.
bool is_config_name(ConfigScope scope, WrittenConfig const& entry, Errors& errors) {
    if (!is_known_config(scope, entry.name)) {
        std::string const nearest{nearest_config(scope, entry.name)};
        report(entry,
               {"Kafka 4.3 has no config `" + entry.name + "` here",
                nearest.empty() ? "" : "did you mean `" + nearest + "`?"},
               errors);
        return false;
    }
    if (!has_effect(scope, entry.name)) {
        // Kafka would not start with it, whatever it is good for.
        if (auto const good = check_config(scope, entry.name, entry.value); !good) {
            report(entry, good.problem(), errors);
            return false;
        }
        warn(entry, "`" + entry.name + "` has no effect in this simulator", errors);
    }
    return true;
}

template <class Config>
void apply(ConfigScope scope, Config& config, std::vector<WrittenConfig> const& entries,
           Errors& errors) {
    for (WrittenConfig const& entry : entries) {
        if (!is_config_name(scope, entry, errors) || !has_effect(scope, entry.name)) continue;
        if (auto const done = set_config(config, entry.name, entry.value); !done) {
            report(entry, done.problem(), errors);
        }
    }
}

}  // namespace

std::vector<WrittenConfig> flatten_config(Value const& table, SourceLines const& source,
                                          Errors& errors) {
    std::vector<WrittenConfig> entries;
    flatten(table, "", source, entries);
    // "a.b" = 1 and a.b = 2 are two keys to TOML and one config to Kafka.
    std::vector<std::string> seen;
    for (WrittenConfig const& entry : entries) {
        if (std::find(seen.begin(), seen.end(), entry.name) != seen.end()) {
            report(entry, {"`" + entry.name + "` is written twice", "keep one of them"}, errors);
        }
        seen.push_back(entry.name);
    }
    return entries;
}

void add_settings(std::vector<WrittenConfig>& entries, std::string const& owner,
                  std::vector<Setting>& settings) {
    for (Setting& setting : settings) {
        if (setting.name.rfind(owner + ".", 0) != 0) continue;
        setting.is_used = true;
        std::string const name = setting.name.substr(owner.size() + 1);
        Diagnostic const where{Diagnostic::Severity::error,
                               "--set",
                               {1, characters_in(owner) + 2},
                               characters_in(name),
                               "",
                               "",
                               setting.written};
        entries.push_back({name, setting.value, setting.where.value_or(where)});
    }
}

void report(WrittenConfig const& entry, Problem const& problem, Errors& errors) {
    report_as(Diagnostic::Severity::error, entry, problem.message, problem.advice, errors);
}

void warn(WrittenConfig const& entry, std::string message, Errors& errors) {
    report_as(Diagnostic::Severity::warning, entry, std::move(message), "", errors);
}

void apply_config(ServerConfig& config, std::vector<WrittenConfig> const& entries, Errors& errors,
                  std::vector<WrittenConfig> const& of_cluster) {
    apply(ConfigScope::broker, config, entries, errors);
    std::vector<std::pair<std::string, std::string>> all;
    for (auto const* some : {&of_cluster, &entries}) {
        for (WrittenConfig const& entry : *some) all.emplace_back(entry.name, entry.value);
    }
    for (ConfigConflict const& conflict : find_conflicts(all)) {
        auto const said =
            std::find_if(entries.rbegin(), entries.rend(), [&](WrittenConfig const& entry) {
                return entry.name == conflict.name || entry.name == conflict.other;
            });
        if (said == entries.rend()) continue;  // told of the cluster
        bool const is_fatal = conflict.severity != ConfigConflict::Severity::logged;
        report_as(is_fatal ? Diagnostic::Severity::error : Diagnostic::Severity::warning, *said,
                  conflict.problem.message, conflict.problem.advice, errors);
    }
}

void apply_config(ProducerConfig& config, std::vector<WrittenConfig> const& entries,
                  Errors& errors) {
    apply(ConfigScope::producer, config, entries, errors);
}

void apply_config(ConsumerConfig& config, std::vector<WrittenConfig> const& entries,
                  Errors& errors) {
    apply(ConfigScope::consumer, config, entries, errors);
}

std::vector<std::pair<std::string, std::string>> checked_topic_config(
    std::vector<WrittenConfig> const& entries,
    ServerConfig::TopicDefaults::Compaction const& defaults, Errors& errors) {
    std::vector<std::pair<std::string, std::string>> configs;
    for (WrittenConfig const& entry : entries) {
        if (!is_config_name(ConfigScope::topic, entry, errors)) continue;
        if (auto const good = validate_topic_config(entry.name, entry.value); !good) {
            report(entry, good.problem(), errors);
            continue;
        }
        // The last one counts: --set stands behind the file.
        for (auto each = configs.begin(); each != configs.end(); ++each) {
            if (each->first != entry.name) continue;
            configs.erase(each);
            break;
        }
        configs.emplace_back(entry.name, entry.value);
        if (auto const good = validate_for_brokers(configs, defaults); !good) {
            report(entry, good.problem(), errors);
            configs.pop_back();
        }
    }
    return configs;
}

}  // namespace highwater
