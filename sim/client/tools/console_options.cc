#include "client/tools/console_options.h"

#include <algorithm>
#include <map>

#include "base/regular_expression.h"
#include "base/text.h"
#include "client/tools/java_exception.h"
#include "client/tools/line_reader.h"
#include "client/tools/options.h"
#include "client/tools/steps.h"
#include "node/config_names.h"
#include "node/config_rules.h"

namespace highwater {

namespace {
using Properties = std::vector<std::pair<std::string, std::string>>;

std::vector<OptionSpec> const& consumer_options() {
    static std::vector<OptionSpec> const known = {{"bootstrap-server", true},
                                                  {"command-config", true},
                                                  {"command-property", true},
                                                  {"consumer-property", true},
                                                  {"consumer.config", true},
                                                  {"enable-systest-events", false},
                                                  {"formatter", true},
                                                  {"formatter-config", true},
                                                  {"formatter-property", true},
                                                  {"from-beginning", false},
                                                  {"group", true},
                                                  {"help", false},
                                                  {"include", true},
                                                  {"isolation-level", true},
                                                  {"key-deserializer", true},
                                                  {"max-messages", true},
                                                  {"offset", true},
                                                  {"partition", true},
                                                  {"property", true},
                                                  {"skip-message-on-error", false},
                                                  {"timeout-ms", true},
                                                  {"topic", true},
                                                  {"value-deserializer", true},
                                                  {"version", false}};
    return known;
}

std::vector<OptionSpec> const& producer_options() {
    static std::vector<OptionSpec> const known = {{"batch-size", true},
                                                  {"bootstrap-server", true},
                                                  {"command-config", true},
                                                  {"command-property", true},
                                                  {"compression-codec", true},
                                                  {"help", false},
                                                  {"line-reader", true},
                                                  {"max-block-ms", true},
                                                  {"max-memory-bytes", true},
                                                  {"max-partition-memory-bytes", true},
                                                  {"message-send-max-retries", true},
                                                  {"metadata-expiry-ms", true},
                                                  {"producer-property", true},
                                                  {"producer.config", true},
                                                  {"property", true},
                                                  {"reader-config", true},
                                                  {"reader-property", true},
                                                  {"request-required-acks", true},
                                                  {"request-timeout-ms", true},
                                                  {"retry-backoff-ms", true},
                                                  {"socket-buffer-size", true},
                                                  {"sync", false},
                                                  {"timeout", true},
                                                  {"topic", true},
                                                  {"version", false}};
    return known;
}

std::string config_error(std::string const& message) {
    return "org.apache.kafka.common.config.ConfigException: " + message + "\n";
}

// "key=value", with the last one of a key winning; a missing value is an empty one.
Properties properties_of(Options const& options, std::string_view option) {
    Properties properties;
    auto const said = options.values.find(option);
    if (said == options.values.end()) return properties;
    for (std::string const& pair : said->second) {
        auto const equals = pair.find('=');
        std::string const key = pair.substr(0, equals);
        std::string const value = equals == std::string::npos ? "" : pair.substr(equals + 1);
        auto const known = std::find_if(properties.begin(), properties.end(),
                                        [&](auto const& p) { return p.first == key; });
        if (known != properties.end()) properties.erase(known);
        properties.emplace_back(key, value);
    }
    return properties;
}

std::string const* find(Properties const& properties, std::string_view key) {
    for (auto const& [name, value] : properties) {
        if (name == key) return &value;
    }
    return nullptr;
}

// An option that got a new name with 4.2 (KIP-1147); the old one is told to be old.
struct Renamed {
    std::string_view old_name;
    std::string_view new_name;
};

class ConsoleReading {
public:
    ConsoleReading(std::vector<std::string> const& arguments, std::string const& input)
        : arguments_{arguments}, input_{input} {}

    ConsoleCommand read_consumer() {
        if (begin(consumer_options(),
                  "This tool helps to read data from Kafka topics and outputs it to standard "
                  "output.") &&
            check_consumer() && read_consumer_config() && read_position() && read_formatter()) {
            read_limits();
        }
        return std::move(command_);
    }

    ConsoleCommand read_producer() {
        if (begin(producer_options(),
                  "This tool helps to read data from standard input and publish it to Kafka.") &&
            check_producer() && read_producer_config()) {
            read_lines();
        }
        return std::move(command_);
    }

private:
    bool refuse(std::string const& complaint) { return end(usage(complaint, *known_)); }
    bool end(ToolText text) {
        text.out = command_.printed.out + text.out;
        command_.refusal = std::move(text);
        return false;
    }

