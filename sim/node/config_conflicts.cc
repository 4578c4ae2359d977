#include "node/config_conflicts.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/text.h"

namespace highwater {

namespace {
using Written = std::vector<std::pair<std::string, std::string>>;
using Severity = ConfigConflict::Severity;

constexpr std::int64_t kMiB = 1'048'576;

enum class Relation : std::uint8_t { at_least, at_most, below };

// One number against another, refused in one set of words.
struct PairRule {
    std::string_view name;
    Relation relation;
    std::string_view other;
};
constexpr PairRule kPairRules[] = {
    {"group.share.max.delivery.count.limit", Relation::at_least,
     "group.share.delivery.count.limit"},
    {"group.share.delivery.count.limit", Relation::at_least,
     "group.share.min.delivery.count.limit"},
    {"group.share.record.lock.duration.ms", Relation::at_least,
     "group.share.min.record.lock.duration.ms"},
    {"group.share.max.record.lock.duration.ms", Relation::at_least,
     "group.share.record.lock.duration.ms"},
    {"group.share.max.share.sessions", Relation::at_least, "group.share.max.size"},
    {"group.streams.num.standby.replicas", Relation::at_most, "group.streams.max.standby.replicas"},
};

// Of each of these kinds of group the usual time lies between the least and the most.
constexpr std::string_view kGroupKinds[] = {"group.consumer.", "group.share.", "group.streams."};
constexpr std::string_view kGroupTimes[] = {"heartbeat.interval.ms", "session.timeout.ms",
                                            "assignment.interval.ms"};

class Conflicts {
public:
    explicit Conflicts(Written const& written) : written_{written} {}

    std::vector<ConfigConflict> take() {
        look_at_logs();
        look_at_replication();
        look_at_connections();
        for (PairRule const& rule : kPairRules) compare(rule);
        for (std::string_view const kind : kGroupKinds) look_at_groups(std::string{kind});
        return std::move(found_);
    }

private:
    std::optional<std::int64_t> said(std::string_view name) const {
        for (auto entry = written_.rbegin(); entry != written_.rend(); ++entry) {
            if (entry->first == name) return parse_long(trimmed(entry->second));
        }
        return std::nullopt;
    }
    std::int64_t value(std::string_view name) const {
        if (auto const own = said(name)) return *own;
        auto const& all = compared_configs();
        auto const known = std::find_if(all.begin(), all.end(), [&](ComparedConfig const& config) {
            return config.name == name;
        });
        return known == all.end() ? 0 : known->default_value;
    }

    void add(std::string_view name, std::string_view other, std::string message,
             Severity severity = Severity::fatal) {
        std::string values = std::string{name} + " is " + std::to_string(value(name));
        if (name != other) values += ", " + std::string{other} + " " + std::to_string(value(other));
        found_.push_back({std::string{name},
                          std::string{other},
                          {std::move(message), std::move(values)},
                          severity});
    }

    void compare(PairRule const& rule) {
        std::int64_t const left = value(rule.name);
        std::int64_t const right = value(rule.other);
        std::string words;
        switch (rule.relation) {
        case Relation::at_least:
            if (left < right) words = " must be greater than or equal to ";
            break;
        case Relation::at_most:
            if (left > right) words = " must be less than or equal to ";
            break;
        case Relation::below:
            if (left >= right) words = " must be less than ";
            break;
        }
        if (words.empty()) return;
        add(rule.name, rule.other, std::string{rule.name} + words + std::string{rule.other});
    }

    void look_at_groups(std::string const& kind) {
        for (std::string_view const time : kGroupTimes) {
            std::string const usual = kind + std::string{time};
            std::string const least = kind + "min." + std::string{time};
            std::string const most = kind + "max." + std::string{time};
            compare({most, Relation::at_least, least});
            compare({usual, Relation::at_least, least});
            compare({usual, Relation::at_most, most});
        }
        compare({kind + "heartbeat.interval.ms", Relation::below, kind + "session.timeout.ms"});
    }

    void look_at_logs() {
        // The finest unit that somebody wrote counts.
        std::string_view retention = "log.retention.hours";
        if (said("log.retention.minutes")) retention = "log.retention.minutes";
        if (said("log.retention.ms")) retention = "log.retention.ms";
        if (value(retention) == 0) {
            add(retention, retention,
                "log.retention.ms must be unlimited (-1) or, greater than or equal to 1");
        }
        if (value("log.roll.jitter.ms") < 0) {
            add("log.roll.jitter.ms", "log.roll.jitter.ms",
                "log.roll.jitter.ms must be greater than or equal to 0");
        }
        std::int64_t const threads = value("log.cleaner.threads");
        if (threads == 0 || value("log.cleaner.dedupe.buffer.size") / threads <= kMiB) {
            add("log.cleaner.dedupe.buffer.size", "log.cleaner.threads",
                "log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.");
        }
        std::int64_t const least = value("log.cleaner.min.compaction.lag.ms");
        std::int64_t const most = value("log.cleaner.max.compaction.lag.ms");
        if (least > most) {
            add("log.cleaner.min.compaction.lag.ms", "log.cleaner.max.compaction.lag.ms",
                "conflict topic config setting min.compaction.lag.ms (" + std::to_string(least) +
                    ") > max.compaction.lag.ms (" + std::to_string(most) + ")",
                Severity::at_start);
        }
    }

