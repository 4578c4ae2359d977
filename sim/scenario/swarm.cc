#include "scenario/swarm.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "base/draw.h"
#include "scenario/swarm_faults.h"

namespace highwater {

namespace {

constexpr std::int64_t kFaultsFrom = 1'000;  // ms
constexpr std::int64_t kHealedAt = 25'000;
constexpr std::int64_t kDuration = 90'000;

// What a draw decides. Drawing one thing more leaves the others as they were.
enum class About : std::uint64_t { cluster = 100, topic, producer, consumer, fault, group };

class Drawing {
public:
    explicit Drawing(std::uint64_t number) : number_{number} {}

    std::string text() {
        draw_cluster();
        draw_topics();
        draw_producers();
        draw_consumers();
        draw_groups();
        std::string const head = std::move(text_);
        Steps steps = open_steps();
        decide(steps, head, {number_, partitions_, groups_, brokers_, controllers_ > 0});
        return head + text_of(steps);
    }

private:
    std::int64_t pick(About about, std::uint64_t which, std::uint64_t what, std::int64_t bound) {
        std::uint64_t const who = static_cast<std::uint64_t>(about) << 32 | which;
        return static_cast<std::int64_t>(
            below(draw(number_, Draw::test, who, what), static_cast<std::uint64_t>(bound)));
    }
    // One of so many percent.
    bool chance(About about, std::uint64_t which, std::uint64_t what, std::int64_t percent) {
        return pick(about, which, what, 100) < percent;
    }
    void line(std::string const& words) { text_ += words + "\n"; }