    bool begin(std::vector<OptionSpec> const& known, std::string const& purpose) {
        known_ = &known;
        std::vector<std::string> arguments = arguments_;
        // gzip is what --compression-codec alone means.
        for (std::size_t i = 1; i < arguments.size(); ++i) {
            bool const is_last = i + 1 == arguments.size();
            bool const is_alone = arguments[i] == "--compression-codec" &&
                                  (is_last || arguments[i + 1].rfind("--", 0) == 0);
            if (is_alone) arguments[i] += "=gzip";
        }
        Expected<Options> const options = parse_options(arguments, known);
        if (!options) return refuse(options.problem().message);
        options_ = *options;
        if (arguments_.size() == 1 || options_.has("help")) return refuse(purpose);
        if (options_.has("version")) return end({"4.3.0\n", {}, 0});
        for (char const* file : {"command-config", "consumer.config", "producer.config"}) {
            if (!options_.has(file)) continue;
            return refuse("files of properties are not read here: say --command-property");
        }
        return true;
    }

    // The properties of whichever of the two names was used.
    bool take_renamed(Renamed option, Properties& properties) {
        if (options_.has(option.old_name) && options_.has(option.new_name)) {
            return refuse("Options --" + std::string{option.old_name} + " and --" +
                          std::string{option.new_name} + " cannot be specified together.");
        }
        bool const is_old = options_.has(option.old_name);
        if (is_old) {
            command_.printed.out += "Option --" + std::string{option.old_name} +
                                    " is deprecated and will be removed in a future version. Use "
                                    "--" +
                                    std::string{option.new_name} + " instead.\n";
        }
        properties = properties_of(options_, is_old ? option.old_name : option.new_name);
        return true;
    }

    // A number of an option: none, or one above `most`, is what joptsimple throws when it is asked.
    bool number_of(std::string_view option, std::int64_t most, std::int64_t& number) {
        if (!options_.has(option)) return true;
        std::optional<std::int64_t> const read = parse_long(options_.get(option));
        if (read && *read <= most && *read >= -most - 1) {
            number = *read;
            return true;
        }
        Thrown const thrown = no_number(option, options_.get(option));
        // The producer's main method catches it and prints its message; the consumer's does not.
        return end(command_.wish.is_consumer ? uncaught(thrown)
                                             : ToolText{{}, thrown.message + "\n", 1});
    }

    // ---- the consumer ---------------------------------------------------------------------------
    bool check_consumer() {
        command_.wish.is_consumer = true;
        if (options_.has("topic") == options_.has("include")) {
            return refuse("Exactly one of the following arguments is required: [topic], [include]");
        }
        command_.topic = options_.get("topic");
        command_.pattern = options_.get("include");
        if (!command_.pattern.empty()) {
            if (auto const parsed = RegularExpression::parse(command_.pattern); !parsed) {
                return refuse("--include is no regular expression: " + parsed.problem().message);
            }
        }
        std::int64_t partition = -1;
        if (!number_of("partition", INT32_MAX, partition)) return false;
        command_.partition = static_cast<std::int32_t>(partition);
        bool const from_beginning = options_.has("from-beginning");
        if (options_.has("partition")) {
            if (!options_.has("topic")) {
                return refuse("The topic is required when partition is specified.");
            }
            if (from_beginning && options_.has("offset")) {
                return refuse("Options from-beginning and offset cannot be specified together.");
            }
        } else if (options_.has("offset")) {
            return refuse("The partition is required when offset is specified.");
        }
        return true;
    }

    bool read_group(Properties const& properties) {
        std::vector<std::string> groups;
        if (options_.has("group")) groups.push_back(options_.get("group"));
        if (std::string const* group = find(properties, "group.id")) groups.push_back(*group);
        if (groups.size() > 1 && groups[0] != groups[1]) {
            return refuse(
                "The group ids provided in different places (directly using '--group', via "
                "'--consumer-property', or via '--consumer.config') do not match. Detected group "
                "ids: '" +
                groups[0] + "', '" + groups[1] + "'");
        }
        if (!groups.empty() && options_.has("partition")) {
            return refuse("Options group and partition cannot be specified together.");
        }
        command_.has_group = !groups.empty();
        if (command_.has_group) command_.consumer.group.group_id = groups.front();
        return true;
    }

