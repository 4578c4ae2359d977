// [[producer]] and [[consumer]].
#include "base/limits.h"
#include "base/regular_expression.h"
#include "scenario/client_verbs.h"
#include "scenario/data_file.h"
#include "scenario/key_source.h"
#include "scenario/loader_parts.h"
#include "scenario/nearest.h"
#include "scenario/units.h"

namespace highwater {

namespace {

std::vector<std::string> topic_names(PhraseScope const& scope) {
    std::vector<std::string> names;
    for (PhraseScope::Topic const& topic : scope.topics) names.push_back(topic.name);
    return names;
}

// A mistake in one word of a text value: "orders-9".
std::optional<Argument> read_slot(Value const& text, std::string_view usage,
                                  PhraseScope const& scope, Loading& loading) {
    std::vector<Word> words;
    if (auto problem = split_words(text.text, words)) {
        report_phrase(text, *problem, loading);
        return std::nullopt;
    }
    Match matched = match(parse_pattern(usage), text.text, words, words.size(), scope);
    if (!matched.fits) {
        report_phrase(text, matched.problem, loading);
        return std::nullopt;
    }
    return matched.arguments.front();
}

std::optional<NameId> claim_client(TableReader& reader, Loading& loading) {
    auto const name = reader.text("name");
    if (!name) {
        if (reader.table().find("name") == nullptr) {
            reader.missing("name", "write name = \"checkout\"");
        }
        return std::nullopt;
    }
    if (!loading.claim_name(reader.table().find("name")->value, *name, reader)) return std::nullopt;
    return loading.scenario.world.names.intern(*name);
}

// A rack is a name of the world, so that it can be compared with those of the brokers.
void take_client_rack(std::vector<WrittenConfig>& entries, ConsumerConfig& config,
                      Loading& loading) {
    for (auto entry = entries.begin(); entry != entries.end();) {
        if (entry->name != "client.rack") {
            ++entry;
            continue;
        }
        config.client_rack =
            entry->value.empty() ? kNoName : loading.scenario.world.names.intern(entry->value);
        entry = entries.erase(entry);
    }
}

template <class Config>
std::vector<std::string> load_client_config(TableReader& reader, std::optional<NameId> name,
                                            Config& config, Loading& loading) {
    std::vector<WrittenConfig> entries;
    if (Entry const* table = reader.find("config", Value::Kind::table)) {
        entries = flatten_config(table->value, loading.source, loading.errors);
    }
    if (name) {
        std::string const& owner = loading.scenario.world.names.text(*name);
        note_for_challenge(entries, owner, loading);
        add_settings(entries, owner, loading.settings);
    }
    std::vector<std::string> set;
    for (WrittenConfig const& entry : entries) set.push_back(entry.name);
    if constexpr (std::is_same_v<Config, ConsumerConfig>)
        take_client_rack(entries, config, loading);
    apply_config(config, entries, loading.errors);
    return set;
}

// The data file as the reader of a message finds it: scenarios/data/orders.jsonl.
std::string shown_name(std::string const& scenario, std::string const& name) {
    std::string folder = scenario.substr(0, scenario.rfind('/') + 1);
    std::string_view rest = name;
    while (rest.substr(0, 3) == "../" && folder.size() > 1) {
        std::size_t const slash = folder.rfind('/', folder.size() - 2);
        std::size_t const begin = slash == std::string::npos ? 0 : slash + 1;
        std::string const last = folder.substr(begin);
        if (last == "../" || last == "./") break;
        folder.resize(begin);
        rest.remove_prefix(3);
    }
    return folder + std::string{rest};
}

void load_data(TableReader& reader, ProducerSpec& spec, Loading& loading) {
    Entry const* file = reader.find("file", Value::Kind::text);
    Entry const* key = reader.find("key", Value::Kind::text);
    auto const repeat = reader.boolean("repeat");
    if (file == nullptr) {
        Entry const* records = reader.table().find("records");
        if (records != nullptr && records->value.kind == Value::Kind::array) {
            spec.repeat_data = repeat.value_or(false);
            return;
        }
        for (char const* name : {"key", "repeat"}) {
            if (Entry const* entry = reader.table().find(name)) {
                bool const is_repeat = std::string_view{name} == "repeat";
                reader.report(*entry,
                              "`" + std::string{name} + "` needs `file`" +
                                  (is_repeat ? ", or `records` as a list" : ""),
                              "write for example file = \"data/orders.jsonl\"");
            }
        }
        return;
    }
    spec.repeat_data = repeat.value_or(false);
    if (key != nullptr) spec.keys.kind = KeySource::Kind::field;
    auto const name = normalise_data_name(file->value.text, loading.options.folders_up);
    if (!name) {
        reader.report(file->value, name.problem().message, name.problem().advice);
        return;
    }
    if (!loading.options.read_data) {
        reader.report(file->value, "data files cannot be read here");
        return;
    }
    auto const content = loading.options.read_data(*name);
    if (!content) {
        reader.report(file->value, content.problem().message, content.problem().advice);
        return;
    }
    std::vector<DataRecord> records =
        read_data_file(shown_name(loading.scenario.file, *name), *content,
                       key != nullptr ? key->value.text : std::string{}, loading.errors);
    Hasher hasher;
    hasher.add(*content);
    loading.scenario.data_files.push_back(
        {*name, hasher.value(), static_cast<std::int32_t>(records.size())});
    spec.data = make_payload(std::move(records));
}

// One of `records = ["a", {key = "k", value = "v"}]`.
std::optional<DataRecord> read_record(Value const& item, Loading& loading) {
    DataRecord record;
    if (item.kind == Value::Kind::text) {
        record.value = item.text;
    } else if (item.kind == Value::Kind::table) {
        TableReader reader{item, table_keys::record(), loading.errors};
        record.key = reader.text("key");
        record.value = reader.text("value");
        if (item.find("value") == nullptr) {
            reader.missing("value", "write for example value = \"tea\"");
        }
        reader.finish();
    } else {
        loading.errors.error(
            item.place, item.width,
            "a record is a text or a table, this is " + std::string{name_of(item.kind)},
            "write for example \"tea\", or {key = \"Max\", value = \"tea\"}");
        return std::nullopt;
    }
    std::size_t const bytes =
        (record.key ? record.key->size() : 0) + (record.value ? record.value->size() : 0);
    if (bytes > static_cast<std::size_t>(limits::kValueBytes)) {
        loading.errors.error(
            item.place, item.width,
            "a record has at most " + std::to_string(limits::kValueBytes) + " bytes", "");
        return std::nullopt;
    }
    return record;
}

// `records` as a list: the records themselves, sent in this order, once or over and over.
void load_listed_records(TableReader& reader, Entry const& list, ProducerSpec& spec,
                         Loading& loading) {
    for (char const* other : {"file", "key", "keys", "value-size"}) {
        Entry const* entry = reader.table().find(other);
        if (entry == nullptr) continue;
        reader.report(*entry,
                      "`" + std::string{other} + "` beside a list of `records`: they say it all",
                      "leave one of the two out");
    }
    if (list.value.items.empty()) reader.report(list, "`records` is empty");
    std::vector<DataRecord> records;
    for (Value const& item : list.value.items) {
        if (auto record = read_record(item, loading)) records.push_back(*std::move(record));
    }
    spec.data = make_payload(std::move(records));
}

// When a client begins; after the end it would never.
std::optional<Time> read_start(TableReader& reader, Loading& loading) {
    auto const start = reader.quantity("start", parse_duration);
    if (!start) return std::nullopt;
    if (*start >= loading.scenario.duration) {
        Value const& written = reader.table().find("start")->value;
        loading.errors.warning(written.place, written.width,
                               "it never starts: the scenario has ended by then",
                               "duration is " + write_duration(loading.scenario.duration));
    }
    return Time{start->us};
}

// What the records of a workload are: drawn keys and made-up values, a file's lines, or a list.
void load_workload(TableReader& reader, ProducerSpec& spec, Loading& loading) {
    Value const& table = reader.table();
    Entry const* records = table.find("records");
    bool const is_list = records != nullptr && records->value.kind == Value::Kind::array;
    load_data(reader, spec, loading);
    if (is_list) load_listed_records(reader, *records, spec, loading);
    bool const has_file = table.find("file") != nullptr;
    if (Entry const* keys = reader.find("keys")) {
        if (has_file) {
            reader.report(*keys, "`keys` beside `file`: the keys come from the file",
                          "name its field: key = \"customer_id\"");
        } else if (auto source = read_keys(keys->value, loading.errors)) {
            spec.keys = *std::move(source);
        }
    }
    if (Entry const* size = reader.find("value-size")) {
        auto const bytes = parse_size(TableReader::written(size->value));
        if (has_file) {
            reader.report(*size, "`value-size` beside `file`: the values are the file's lines",
                          "leave it out");
        } else if (!bytes || *bytes > limits::kValueBytes) {
            reader.report(
                size->value,
                bytes ? "a value has at most " + std::to_string(limits::kValueBytes) + " bytes"
                      : bytes.problem().message,
                bytes ? "" : bytes.problem().advice);
        } else {
            spec.value_size = static_cast<std::int32_t>(*bytes);
        }
    }
    if (auto const rate = reader.quantity("rate", parse_rate)) {
        spec.interval = *rate;
    } else if (table.find("rate") == nullptr) {
        for (char const* key : {"keys", "file", "records", "start", "stop", "value-size"}) {
            if (Entry const* entry = table.find(key)) {
                reader.report(*entry, "`" + std::string{key} + "` needs a `rate`",
                              "write for example rate = \"20/s\"");
                break;
            }
        }
    }
    if (auto const start = read_start(reader, loading)) spec.starts_at = *start;
    if (auto const stop = reader.quantity("stop", parse_duration)) spec.stops_at = Time{stop->us};
    if (spec.stops_at <= spec.starts_at) {
        reader.report(*table.find("stop"), "it stops before it starts");
    }
    if (is_list) return;
    spec.max_records = reader.integer("records", 1, INT64_MAX).value_or(-1);
}

void load_producer(Value const& table, Loading& loading) {
    TableReader reader{table, table_keys::producer(), loading.errors};
    ProducerSpec spec;
    auto const name = claim_client(reader, loading);
    spec.cluster = loading.read_cluster(reader);
    PhraseScope const scope = loading.scope.of_cluster(spec.cluster);
    if (Entry const* topic = reader.find("topic", Value::Kind::text)) {
        if (scope.find_topic(topic->value.text) == nullptr) {
            reader.report(topic->value, "no topic is called `" + topic->value.text + "`",
                          advise_words(topic->value.text, topic_names(scope)));
        }
        spec.topic = loading.scenario.world.names.intern(topic->value.text);
    } else if (table.find("topic") == nullptr && table.find("rate") != nullptr) {
        reader.missing("topic", advise_words("", topic_names(scope)));
    }
    if (auto const partition = reader.integer("partition", 0, limits::kPartitionsOfTopic)) {
        spec.partition = static_cast<std::int32_t>(*partition);
        PhraseScope::Topic const* topic =
            spec.topic == kNoName ? nullptr
                                  : scope.find_topic(loading.scenario.world.names.text(spec.topic));
        bool const is_known = topic != nullptr && topic->partitions >= 0;
        if (is_known && *partition >= topic->partitions) {
            reader.report(table.find("partition")->value,
                          topic->name + " has no partition " + std::to_string(*partition),
                          "have 0 … " + std::to_string(topic->partitions - 1));
        }
    }
    load_workload(reader, spec, loading);
    std::vector<std::string> const set = load_client_config(reader, name, spec.config, loading);
    if (auto const settled = settle(spec.config, set); !settled) {
        Entry const* config = table.find("config");
        Value const& where = config != nullptr ? config->value : table;
        reader.report(where, settled.problem().message, settled.problem().advice);
    }
    reader.finish();
    if (!name) return;
    spec.name = *name;
    loading.scenario.producers.push_back(std::move(spec));
}

// "orders-0", or "orders" for all of its partitions.
void load_assign(TableReader& reader, ConsumerSpec& spec, Loading& loading) {
    std::vector<Value const*> const assign = reader.texts("assign");
    PhraseScope const scope = loading.scope.of_cluster(spec.cluster);
    for (Value const* each : assign) {
        auto const argument = read_slot(*each, "DESTINATION", scope, loading);
        if (!argument) continue;
        if (argument->partition.partition < 0) {
            spec.assign_topics.push_back(argument->partition.topic);
        } else {
            spec.assign.push_back(argument->partition);
        }
    }
    if (assign.empty() && reader.table().find("assign") == nullptr) {
        reader.missing("assign", "write for example assign = [\"orders-0\"]");
    } else if (assign.empty()) {
        reader.report(*reader.table().find("assign"), "`assign` is empty");
    }
}

void load_from(TableReader& reader, ConsumerSpec& spec) {
    Entry const* from = reader.find("from");
    if (from == nullptr) return;
    std::string const written = TableReader::written(from->value);
    auto const offset = parse_integer(written);
    if (written == "earliest") {
        spec.from = StartPosition::earliest;
    } else if (written == "latest") {
        spec.from = StartPosition::latest;
    } else if (offset && *offset >= 0) {
        spec.from = StartPosition::offset;
        spec.from_offset = Offset{*offset};
    } else {
        reader.report(from->value, "`from` must be \"earliest\", \"latest\" or an offset");
    }
}

// pattern = "orders-.*", instead of topics.
bool load_pattern(TableReader& reader, ConsumerSpec& spec) {
    Entry const* pattern = reader.find("pattern", Value::Kind::text);
    if (pattern == nullptr) return false;
    if (auto const parsed = RegularExpression::parse(pattern->value.text); !parsed) {
        reader.report(pattern->value,
                      "`pattern` is no regular expression: " + parsed.problem().message);
    } else if (pattern->value.text.empty()) {
        reader.report(pattern->value, "`pattern` is empty", "\".*\" matches every topic");
    }
    if (reader.table().find("topics") != nullptr) {
        reader.report(pattern->value, "a consumer has `topics` or a `pattern`, not both");
    }
    spec.pattern = pattern->value.text;
    return true;
}

// subscribe = one topic after the other.
void load_subscription(TableReader& reader, ConsumerSpec& spec, Loading& loading) {
    if (load_pattern(reader, spec) && reader.table().find("topics") == nullptr) return;
    PhraseScope scope = loading.scope.of_cluster(spec.cluster);
    std::vector<Value const*> const topics = reader.texts("topics");
    for (Value const* topic : topics) {
        std::optional<Problem> warning;
        auto const named = subscribed_topic(topic->text, scope, warning);
        if (!named) reader.report(*topic, named.problem().message, named.problem().advice);
        if (warning) {
            loading.errors.warning(topic->place, topic->width, warning->message, warning->advice);
        }
        spec.subscribe.push_back(loading.scenario.world.names.intern(topic->text));
    }
    if (!topics.empty()) return;
    if (reader.table().find("topics") == nullptr) {
        reader.missing("topics", "write for example topics = [\"orders\"]");
    } else {
        reader.report(*reader.table().find("topics"), "`topics` is empty");
    }
}

void load_commit_style(TableReader& reader, ConsumerSpec& spec) {
    Entry const* commit = reader.find("commit", Value::Kind::text);
    if (commit == nullptr) return;
    if (commit->value.text == "sync") {
        spec.commits = CommitStyle::sync;
    } else if (commit->value.text == "async") {
        spec.commits = CommitStyle::async;
    } else {
        reader.report(commit->value, "`commit` must be \"sync\" or \"async\"",
                      "the application commits after each batch; enable.auto.commit is a config");
    }
}

// What the table says of all its members is no config of theirs as well.
void refuse_said_twice(Value const& table, std::vector<std::string> const& set, bool is_static,
                       TableReader& reader) {
    Entry const* config = table.find("config");
    Value const& place = config != nullptr ? config->value : table;
    if (is_said(set, "group.id")) {
        reader.report(place, "`group` is the members' group.id", "leave group.id out");
    }
    if (is_static && is_said(set, "group.instance.id")) {
        reader.report(place, "`static` gives each member a group.instance.id of its own",
                      "leave one of them out");
    }
}

// The members of a group: billing-1, billing-2, …
void load_group(Value const& table, Loading& loading) {
    TableReader reader{table, table_keys::group_of_consumers(), loading.errors};
    ConsumerSpec spec;
    auto const group = reader.text("group");
    spec.cluster = loading.read_cluster(reader);
    auto const members = reader.integer("members", 1, limits::kClients).value_or(1);
    auto const is_static = reader.boolean("static").value_or(false);
    load_subscription(reader, spec, loading);
    load_commit_style(reader, spec);
    if (auto const start = read_start(reader, loading)) spec.starts_at = *start;
    if (auto const takes = reader.quantity("processing-time", parse_duration)) {
        spec.processing_time = *takes;
    }
    bool const has_name = group && !group->empty();
    if (group && !has_name) {
        reader.report(table.find("group")->value, "a group without a name cannot be joined",
                      "write for example group = \"billing\"");
    }
    if (!has_name) {
        reader.finish();
        return;
    }
    NameId const id = loading.scenario.world.names.intern(*group);
    std::vector<std::string> const set = load_client_config(reader, id, spec.config, loading);
    refuse_said_twice(table, set, is_static, reader);
    if (auto const settled = settle(spec.config, set); !settled) {
        Entry const* config = table.find("config");
        reader.report(config != nullptr ? config->value : table, settled.problem().message,
                      settled.problem().advice);
    }
    reader.finish();
    spec.config.group.group_id = *group;
    for (std::int64_t i = 1; i <= members; ++i) {
        std::string const name = *group + "-" + std::to_string(i);
        if (!loading.claim_name(table.find("group")->value, name, reader)) return;
        spec.name = loading.scenario.world.names.intern(name);
        if (is_static) spec.config.group.group_instance_id = name;
        loading.scenario.consumers.push_back(spec);
    }
}

void load_consumer(Value const& table, Loading& loading) {
    if (table.find("group") != nullptr) return load_group(table, loading);
    TableReader reader{table, table_keys::lone_consumer(), loading.errors};
    ConsumerSpec spec;
    auto const name = claim_client(reader, loading);
    spec.cluster = loading.read_cluster(reader);
    load_assign(reader, spec, loading);
    load_from(reader, spec);
    if (auto const start = read_start(reader, loading)) spec.starts_at = *start;
    std::vector<std::string> const set = load_client_config(reader, name, spec.config, loading);
    bool const has_group = is_said(set, "group.id");
    if (is_said(set, "enable.auto.commit") && spec.config.group.enable_auto_commit && !has_group) {
        Entry const* config = table.find("config");
        reader.report(config != nullptr ? config->value : table,
                      "enable.auto.commit cannot be set to true when default group id (null) is "
                      "used.",
                      "leave it out, or write `group` and `topics` instead of `name` and `assign`");
    }
    reader.finish();
    if (!name) return;
    spec.name = *name;
    loading.scenario.consumers.push_back(std::move(spec));
}

}  // namespace

void load_producers(TableReader& reader, Loading& loading) {
    std::vector<Value const*> const tables = reader.tables("producer");
    if (static_cast<std::int32_t>(tables.size()) > limits::kClients) {
        reader.report(*tables.back(),
                      "more than " + std::to_string(limits::kClients) + " producers");
        return;
    }
    for (Value const* table : tables) load_producer(*table, loading);
}

void load_consumers(TableReader& reader, Loading& loading) {
    std::vector<Value const*> const tables = reader.tables("consumer");
    if (static_cast<std::int32_t>(tables.size()) > limits::kClients) {
        reader.report(*tables.back(),
                      "more than " + std::to_string(limits::kClients) + " consumers");
        return;
    }
    for (Value const* table : tables) load_consumer(*table, loading);
}

}  // namespace highwater
