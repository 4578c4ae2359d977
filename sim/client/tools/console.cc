#include "client/tools/console.h"

#include <algorithm>

#include "base/java_hash.h"
#include "client/exceptions.h"
#include "client/send_failure.h"
#include "client/tools/coordinator_text.h"
#include "client/tools/steps.h"

namespace highwater {

namespace {
constexpr Timer kLookTimer{TimerKind::tool, 1};

constexpr char kNewProtocol[] =
    "The consumer rebalance protocol (KIP-848) is production-ready! Set group.protocol=consumer to "
    "try it out. See https://kafka.apache.org/documentation/#consumer_rebalance_protocol\n";

constexpr char kConsoleConsumer[] = "org.apache.kafka.tools.consumer.ConsoleConsumer";

// CoordinatorRecordMessageFormatter puts an exception of its own around what it meets.
ConsoleLine line_of(FormattedRecord record, Offset offset) {
    if (record.failure.empty()) return {std::move(record.text), {}};
    std::string const type = "java.lang.RuntimeException: ";
    return {{},
            type + "Could not read record at offset " + std::to_string(offset.value) +
                " due to: " + record.failure + "\nCaused by: " + type + record.failure};
}

ConsoleLine printed_line(ConsoleWish const& wish, ReadRecord const& record) {
    switch (wish.format) {
    case ConsoleFormat::nothing: return {};
    case ConsoleFormat::offsets:
        return line_of(offset_commit_text(record.key, record.value), record.offset);
    case ConsoleFormat::group_metadata:
        return line_of(group_metadata_text(record.key, record.value), record.offset);
    case ConsoleFormat::plain: break;
    }
    ConsoleRecord shown;
    shown.timestamp_type = record.timestamp_type;
    shown.timestamp_ms = record.timestamp_ms;
    shown.partition = record.partition.partition;
    shown.offset = record.offset.value;
    if (record.leader_epoch != kNoEpoch) shown.leader_epoch = record.leader_epoch.value;
    shown.headers = record.headers;
    shown.key = record.key;
    shown.value = record.value;
    return console_line(wish, shown);
}

// What poll() returned and nobody looked at is given back before the consumer is closed: nothing is
// committed that was not printed.
void give_back(Consumer& client, std::vector<ReadRecord> const& rest, Effects& out) {
    std::vector<TopicPartition> done;
    for (ReadRecord const& record : rest) {
        if (std::find(done.begin(), done.end(), record.partition) != done.end()) continue;
        done.push_back(record.partition);
        seek(client, record.partition, StartPosition::offset, record.offset, out);
    }
}

void close_consumer(ConsolePlan& plan, Consumer& client, Effects& out) {
    plan.is_closing = true;
    request_shutdown(client, out);
}

// [2026-01-01 00:00:05,123] as log4j writes it.
std::string log_time(Time at) {
    constexpr std::int64_t kDayMs = 86'400'000;
    std::int64_t const now = timestamp_ms(at);
    std::int64_t day = now / kDayMs;
    std::int64_t year = 1970;
    auto const is_leap = [](std::int64_t y) {
        return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
    };
    for (; day >= (is_leap(year) ? 366 : 365); ++year) day -= is_leap(year) ? 366 : 365;
    std::int64_t month = 1;
    for (;; ++month) {
        constexpr std::int64_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        std::int64_t const days = month == 2 && is_leap(year) ? 29 : kDays[month - 1];
        if (day < days) break;
        day -= days;
    }
    auto const padded = [](std::int64_t number, std::string::size_type width) {
        std::string text = std::to_string(number);
        return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
    };
    std::int64_t const ms = now % kDayMs;
    return "[" + padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day + 1, 2) + " " +
           padded(ms / 3'600'000, 2) + ":" + padded(ms / 60'000 % 60, 2) + ":" +
           padded(ms / 1'000 % 60, 2) + "," + padded(ms % 1'000, 3) + "]";
}

std::string size_text(std::optional<std::string> const& bytes) {
    return bytes ? std::to_string(bytes->size()) + " bytes" : "null";
}

// Of a DeliveryReport or a ProduceOutcome.
template <class Failed>
std::string exception_of(Failed const& failed) {
    if (failed.exception) return *failed.exception;
    return exception_class(failed.error) + ": " + std::string{exception_message(failed.error)};
}

// An error with its exception, as log4j writes it.
std::string logged_error(std::string const& what, std::string const& logger,
                         std::string const& exception, Effects const& out) {
    return log_time(out.wall_clock()) + " ERROR " + what + " (" + logger + ")\n" + exception + "\n";
}

// ErrorLoggingCallback.
std::string failure_text(DeliveryReport const& report, ProducerSpec const& spec,
                         Effects const& out) {
    DataRecord const& record = (*spec.data)[report.nth - 1];
    return logged_error("Error when sending message to topic " + out.names().text(spec.topic) +
                            " with key: " + size_text(record.key) +
                            ", value: " + size_text(record.value) + " with error:",
                        "org.apache.kafka.clients.producer.internals.ErrorLoggingCallback",
                        exception_of(report), out);
}

// How the client calls itself in its log.
std::string log_prefix(Consumer const& client, Names const& names) {
    return "[Consumer clientId=" + names.text(client_id(client)) +
           ", groupId=" + client.spec->config.group.group_id + "] ";
}
std::string log_prefix(Producer const& client, Names const& names) {
    return "[Producer clientId=" + names.text(client_id(client)) + "] ";
}

// "{orders=UNKNOWN_TOPIC_OR_PARTITION}": what the last metadata could not tell, as a HashMap has
// it.
std::string topic_errors(MetadataCache const& metadata, Names const& names) {
    auto errors = metadata.errors;
    sort_as_hash_map(
        errors, [&](auto const& one) -> auto const& { return names.text(one.first); });
    std::string text;
    for (auto const& [topic, error] : errors) {
        text += (text.empty() ? "" : ", ") + names.text(topic) + "=" + std::string{name_of(error)};
    }
    return text.empty() ? "" : "{" + text + "}";
}

std::string invalid_topics(MetadataCache const& metadata, Names const& names) {
    std::string topics;
    for (NameId const topic : metadata.invalid) {
        topics += (topics.empty() ? "" : ", ") + names.text(topic);
    }
    return "[" + topics + "]";
}

// What the client logs of such metadata (NetworkClient, Metadata). It would say the same of every
// answer until the topic is there; here it is said once.
template <class Client>
void log_topic_errors(ConsolePlan& plan, Client const& client, Effects const& out) {
    std::string errors = topic_errors(client.metadata, out.names());
    if (errors == plan.warned) return;
    plan.warned = std::move(errors);
    if (plan.warned.empty()) return;
    std::string const prefix = log_prefix(client, out.names());
    plan.err += log_time(out.wall_clock()) + " WARN " + prefix +
                "The metadata response from the cluster reported a recoverable issue with "
                "correlation id " +
                std::to_string(client.metadata.answered.value) + " : " + plan.warned +
                " (org.apache.kafka.clients.NetworkClient)\n";
    if (client.metadata.invalid.empty()) return;
    plan.err += log_time(out.wall_clock()) + " ERROR " + prefix +
                "Metadata response reported invalid topics " +
                invalid_topics(client.metadata, out.names()) +
                " (org.apache.kafka.clients.Metadata)\n";
}

// The exception that came out of poll(), as Java prints it.
std::string exception_of_poll(Consumer const& client, Names const& names) {
    std::string const& name = client.application.exception;
    std::string const& thrown = client.application.exception_message;
    // Those of positions are the consumer's own (org.apache.kafka.clients.consumer).
    for (char const* const own : {"NoOffsetForPartition", "OffsetOutOfRange", "LogTruncation"}) {
        if (name == own) {
            return "org.apache.kafka.clients.consumer." + name + "Exception: " + thrown;
        }
    }
    std::optional<ErrorCode> const error = error_of_exception(name);
    if (!error) return "java.lang." + name + "Exception";
    std::string message{exception_message(*error)};
    if (error == ErrorCode::invalid_topic_exception) {
        message = "Invalid topics: " + invalid_topics(client.metadata, names);
    }
    return exception_class(*error) + ": " + message;
}

// receive() threw: the console consumer logs it, and ends as if it had read enough.
std::string receive_failure(std::string const& exception, Effects const& out) {
    return logged_error("Error processing message, terminating consumer process: ",
                        kConsoleConsumer, exception, out);
}

// What the formatter throws ends the tool, unless it was told to skip such records.
void fail_to_print(ConsolePlan& plan, std::string const& exception, Effects const& out) {
    if (plan.wish.skips_errors) {
        plan.err += logged_error(
            "Error processing message, skipping this message: ", kConsoleConsumer, exception, out);
    } else {
        plan.thrown =
            logged_error("Unknown error when running consumer: ", kConsoleConsumer, exception, out);
    }
}

// Logs each record that failed since it was looked last. False when send() itself threw, of which
// no callback is told: then the tool reads no further.
bool log_failures(ConsolePlan& plan, Producer const& client, Effects& out) {
    std::vector<DeliveryReport> const& reports = *client.reports;
    bool goes_on = true;
    while (plan.handled < static_cast<std::int64_t>(reports.size())) {
        DeliveryReport const& report = reports[static_cast<std::size_t>(plan.handled++)];
        if (report.error == kBatchBeyondMemory) {
            plan.thrown = exception_of(report) + "\n";
            goes_on = false;
        } else if (report.error != ErrorCode::none) {
            plan.err += failure_text(report, *client.spec, out);
        }
    }
    return goes_on;
}

// Each record is sent when the one before was answered; the first that fails ends it all.
void watch_sync(Tool& self, Producer& client, Effects& out) {
    auto& plan = std::get<ConsolePlan>(self.plan);
    if (!plan.is_closing) {
        plan.is_closing = true;
        ProduceRecords job;
        job.topic = client.spec->topic;
        job.data = client.spec->data;
        job.count = job.data ? static_cast<std::int64_t>(job.data->size()) : 0;
        submit(client, make_payload(std::move(job)), out);
    }
    ProduceResult const& result = client.jobs.results.back();
    for (ProduceOutcome const& outcome : *result.outcomes) {
        if (outcome.error == ErrorCode::none) continue;
        std::string why = exception_of(outcome) + "\n";
        if (outcome.error != kBatchBeyondMemory) {  // it comes out of the Future, not of send()
            why = "java.util.concurrent.ExecutionException: " + why.substr(0, why.find('\n')) +
                  "\nCaused by: " + why;
        }
        return finish(self, {plan.out, plan.err + why, 1}, out);
    }
    if (result.is_done()) {
        ToolText text{plan.out, plan.err + plan.thrown, plan.thrown.empty() ? 0 : 1};
        finish(self, std::move(text), out);
    }
}
}  // namespace

std::optional<ConsoleClient> console_client(ExecTool const& call, NameId name, ClusterId cluster,
                                            std::uint64_t number, Names& names) {
    if (call.arguments.empty() || !is_console(tool_name(call.arguments.front()))) return {};
    ConsoleCommand command = read_console_command(call.arguments, call.input);
    if (command.refusal) return {};
    NameId const topic = command.topic.empty() ? kNoName : names.intern(command.topic);
    ConsoleClient client;
    if (!command.wish.is_consumer) {
        ProducerSpec spec;
        spec.name = name;
        spec.cluster = cluster;
        spec.client_id = names.intern("console-producer");
        spec.topic = topic;
        spec.interval = command.wish.is_sync ? Duration{} : Duration{1};  // as fast as it reads
        spec.data = make_payload(std::move(command.records));
        spec.keeps_reports = true;
        spec.config = command.producer;
        client.producer = std::move(spec);
        return client;
    }
    ConsumerSpec spec;
    spec.name = name;
    spec.cluster = cluster;
    spec.client_id = names.intern(command.client_id);
    spec.config = command.consumer;
    spec.keeps_records = true;
    if (!command.has_group) {
        spec.config.group.group_id = "console-consumer-" + std::to_string(number % 100'000);
    }
    names.intern(spec.config.group.group_id);
    if (command.partition >= 0) {
        spec.assign = {{topic, command.partition}};
        spec.from = command.from;
        spec.from_offset = command.offset;
    } else {
        if (command.pattern.empty()) spec.subscribe = {topic};
        spec.pattern = command.pattern;
        spec.from = StartPosition::committed;
    }
    client.consumer = std::move(spec);
    return client;
}

void begin_console(Tool& self, Effects& out) {
    ConsoleCommand const command = read_console_command(self.call->arguments, self.call->input);
    if (command.refusal) return finish(self, *command.refusal, out);
    if (std::string const wrong = wrong_bootstrap(self); !wrong.empty()) {
        std::string const trace = no_client(
            command.wish.is_consumer ? "construct kafka consumer" : "construct kafka producer",
            wrong);
        ToolText text{command.printed.out, trace, 1};
        if (command.wish.is_consumer) {
            text.err = logged_error("Unknown error when running consumer: ", kConsoleConsumer,
                                    trace.substr(0, trace.size() - 1), out);
        }
        return finish(self, std::move(text), out);
    }
    ConsolePlan plan;
    plan.wish = command.wish;
    plan.out = command.printed.out;
    plan.thrown = command.broken_off;
    if (plan.wish.is_consumer && command.consumer.group.group_protocol != GroupProtocol::consumer) {
        plan.err += kNewProtocol;
    }
    if (plan.wish.timeout_ms >= 0) {
        plan.gives_up_at = out.now() + milliseconds(plan.wish.timeout_ms);
        out.arm_at(kLookTimer, plan.gives_up_at);
    } else {
        out.arm_at(kLookTimer, out.now());
    }
    self.plan = std::move(plan);
}

void watch(Tool& self, Consumer& client, Effects& out) {
    auto* plan = std::get_if<ConsolePlan>(&self.plan);
    if (plan == nullptr || self.result.is_finished) return;
    ConsoleWish const& wish = plan->wish;
    bool const has_limit = wish.max_messages >= 0;
    log_topic_errors(*plan, client, out);
    if (!plan->is_closing) {
        std::vector<ReadRecord> const records = *client.read.records;
        if (!records.empty()) client.read.records = Cow<std::vector<ReadRecord>>{};
        std::vector<ReadRecord> rest;
        for (ReadRecord const& record : records) {
            bool const has_enough = has_limit && plan->handled >= wish.max_messages;
            if (has_enough || !plan->thrown.empty()) {
                rest.push_back(record);
                continue;
            }
            ++plan->handled;
            ConsoleLine const line = printed_line(wish, record);
            plan->out += line.text;
            if (!line.exception.empty()) fail_to_print(*plan, line.exception, out);
        }
        if (!records.empty() && wish.timeout_ms >= 0) {
            plan->gives_up_at = out.now() + milliseconds(wish.timeout_ms);
            out.arm_at(kLookTimer, plan->gives_up_at);
        }
        bool const has_all = has_limit && plan->handled >= wish.max_messages;
        bool const goes_on = !has_all && plan->thrown.empty();
        bool const is_late = goes_on && out.now() >= plan->gives_up_at;
        if (goes_on && !client.application.exception.empty()) {  // the client closes by itself
            plan->is_closing = true;
            plan->err += receive_failure(exception_of_poll(client, out.names()), out);
        } else if (!goes_on || is_late) {
            give_back(client, rest, out);
            close_consumer(*plan, client, out);
        }
    }
    bool const is_closed = client.application.state == ApplicationState::closed || out.exits();
    if (!is_closed) return;
    std::string const count = std::to_string(plan->handled);
    // Its shutdown hook prints, when all else is done.
    if (plan->wish.tells_shutdown) {
        plan->out += "shutdown_complete\n";
    }
    ToolText text{plan->out,
                  plan->err + "Processed a total of " + count + " messages\n" + plan->thrown,
                  plan->thrown.empty() ? 0 : 1};
    finish(self, std::move(text), out);
}

void watch(Tool& self, Producer& client, Effects& out) {
    auto* plan = std::get_if<ConsolePlan>(&self.plan);
    if (plan == nullptr || self.result.is_finished) return;
    log_topic_errors(*plan, client, out);
    if (plan->wish.is_sync) return watch_sync(self, client, out);
    auto const lines = static_cast<std::int64_t>(client.spec->data->size());
    if (!log_failures(*plan, client, out)) client.workload.made = lines;
    if (client.workload.made < lines || client.workload.blocked) return;
    if (!plan->is_closing) {
        // The end of its input, or of its patience with it: close() sends what is left at once.
        plan->is_closing = true;
        plan->err += plan->thrown;
        if (client.counts.sent > 0) flush(client, false, out);
        log_failures(*plan, client, out);
    }
    if (in_flight_records(client) + buffered_records(client) > 0) return;
    ToolText text{plan->out, plan->err, plan->thrown.empty() ? 0 : 1};
    finish(self, std::move(text), out);
}

}  // namespace highwater