    bool read_consumer_config() {
        Properties properties;
        if (!take_renamed({"consumer-property", "command-property"}, properties)) return false;
        if (!read_group(properties)) return false;
        bool const from_beginning = options_.has("from-beginning");
        std::string const* reset = find(properties, "auto.offset.reset");
        if (reset != nullptr && from_beginning && *reset != "earliest") {
            return end({{},
                        "Can't simultaneously specify --from-beginning and 'auto.offset.reset=" +
                            *reset + "', please remove one option\n",
                        1});
        }
        if (reset == nullptr) {
            properties.emplace_back("auto.offset.reset", from_beginning ? "earliest" : "latest");
        }
        if (options_.has("isolation-level")) {
            properties.emplace_back("isolation.level", options_.get("isolation-level"));
        }
        if (!command_.has_group && find(properties, "enable.auto.commit") == nullptr) {
            properties.emplace_back("enable.auto.commit", "false");
        }
        std::string const* client_id = find(properties, "client.id");
        command_.client_id = client_id != nullptr ? *client_id : "console-consumer";
        return apply(ConfigScope::consumer, properties, command_.consumer);
    }

    bool read_position() {
        std::string offset = options_.get("offset");
        std::transform(offset.begin(), offset.end(), offset.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        if (offset == "earliest" || (offset.empty() && options_.has("from-beginning"))) {
            command_.from = StartPosition::earliest;
        } else if (!offset.empty() && offset != "latest") {
            std::int64_t number = -1;
            if (!parse_integer(offset, number) || number < 0) {
                return refuse("The provided offset value '" + options_.get("offset") +
                              "' is incorrect. Valid values are 'earliest', 'latest', or a "
                              "non-negative long.");
            }
            command_.from = StartPosition::offset;
            command_.offset = Offset{number};
        }
        return true;
    }

    bool read_formatter() {
        std::string const name = options_.get("formatter");
        std::string const simple = name.substr(name.rfind('.') + 1);
        ConsoleWish& wish = command_.wish;
        wish.tells_shutdown = options_.has("enable-systest-events");
        if (simple == "OffsetsMessageFormatter") {
            wish.format = ConsoleFormat::offsets;
        } else if (simple == "GroupMetadataMessageFormatter") {
            wish.format = ConsoleFormat::group_metadata;
        } else if (simple == "NoOpMessageFormatter") {
            wish.format = ConsoleFormat::nothing;
        } else if (simple == "LoggingMessageFormatter") {
            // What the default prints; the same is logged at INFO, which the tools' own
            // configuration of log4j (level WARN) leaves out.
            wish.format = ConsoleFormat::plain;
        } else if (!name.empty() && simple != "DefaultMessageFormatter") {
            return refuse(name);  // ClassNotFoundException
        }
        Properties properties;
        if (!take_renamed({"property", "formatter-property"}, properties)) return false;
        std::pair<std::string_view, bool*> const switches[] = {
            {"print.timestamp", &wish.print_timestamp}, {"print.partition", &wish.print_partition},
            {"print.offset", &wish.print_offset},       {"print.epoch", &wish.print_epoch},
            {"print.headers", &wish.print_headers},     {"print.key", &wish.print_key},
            {"print.value", &wish.print_value}};
        for (auto const& [key, target] : switches) {
            if (std::string const* value = find(properties, key)) *target = is_true(*value);
        }
        std::pair<std::string_view, std::string*> const texts[] = {
            {"key.separator", &wish.key_separator},
            {"line.separator", &wish.line_separator},
            {"headers.separator", &wish.headers_separator},
            {"null.literal", &wish.null_literal}};
        for (auto const& [key, target] : texts) {
            if (std::string const* value = find(properties, key)) *target = *value;
        }
        wish.skips_errors = options_.has("skip-message-on-error");
        return read_deserializers(properties);
    }

    // The options say it before the formatter's properties do.
    bool read_deserializers(Properties const& properties) {
        ConsoleWish& wish = command_.wish;
        struct Part {
            std::string_view option;
            std::string_view property;
            Deserializer* target;
        };
        for (Part const& part :
             {Part{"key-deserializer", "key.deserializer", &wish.key_deserializer},
              Part{"value-deserializer", "value.deserializer", &wish.value_deserializer},
              Part{"", "headers.deserializer", &wish.headers_deserializer}}) {
            std::string const* said = find(properties, part.property);
            std::string name = said != nullptr ? *said : std::string{};
            if (options_.has(part.option)) name = options_.get(part.option);
            if (name.empty()) continue;
            constexpr std::pair<std::string_view, Deserializer> kClasses[] = {
                {"StringDeserializer", Deserializer::string},
                {"ShortDeserializer", Deserializer::short_number},
                {"IntegerDeserializer", Deserializer::integer},
                {"LongDeserializer", Deserializer::long_number}};
            auto const known = std::find_if(
                std::begin(kClasses), std::end(kClasses),
                [&](auto const& one) { return one.first == name.substr(name.rfind('.') + 1); });
            if (known == std::end(kClasses)) {
                return refuse(name +
                              " is not here: there are StringDeserializer, ShortDeserializer, "
                              "IntegerDeserializer and LongDeserializer");
            }
            *part.target = known->second;
        }
        return true;
    }

    bool read_limits() {
        return number_of("timeout-ms", INT64_MAX, command_.wish.timeout_ms) &&
               number_of("max-messages", INT32_MAX, command_.wish.max_messages);
    }

    // ---- the producer ---------------------------------------------------------------------------
    bool check_producer() {
        if (!options_.has("topic")) return refuse(missing_argument("topic"));
        command_.topic = options_.get("topic");
        command_.wish.is_sync = options_.has("sync");
        return true;
    }

    bool read_producer_config() {
        Properties properties;
        if (!take_renamed({"producer-property", "command-property"}, properties)) return false;
        struct Merged {
            std::string_view option;
            std::string_view config;
            std::string_view otherwise;
            std::int64_t most;  // of its Java type; 0: a text
        };
        // What an option says counts; then the properties; then the tool's own defaults.
        constexpr Merged kMerged[] = {
            {"timeout", "linger.ms", "1000", INT64_MAX},
            {"request-required-acks", "acks", "-1", 0},
            {"request-timeout-ms", "request.timeout.ms", "1500", INT32_MAX},
            {"message-send-max-retries", "retries", "3", INT32_MAX},
            {"retry-backoff-ms", "retry.backoff.ms", "100", INT64_MAX},
            {"socket-buffer-size", "send.buffer.bytes", "102400", INT32_MAX},
            {"max-memory-bytes", "buffer.memory", "33554432", INT64_MAX},
            {"batch-size", "batch.size", "16384", INT32_MAX},
            {"max-partition-memory-bytes", "batch.size", "16384", INT32_MAX},
            {"metadata-expiry-ms", "metadata.max.age.ms", "300000", INT64_MAX},
            {"max-block-ms", "max.block.ms", "60000", INT64_MAX}};
        for (Merged const& one : kMerged) {
            bool const is_said = options_.has(one.option);
            if (!is_said && find(properties, one.config) != nullptr) continue;
            std::int64_t number = 0;
            if (one.most > 0 && !number_of(one.option, one.most, number)) return false;
            std::string const value =
                is_said ? options_.get(one.option) : std::string{one.otherwise};
            properties.emplace_back(one.config, value);
        }
        std::string const codec = options_.get("compression-codec");
        properties.emplace_back("compression.type", codec.empty() ? "none" : codec);
        return apply(ConfigScope::producer, properties, command_.producer);
    }

    void read_lines() {
        Properties properties;
        if (!take_renamed({"property", "reader-property"}, properties)) return;
        std::string const exception = "org.apache.kafka.common.KafkaException: ";
        Expected<LinesRead> read = read_lines_of(input_, properties);
        if (!read) {
            end({{}, exception + read.problem().message + "\n", 1});
            return;
        }
        command_.records = std::move(read->records);
        if (!read->broken_off.empty()) command_.broken_off = exception + read->broken_off + "\n";
    }

    template <class Config>
    bool apply(ConfigScope scope, Properties const& properties, Config& config) {
        std::vector<std::string> set;
        for (auto const& [key, value] : properties) {
            // Kafka warns of a config that nobody knows, and goes on.
            if (!is_known_config(scope, key)) continue;
            bool const is_idle = !has_effect(scope, key);
            auto const done =
                is_idle ? check_config(scope, key, value) : set_config(config, key, value);
            if (!done) return end({{}, config_error(done.problem().message), 1});
            if (is_idle) continue;
            set.push_back(key);
        }
        if (auto const settled = settle(config, set); !settled) {
            return end({{}, config_error(settled.problem().message), 1});
        }
        return true;
    }

    static bool is_true(std::string const& text) {
        return text == "true" || text == "True" || text == "TRUE";
    }

    std::vector<std::string> const& arguments_;
    std::string const& input_;
    std::vector<OptionSpec> const* known_{};
    Options options_;
    ConsoleCommand command_;
};
}  // namespace

bool is_console(std::string_view tool) {
    return tool == "kafka-console-consumer" || tool == "kafka-console-producer";
}

ConsoleCommand read_console_command(std::vector<std::string> const& arguments,
                                    std::string const& input) {
    ConsoleReading reading{arguments, input};
    bool const is_consumer = tool_name(arguments.front()) == "kafka-console-consumer";
    return is_consumer ? reading.read_consumer() : reading.read_producer();
}

}  // namespace highwater