    void draw_cluster() {
        constexpr std::int64_t kBrokers[] = {1, 2, 3, 3, 3, 3, 4, 5};
        constexpr std::int64_t kControllers[] = {0, 0, 1, 3, 3, 3, 3, 5};
        constexpr std::int64_t kLagTimes[] = {2'000, 5'000, 10'000, 30'000};
        constexpr std::int64_t kSessions[] = {3'000, 6'000, 9'000};
        brokers_ = kBrokers[pick(About::cluster, 0, 0, 8)];
        controllers_ = kControllers[pick(About::cluster, 0, 1, 8)];
        line("format   = 1");
        line("title    = \"Swarm " + std::to_string(number_) + "\"");
        line("seed     = " + std::to_string(number_ & 0x7fffffff));
        line("duration = \"" + std::to_string(kDuration) + "ms\"");
        line("healed   = \"" + std::to_string(kHealedAt) + "ms\"");
        line("");
        line("[cluster]");
        line("brokers     = " + std::to_string(brokers_));
        line("controllers = " + std::to_string(controllers_));
        if (chance(About::cluster, 0, 2, 50)) {
            std::string racks;
            for (std::int64_t i = 0; i < brokers_; ++i) {
                racks += (i == 0 ? "" : ", ") + std::string{"\""} + "abc"[i % 3] + "\"";
            }
            line("racks = [" + racks + "]");
        }
        line("[cluster.config]");
        line("replica.lag.time.max.ms = " +
             std::to_string(kLagTimes[pick(About::cluster, 0, 3, 4)]));
        line("broker.session.timeout.ms = " +
             std::to_string(kSessions[pick(About::cluster, 0, 4, 3)]));
        if (chance(About::cluster, 0, 5, 30)) line("leader.imbalance.check.interval.seconds = 10");
        if (chance(About::cluster, 0, 6, 20)) line("controlled.shutdown.enable = false");
        draw_cleaner();
        line("");
        line("[network]");
        line(chance(About::cluster, 0, 7, 70) ? "latency = \"0.5ms..2ms\""
                                              : "latency = \"1ms..40ms\"");
    }

    // Segments that last for seconds, and a cleaner that is always at it: __consumer_offsets is
    // compacted then, and every topic that is to be.
    void draw_cleaner() {
        if (!chance(About::cluster, 0, 8, 40)) return;
        line("log.roll.ms = " + std::to_string(300 + pick(About::cluster, 0, 9, 3'000)));
        line("log.cleaner.backoff.ms = " +
             std::to_string(200 + pick(About::cluster, 0, 10, 5'000)));
        line("log.cleaner.min.cleanable.ratio = 0." +
             std::to_string(pick(About::cluster, 0, 11, 5)));
        if (chance(About::cluster, 0, 12, 50)) line("log.cleaner.delete.retention.ms = 2000");
    }

    void draw_topics() {
        std::int64_t const count = 1 + pick(About::topic, 0, 0, 3);
        for (std::uint64_t t = 0; t < static_cast<std::uint64_t>(count); ++t) {
            std::int64_t const most = std::min<std::int64_t>(brokers_, 4);
            std::int64_t const replicas =
                std::max(1 + pick(About::topic, t, 1, most), std::min<std::int64_t>(most, 2));
            std::int64_t const partitions = 1 + pick(About::topic, t, 2, 4);
            line("");
            line("[[topic]]");
            line("name = \"topic" + std::to_string(t) + "\"");
            line("partitions = " + std::to_string(partitions));
            line("replication-factor = " + std::to_string(replicas));
            line("[topic.config]");
            line("min.insync.replicas = " + std::to_string(1 + pick(About::topic, t, 3, replicas)));
            if (chance(About::topic, t, 4, 12)) line("unclean.leader.election.enable = true");
            if (chance(About::topic, t, 5, 40)) line("cleanup.policy = \"compact\"");
            partitions_.push_back(partitions);
        }
    }

    std::string some_partition(About about, std::uint64_t which, std::uint64_t what) {
        auto const topic = static_cast<std::size_t>(
            pick(about, which, what, static_cast<std::int64_t>(partitions_.size())));
        return "topic" + std::to_string(topic) + "-" +
               std::to_string(pick(about, which, what + 1, partitions_[topic]));
    }

    void draw_producers() {
        constexpr std::string_view kAcks[] = {"all", "all", "all", "1", "0"};
        constexpr std::int64_t kRates[] = {2, 5, 10, 30};
        constexpr std::int64_t kLingers[] = {0, 5, 100};
        std::int64_t const count = 1 + pick(About::producer, 0, 0, 3);
        for (std::uint64_t p = 0; p < static_cast<std::uint64_t>(count); ++p) {
            std::string_view const acks = kAcks[pick(About::producer, p, 1, 5)];
            line("");
            line("[[producer]]");
            line("name = \"producer" + std::to_string(p) + "\"");
            line("topic = \"topic" +
                 std::to_string(
                     pick(About::producer, p, 2, static_cast<std::int64_t>(partitions_.size()))) +
                 "\"");
            line("rate = \"" + std::to_string(kRates[pick(About::producer, p, 3, 4)]) + "/s\"");
            line("stop = \"35s\"");
            if (chance(About::producer, p, 4, 40)) line("keys = \"key-{1..20}\"");
            line("[producer.config]");
            line("acks = \"" + std::string{acks} + "\"");
            line("linger.ms = " + std::to_string(kLingers[pick(About::producer, p, 5, 3)]));
            line("request.timeout.ms = 4000");
            line("delivery.timeout.ms = " +
                 std::to_string(chance(About::producer, p, 6, 50) ? 120'000 : 15'000));
            if (acks != "all") line("enable.idempotence = false");
            if (acks == "all" && chance(About::producer, p, 7, 20)) {
                line("enable.idempotence = false");
            }
            if (chance(About::producer, p, 8, 25)) {
                line("max.in.flight.requests.per.connection = 1");
            }
        }
    }

    void draw_consumers() {
        std::int64_t const count = pick(About::consumer, 0, 0, 3);
        for (std::uint64_t c = 0; c < static_cast<std::uint64_t>(count); ++c) {
            line("");
            line("[[consumer]]");
            line("name = \"consumer" + std::to_string(c) + "\"");
            line("assign = [\"" + some_partition(About::consumer, c, 1) + "\"]");
            line("from = \"earliest\"");
        }
    }

    // Groups of both protocols; some of their members come later.
    void draw_groups() {
        constexpr std::string_view kAssignors[] = {"RangeAssignor", "RoundRobinAssignor",
                                                   "StickyAssignor", "CooperativeStickyAssignor"};
        std::int64_t const count = pick(About::group, 0, 0, 3);
        for (std::uint64_t g = 0; g < static_cast<std::uint64_t>(count); ++g) {
            std::string const name = "group" + std::to_string(g);
            std::int64_t const members = 1 + pick(About::group, g, 1, 4);
            line("");
            line("[[consumer]]");
            line("group = \"" + name + "\"");
            line("members = " + std::to_string(members));
            line("topics = [\"topic0\"]");
            if (chance(About::group, g, 2, 25)) line("static = true");
            if (chance(About::group, g, 3, 40)) line("start = \"6s\"");
            line("[consumer.config]");
            line("auto.offset.reset = \"earliest\"");
            if (chance(About::group, g, 4, 50)) {
                line("group.protocol = \"consumer\"");
            } else {
                line("session.timeout.ms = 10000");
                line("partition.assignment.strategy = \"" +
                     std::string{kAssignors[pick(About::group, g, 5, 4)]} + "\"");
            }
            groups_.push_back(members);
        }
    }

    // Instants at which something will happen: what, is decided when the time has come.
    Steps open_steps() {
        Steps steps;
        std::int64_t const count = 6 + pick(About::fault, 0, 99, 26);
        for (std::uint64_t f = 1; f <= static_cast<std::uint64_t>(count); ++f) {
            std::int64_t const at =
                kFaultsFrom + pick(About::fault, f, 50, kHealedAt - kFaultsFrom - 100);
            steps.push_back({at, ""});
        }
        std::sort(steps.begin(), steps.end(),
                  [](SwarmStep const& a, SwarmStep const& b) { return a.at_ms < b.at_ms; });
        // No two in one instant.
        for (std::size_t i = 1; i < steps.size(); ++i) {
            steps[i].at_ms = std::max(steps[i].at_ms, steps[i - 1].at_ms + 1);
        }
        heal(steps);
        return steps;
    }

    std::string node(std::int64_t place) const {
        if (place < brokers_) return "broker-" + std::to_string(place + 1);
        return "controller-" + std::to_string(3'001 + place - brokers_);
    }

    // Everything is undone. A controlled shutdown that is under way may end a little later, and so
    // may a swizzle, which clogs what was free.
    void heal(Steps& steps) const {
        steps.push_back({kHealedAt, "heal all"});
        for (std::int64_t i = 0; i < brokers_ + controllers_; ++i) {
            steps.push_back({kHealedAt, "resume " + node(i)});
            steps.push_back({kHealedAt, "skew " + node(i) + " by 0s"});
        }
        for (std::int64_t const at : {kHealedAt, kHealedAt + 8'000, kHealedAt + 16'000}) {
            for (std::int64_t i = 0; i < brokers_ + controllers_; ++i) {
                steps.push_back({at, "start " + node(i)});
            }
        }
    }

    std::uint64_t number_;
    std::string text_;
    std::int64_t brokers_{};
    std::int64_t controllers_{};
    std::vector<std::int64_t> partitions_;  // of each topic
    std::vector<std::int64_t> groups_;      // members of each
};

}  // namespace

std::string swarm_scenario(std::uint64_t number) { return Drawing{number}.text(); }

}  // namespace highwater
