#include "gui/view/record_life.h"

#include <algorithm>
#include <set>
#include <utility>

#include "gui/view/life.h"
#include "gui/view/overloaded.h"
#include "gui/view/records.h"

namespace highwater::gui {
namespace {

// A batch on its way: to whom, and its first record.
using Sent = std::pair<BrokerId, std::uint32_t>;
// A producer's record, as its ledger calls it.
using Identity = std::pair<NodeId, std::uint32_t>;

class LifeReader {
public:
    LifeReader(Frame const& frame, TopicPartition partition, std::int64_t offset)
        : frame_{frame}, partition_{partition}, offset_{offset} {}

    std::vector<LifeStep> read() {
        find_identities();
        each_fact([this](TracedFact const& traced) { take(traced); });
        return std::move(steps_);
    }

private:
    template <typename Take>
    void each_fact(Take take) const {
        Trace const& trace = frame_.trace;
        std::uint64_t const end = facts_until(trace, frame_.cursor);
        auto const facts = trace.facts();
        for (std::uint64_t number = trace.first_fact(); number < end; ++number) {
            TracedFact const& traced = facts[static_cast<std::size_t>(number - trace.first_fact())];
            // Topics of another cluster may have the same names.
            if (frame_.who.cluster_of(traced.node) == kFirstCluster) take(traced);
        }
    }

    // Whose records have stood here: what is sent has no offset yet.
    void find_identities() {
        for (Process const& process : frame_.world.nodes) {
            if (!process.broker || process.cluster != kFirstCluster) continue;
            Partition const* held = find_partition(**process.broker, partition_);
            if (held == nullptr) continue;
            StandingRecord const found = standing_at(held->log, offset_);
            if (found.nth < 0) continue;
            stands_now_ = true;
            Records const& records = *found.batch->records;
            identities_.insert(
                {records.producer, records.nth[static_cast<std::size_t>(found.nth)]});
        }
        // What was overwritten is in no log any more; its acknowledgement names it.
        each_fact([this](TracedFact const& traced) {
            auto const* acknowledged = std::get_if<Acknowledged>(&traced.fact);
            if (acknowledged == nullptr || !is_acknowledged(*acknowledged)) return;
            auto const nth = static_cast<std::uint32_t>(offset_ - acknowledged->base_offset.value);
            identities_.insert({traced.node, acknowledged->first_nth + nth});
        });
    }

    bool is_acknowledged(Acknowledged const& f) const {
        std::int64_t const first = f.base_offset.value;
        return f.partition == partition_ && f.base_offset != kNoOffset && offset_ >= first &&
               offset_ < first + f.count;
    }
    bool is_among(NodeId producer, std::uint32_t first, std::int32_t count) const {
        return std::any_of(identities_.begin(), identities_.end(), [&](Identity const& each) {
            return each.first == producer && each.second >= first &&
                   each.second < first + static_cast<std::uint32_t>(count);
        });
    }
    bool is_within(TopicPartition partition, Offset from, Offset to) const {
        return partition == partition_ && from.value <= offset_ && offset_ < to.value;
    }

    void take(TracedFact const& traced) {
        if (auto const* deleted = std::get_if<TopicDeleted>(&traced.fact)) {
            // Another topic of that name begins anew.
            if (deleted->topic != partition_.topic) return;
            steps_.clear();
            groups_.clear();
            has_stood_ = is_cleaned_ = false;
            return;
        }
        std::optional<Meaning> const meaning = meaning_of(traced);
        if (!meaning) return;
        tell_another(traced);
        if (is_told_again(traced)) return;
        LifeStep step;
        step.item.head = format_time(traced.at);
        step.item.sentence = describe_alone(traced, frame_.who);
        step.item.event = "#";
        step.item.event += std::to_string(traced.event.value);
        step.item.meaning = *meaning;
        step.event = traced.event;
        steps_.push_back(std::move(step));
    }

    // Where a log was cut, or another leader goes on, another record may take the offset.
    void tell_another(TracedFact const& traced) {
        auto const* appended = std::get_if<BatchAppended>(&traced.fact);
        if (appended == nullptr) return;
        if (has_stood_ && appended->epoch != epoch_) {
            LifeStep divider;
            divider.item.head = "from here on";
            divider.item.sentence = "another record stands at this offset, of leader epoch " +
                                    std::to_string(appended->epoch.value) + ".";
            divider.item.meaning = Meaning::lost;
            steps_.push_back(std::move(divider));
        }
        has_stood_ = true;
        epoch_ = appended->epoch;
    }