    void look_at_replication() {
        std::int64_t const wait = value("replica.fetch.wait.max.ms");
        if (wait > value("replica.socket.timeout.ms")) {
            add("replica.fetch.wait.max.ms", "replica.socket.timeout.ms",
                "replica.socket.timeout.ms should always be at least replica.fetch.wait.max.ms to "
                "prevent unnecessary socket timeouts");
        }
        if (wait > value("replica.lag.time.max.ms")) {
            add("replica.fetch.wait.max.ms", "replica.lag.time.max.ms",
                "replica.fetch.wait.max.ms should always be less than or equal to "
                "replica.lag.time.max.ms to prevent frequent changes in ISR");
        }
        std::int64_t const heartbeat = value("broker.heartbeat.interval.ms");
        std::int64_t const session = value("broker.session.timeout.ms");
        if (heartbeat * 2 > session) {
            add("broker.heartbeat.interval.ms", "broker.session.timeout.ms",
                "broker.heartbeat.interval.ms (" + std::to_string(heartbeat) +
                    " ms) must be less than or equal to half of the broker.session.timeout.ms (" +
                    std::to_string(session) + " ms), which is configured on the controller",
                Severity::logged);
        }
    }

    void look_at_connections() {
        std::int64_t const queued = value("queued.max.request.bytes");
        if (queued > 0 && queued < value("socket.request.max.bytes")) {
            add("queued.max.request.bytes", "socket.request.max.bytes",
                "queued.max.request.bytes must be larger or equal to socket.request.max.bytes");
        }
        std::string const overrides = "max.connections.per.ip.overrides";
        bool const has_overrides =
            std::any_of(written_.begin(), written_.end(), [&](auto const& entry) {
                return entry.first == overrides && !trimmed(entry.second).empty();
            });
        if (value("max.connections.per.ip") == 0 && !has_overrides) {
            add("max.connections.per.ip", "max.connections.per.ip",
                "max.connections.per.ip can be set to zero only if " + overrides +
                    " property is set.");
        }
        std::int64_t const delay = value("connection.failed.authentication.delay.ms");
        std::int64_t const idle = value("connections.max.idle.ms");
        if (idle >= 0 && delay >= idle) {
            add("connection.failed.authentication.delay.ms", "connections.max.idle.ms",
                "connection.failed.authentication.delay.ms=" + std::to_string(delay) +
                    " should always be less than connections.max.idle.ms=" + std::to_string(idle) +
                    " to prevent failed authentication responses from timing out");
        }
    }

    Written const& written_;
    std::vector<ConfigConflict> found_;
};
}  // namespace

std::vector<ComparedConfig> const& compared_configs() {
    static std::vector<ComparedConfig> const all = {
        {"broker.heartbeat.interval.ms", 2'000},
        {"broker.session.timeout.ms", 9'000},
        {"connection.failed.authentication.delay.ms", 100},
        {"connections.max.idle.ms", 600'000},
        {"group.consumer.assignment.interval.ms", 1'000},
        {"group.consumer.heartbeat.interval.ms", 5'000},
        {"group.consumer.max.assignment.interval.ms", 15'000},
        {"group.consumer.max.heartbeat.interval.ms", 15'000},
        {"group.consumer.max.session.timeout.ms", 60'000},
        {"group.consumer.min.assignment.interval.ms", 0},
        {"group.consumer.min.heartbeat.interval.ms", 5'000},
        {"group.consumer.min.session.timeout.ms", 45'000},
        {"group.consumer.session.timeout.ms", 45'000},
        {"group.share.assignment.interval.ms", 1'000},
        {"group.share.delivery.count.limit", 5},
        {"group.share.heartbeat.interval.ms", 5'000},
        {"group.share.max.assignment.interval.ms", 15'000},
        {"group.share.max.delivery.count.limit", 10},
        {"group.share.max.heartbeat.interval.ms", 15'000},
        {"group.share.max.record.lock.duration.ms", 60'000},
        {"group.share.max.session.timeout.ms", 60'000},
        {"group.share.max.share.sessions", 2'000},
        {"group.share.max.size", 200},
        {"group.share.min.assignment.interval.ms", 0},
        {"group.share.min.delivery.count.limit", 2},
        {"group.share.min.heartbeat.interval.ms", 5'000},
        {"group.share.min.record.lock.duration.ms", 15'000},
        {"group.share.min.session.timeout.ms", 45'000},
        {"group.share.record.lock.duration.ms", 30'000},
        {"group.share.session.timeout.ms", 45'000},
        {"group.streams.assignment.interval.ms", 1'000},
        {"group.streams.heartbeat.interval.ms", 5'000},
        {"group.streams.max.assignment.interval.ms", 15'000},
        {"group.streams.max.heartbeat.interval.ms", 15'000},
        {"group.streams.max.session.timeout.ms", 60'000},
        {"group.streams.max.standby.replicas", 2},
        {"group.streams.min.assignment.interval.ms", 0},
        {"group.streams.min.heartbeat.interval.ms", 5'000},
        {"group.streams.min.session.timeout.ms", 45'000},
        {"group.streams.num.standby.replicas", 0},
        {"group.streams.session.timeout.ms", 45'000},
        {"log.cleaner.dedupe.buffer.size", 134'217'728},
        {"log.cleaner.max.compaction.lag.ms", INT64_MAX},
        {"log.cleaner.min.compaction.lag.ms", 0},
        {"log.cleaner.threads", 1},
        {"log.retention.hours", 168},
        {"max.connections.per.ip", 2'147'483'647},
        {"queued.max.request.bytes", -1},
        {"replica.fetch.wait.max.ms", 500},
        {"replica.lag.time.max.ms", 30'000},
        {"replica.socket.timeout.ms", 30'000},
        {"socket.request.max.bytes", 104'857'600},
    };
    return all;
}

std::vector<ConfigConflict> find_conflicts(Written const& configs) {
    return Conflicts{configs}.take();
}

}  // namespace highwater
