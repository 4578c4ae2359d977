// What an operator would plot, over the time of the lesson: throughput, latency, lag and ISR size,
// by the names that Kafka's metrics have. Folded from the facts of a run, each once, as it happens.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "gui/frame.h"

namespace highwater::gui {

// Grows at the end only, and can be cut where a branch leaves it. However long the run, it stays
// small: what is close together becomes one note, and the more there are the wider that reaches.
inline constexpr Duration kFinestGrain = milliseconds(20);
struct PlotHistory {
    struct Note {
        enum class Kind : std::uint8_t {
            appended,        // records, by a leader
            high_watermark,  // of a leader
            read,            // by a consumer, or committed by a group: up to this offset
            in_sync,         // size of an ISR
            latency,         // of a Produce request at its broker, in microseconds
            topic_gone,
        };
        std::uint64_t first_nth{};  // of the events that it stands for
        std::uint64_t last_nth{};
        Time at;  // of the first
        Kind kind{};
        TopicPartition partition;
        std::int64_t reader{};  // a group's name, or a consumer's node below zero
        std::int64_t value{};
        std::int64_t count{1};  // of the facts that it stands for
    };
    std::uint64_t next_nth{};  // events below it have been looked at
    std::vector<Note> notes;
    // What is noted of the same thing within so much time is one note.
    Duration grain{kFinestGrain};
    std::size_t most_notes{100'000};  // the plots are folded from all of them again and again
    // Produce requests that have no answer yet, by client, broker and correlation id.
    struct Unanswered {
        std::uint64_t nth{};  // of the event that sent it
        Time arrives_at;
    };
    std::map<std::tuple<NodeId, NodeId, CorrelationId>, Unanswered> unanswered;
    // Where the newest note of each thing is.
    std::map<std::tuple<Note::Kind, TopicPartition, std::int64_t>, std::size_t> newest;
};

void extend(PlotHistory& history, Trace const& trace, World const& world);
void cut(PlotHistory& history, std::uint64_t nth);

struct PlotPoint {
    Time at;
    std::int64_t value{};  // from here on, to the next point
};

struct Plot {
    std::string name;  // "MessagesInPerSec"
    std::string bean;  // "kafka.server:type=BrokerTopicMetrics"
    std::vector<PlotPoint> points;
    std::vector<PlotPoint> lower;  // a second curve of the same thing; may be none
    std::int64_t most{1};
    bool is_known{};  // false: nothing of it has happened yet
    // Microseconds: `points` is the 99th percentile and `lower` the 50th, of which there is none
    // once several requests are one note.
    bool is_latency{};
};
// Of Kafka's own topics nothing: a lesson is about the others.
std::vector<Plot> plots_of(PlotHistory const& history, Time until);

std::int64_t value_at(std::vector<PlotPoint> const& points, Time at);
inline std::int64_t value_at(Plot const& plot, Time at) { return value_at(plot.points, at); }
// "20 · most 24", "p50 3.1 · p99 12.4", "p99 ≤ 12.4"; the short one leaves out what a narrow place
// needs least.
std::string plot_words(Plot const& plot, Time at, bool is_short = false);

}  // namespace highwater::gui