    // A batch that is sent again and again takes one line.
    bool is_told_again(TracedFact const& traced) {
        auto const* sent = std::get_if<BatchSent>(&traced.fact);
        Sent const now = sent == nullptr ? Sent{} : Sent{sent->to, sent->first_nth};
        bool const is_again = sent != nullptr && now == sent_;
        sent_ = now;
        if (!is_again) {
            tries_ = 1;
            return false;
        }
        ++tries_;
        std::string& head = steps_.back().item.head;
        head = head.substr(0, head.find(" … ")) + " … " + format_time(traced.at);
        std::string& sentence = steps_.back().item.sentence;
        sentence = sentence.substr(0, sentence.find(" Tried ")) + " Tried " +
                   std::to_string(tries_) + " times.";
        return true;
    }

    // Nothing: it is not about this record.
    std::optional<Meaning> meaning_of(TracedFact const& traced) {
        using Told = std::optional<Meaning>;
        auto const told = [](bool is_it, Meaning meaning) {
            return is_it ? Told{meaning} : Told{};
        };
        return std::visit(
            Overloaded{
                [&](BatchSent const& f) {
                    bool const is_it =
                        f.partition == partition_ && is_among(traced.node, f.first_nth, f.count);
                    return told(is_it, Meaning::plain);
                },
                [&](RecordsFailed const& f) {
                    bool const is_it =
                        f.partition == partition_ && is_among(traced.node, f.first_nth, f.count);
                    return told(is_it, Meaning::lost);
                },
                [&](BatchAppended const& f) {
                    return told(is_within(f.partition, f.base_offset, f.last_offset + 1),
                                Meaning::leader);
                },
                [&](BatchReplicated const& f) {
                    return told(is_within(f.partition, f.base_offset, f.last_offset + 1),
                                Meaning::in_sync);
                },
                [&](HighWatermarkAdvanced const& f) {
                    return told(is_within(f.partition, f.from, f.to), Meaning::in_sync);
                },
                [&](Acknowledged const& f) { return told(is_acknowledged(f), Meaning::in_sync); },
                [&](RecordsConsumed const& f) {
                    // What compaction has taken is in the range, and not among the records.
                    bool const is_gone = is_cleaned_ && !stands_now_;
                    return told(is_within(f.partition, f.from, f.to) && !is_gone, Meaning::plain);
                },
                // Past it, and back again before it: that is read once more.
                [&](OffsetCommitted const& f) {
                    if (f.partition != partition_) return Told{};
                    bool const is_past = f.offset.value > offset_;
                    bool const is_news =
                        is_past ? groups_.insert(f.group).second : groups_.erase(f.group) > 0;
                    return told(is_news, Meaning::plain);
                },
                [&](LogTruncated const& f) {
                    return told(is_within(f.partition, f.to, f.from), Meaning::lost);
                },
                [&](RecordsDeleted const& f) {
                    return told(is_within(f.partition, f.from, f.to), Meaning::dead);
                },
                [&](SegmentsDeleted const& f) {
                    return told(is_within(f.partition, f.from, f.to), Meaning::dead);
                },
                // Of a record that is still there every cleaning is one that kept it.
                [&](LogCleaned const& f) {
                    bool const is_it = f.partition == partition_ && offset_ < f.to.value;
                    bool const is_first = is_it && !is_cleaned_ && !stands_now_;
                    is_cleaned_ = is_cleaned_ || is_it;
                    return told(is_first, Meaning::dead);
                },
                [](auto const&) { return Told{}; }},
            static_cast<FactVariant const&>(traced.fact));
    }

    Frame const& frame_;
    TopicPartition partition_;
    std::int64_t offset_;
    std::set<Identity> identities_{};
    std::set<NameId> groups_{};  // that have committed past it
    bool stands_now_{};          // in some replica's log
    bool is_cleaned_{};          // a cleaner has been there
    bool has_stood_{};           // a leader has appended it
    LeaderEpoch epoch_{kNoEpoch};
    Sent sent_{};  // the batch that the last step told of
    int tries_{1};
    std::vector<LifeStep> steps_{};
};

}  // namespace

std::vector<LifeStep> record_life(Frame const& frame, TopicPartition partition, std::int64_t offset,
                                  std::size_t most) {
    std::vector<LifeStep> steps = LifeReader{frame, partition, offset}.read();
    if (steps.size() > most) {
        // One line says how many are left out, and takes the place of one more.
        auto const more = static_cast<std::int64_t>(steps.size() - most) + 1;
        LifeStep left;
        left.item.head = std::to_string(more) + " more";
        left.item.sentence = "…";
        auto const half = static_cast<std::ptrdiff_t>(most / 2);
        steps.erase(steps.begin() + half, steps.begin() + half + more);
        steps.insert(steps.begin() + half, std::move(left));
    }
    if (!steps.empty()) steps.back().item.last = true;
    return steps;
}

}  // namespace highwater::gui
