#include "gui/view/compare.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

#include "gui/view/first_difference.h"
#include "gui/view/promises.h"
#include "gui/view/short_text.h"
#include "gui/view/written_config.h"
#include "scenario/losses.h"

namespace highwater::gui {
namespace {

constexpr std::size_t kMostLone = 200;
constexpr std::size_t kMostLost = 4;  // of each, before they are only counted

// The other future as the view models of one future see it.
Frame frame_of(OtherFuture const& other, Frame const& here) {
    Frame there{other.world, nullptr,           other.trace,   other.who,    here.scenario,
                here.cursor, here.expectations, here.branches, here.revision};
    return there;
}

std::string joined_commands(std::vector<std::string> const& commands) {
    std::string text;
    for (std::string const& command : commands) text += (text.empty() ? "" : " · ") + command;
    return text;
}

FutureHead head_of(Frame const& frame, std::string const& name,
                   std::vector<std::string> const& commands) {
    FutureHead head;
    head.names = {name};
    head.commands = joined_commands(commands);
    Promises const books = promises(frame, {kNoName, -1});
    std::int64_t const acknowledged = books.safe + books.at_risk + books.lost + books.deleted;
    head.promises = grouped(acknowledged) + " acknowledged · " + grouped(books.lost) + " lost";
    if (books.at_risk > 0) head.promises += " · " + grouped(books.at_risk) + " at risk";
    if (books.unacknowledged > 0) {
        head.promises += " · " + grouped(books.unacknowledged) + " unacknowledged";
    }
    head.meaning = books.lost > 0      ? Meaning::lost
                   : books.at_risk > 0 ? Meaning::at_risk
                                       : Meaning::in_sync;
    return head;
}

OffsetSpan both(OffsetSpan const& a, OffsetSpan const& b) {
    return {std::min(a.lowest, b.lowest), std::max(a.highest, b.highest), std::min(a.mark, b.mark)};
}

bool same_bar(OffsetBar const& a, OffsetBar const& b) {
    return a.log_start == b.log_start && a.high_watermark == b.high_watermark &&
           a.log_end == b.log_end && a.dead == b.dead;
}

Partition const* leaders_log(ServerIndex const& servers, TopicPartition id) {
    PartitionRegistration const* registration = registration_of(servers, id);
    return registration == nullptr ? nullptr : servers.replica(registration->leader, id);
}

// -1: as far as both reach they are the same.
std::int64_t leaders_parting(ServerIndex const& mine, ServerIndex const& other, TopicPartition id) {
    Partition const* a = leaders_log(mine, id);
    Partition const* b = leaders_log(other, id);
    if (a == nullptr || b == nullptr) return -1;
    std::int64_t const parting = parting_of(a->log, b->log, is_same_record);
    return parting < std::min(a->log_end_offset(), b->log_end_offset()).value ? parting : -1;
}

// What of a partition's two states is worth a look, the larger the more.
enum class Worth : std::uint8_t {
    nothing,
    logs_differ,
    is_broken,  // in both: nobody leads it, or records are lost
    leader_or_isr_differs,
    leaderless_in_one,
    lost_records_differ,
};

// And by how many records its logs differ.
struct Difference {
    bool exists{};
    Worth worth{};
    std::int64_t records{};

    friend bool operator>(Difference const& a, Difference const& b) {
        return a.worth != b.worth ? a.worth > b.worth : a.records > b.records;
    }
};

bool is_led(PartitionBlock const& block) {
    return block.health != PartitionHealth::no_leader &&
           block.health != PartitionHealth::leader_dead;
}

Difference difference_of(ComparedPartition const& each) {
    PartitionBlock const& here = each.here;
    PartitionBlock const& there = each.there;
    Difference found;
    if (each.parting >= 0) {
        found = {true, Worth::logs_differ, each.span.highest - each.parting};
    }
    std::size_t const common = std::min(here.replicas.size(), there.replicas.size());
    for (std::size_t i = 0; i < common; ++i) {
        OffsetBar const& mine = here.replicas[i].bar;
        OffsetBar const& other = there.replicas[i].bar;
        if (same_bar(mine, other)) continue;
        found.exists = true;
        found.worth = Worth::logs_differ;
        found.records = std::max(found.records, std::abs(mine.log_end - other.log_end));
    }
    if (!is_led(here) || !here.lost.empty()) found.worth = Worth::is_broken;
    auto const differs = [&](bool is_other, Worth worth) {
        if (!is_other) return;
        found.exists = true;
        found.worth = worth;
    };
    bool const is_led_alike = here.state == there.state && here.isr == there.isr;
    bool const has_as_many = here.replicas.size() == there.replicas.size();
    differs(!is_led_alike || !has_as_many, Worth::leader_or_isr_differs);
    differs(is_led(here) != is_led(there), Worth::leaderless_in_one);
    differs(here.lost != there.lost, Worth::lost_records_differ);
    return found;
}

void add_partitions(Frame const& here, Frame const& there, std::size_t most, CompareView& view) {
    ServerIndex const mine{here.world};
    ServerIndex const other{there.world};
    struct Candidate {
        ComparedPartition partition;
        Difference difference;
    };
    std::vector<Candidate> chosen;
    std::vector<LostRecord> const lost_here = lost_records(here.world);
    std::vector<LostRecord> const lost_there = lost_records(there.world);
    auto const compared = [&](TopicPartition id) {
        ComparedPartition each;
        each.id = id;
        each.name = here.who.partition(id);
        each.here = partition_block(here, mine, id, lost_here);
        each.there = partition_block(there, other, id, lost_there);
        each.span = both(each.here.span, each.there.span);
        each.parting = leaders_parting(mine, other, id);
        return each;
    };
    for (ListedPartition const& listed : list_partitions(mine)) {
        if (listed.is_internal) continue;
        ComparedPartition each = compared(listed.id);
        Difference const difference = difference_of(each);
        each.differs = difference.exists;
        chosen.push_back({std::move(each), difference});
    }
    std::stable_sort(chosen.begin(), chosen.end(),
                     [](auto const& a, auto const& b) { return a.difference > b.difference; });
    view.all_partitions = chosen.size();
    if (chosen.size() > most) chosen.resize(most);
    for (Candidate& each : chosen) view.partitions.push_back(std::move(each.partition));
}

// Key facts since the two parted that only one of them has. The same sentence a little earlier or
// later is the same thing happening: a learner looks for what did not happen at all.
void add_lone(Frame const& frame, OtherFuture const& other, Time until, CompareView& view) {
    std::map<std::string, std::int64_t> balance;  // here minus there
    auto const keys = [&](Trace const& trace, Describer const& who, auto&& take) {
        for (std::uint64_t nth = std::max(other.common, trace.first_nth()); nth < trace.next_nth();
             ++nth) {
            TracedEvent const& event = trace.nth(nth);
            if (event.at > until) break;
            if (event.facts == 0) continue;
            for (TracedFact const& traced : trace.facts_of(event)) {
                if (interest_of(traced.fact) != Interest::key) continue;
                // What a configuration sets is said apart, and with it the metadata log has other
                // offsets, which are the epochs of brokers.
                bool const comes_of_setting =
                    other.branch == kConfiguration &&
                    (std::holds_alternative<BrokerRegistered>(traced.fact) ||
                     (std::holds_alternative<ConfigChanged>(traced.fact) && event.at < Time{}));
                if (comes_of_setting) continue;
                take(event, describe(traced, who));
            }
        }
    };
    keys(frame.trace, frame.who,
         [&](TracedEvent const&, std::string const& sentence) { ++balance[timeless(sentence)]; });
    keys(other.trace, other.who,
         [&](TracedEvent const&, std::string const& sentence) { --balance[timeless(sentence)]; });
    auto const add = [&](Trace const& trace, Describer const& who, bool is_there) {
        std::map<std::string, std::int64_t> left = balance;
        keys(trace, who, [&](TracedEvent const& event, std::string const& sentence) {
            std::int64_t& more = left[timeless(sentence)];
            bool const is_lone = is_there ? more < 0 : more > 0;
            if (!is_lone || view.lone.size() >= 2 * kMostLone) return;
            more += is_there ? 1 : -1;
            view.lone.push_back({event.at, thousandths(event.at), sentence, event.id, is_there,
                                 event.at > frame.cursor.at});
        });
    };
    add(frame.trace, frame.who, false);
    add(other.trace, other.who, true);
    std::stable_sort(view.lone.begin(), view.lone.end(), [](LoneFact const& a, LoneFact const& b) {
        return a.is_lost != b.is_lost ? a.is_lost : a.at < b.at;
    });
    if (view.lone.size() > kMostLone) view.lone.resize(kMostLone);
}

// A record that is lost in one of them only, as it is called in both.
using LostName = std::pair<std::string, std::uint32_t>;

std::map<LostName, std::string> lost_of(Frame const& frame) {
    std::map<LostName, std::string> named;
    for (LostRecord const& lost : lost_records(frame.world)) {
        std::string sentence = "acknowledged, then lost: offset " + grouped(lost.offset.value);
        sentence += " of " + frame.who.partition(lost.partition);
        named.emplace(LostName{frame.who.node(lost.producer), lost.nth}, std::move(sentence));
    }
    return named;
}

// The promises that were broken in one of the two: no event tells of them, the logs do.
void add_lost(Frame const& here, Frame const& there, CompareView& view) {
    std::map<LostName, std::string> const mine = lost_of(here);
    std::map<LostName, std::string> const other = lost_of(there);
    auto const add = [&](auto const& lost, auto const& elsewhere, bool is_there) {
        std::size_t shown = 0;
        std::int64_t more = 0;
        LoneFact fact;
        fact.is_there = is_there;
        fact.is_lost = true;
        for (auto const& [name, sentence] : lost) {
            if (elsewhere.contains(name)) continue;
            if (shown == kMostLost) {
                ++more;
                continue;
            }
            ++shown;
            fact.sentence = sentence;
            view.lone.push_back(fact);
        }
        if (more == 0) return;
        fact.sentence = "and " + counted(more, "more record", "more records");
        view.lone.push_back(fact);
    };
    add(mine, other, false);
    add(other, mine, true);
}

std::string current_name(Frame const& frame) {
    for (BranchState const& branch : frame.branches) {
        if (branch.is_current) return branch.name;
    }
    return {};
}

// The key with what is said of its value: with its owner, without, ever less of its beginning, and
// the value alone.
std::vector<std::string> ever_shorter(WrittenConfigKey const& key, std::string const& value) {
    std::vector<std::string> texts{key.owner + "." + key.key + value, key.key + value};
    for (std::size_t dot = key.key.find('.'); dot != std::string::npos;
         dot = key.key.find('.', dot + 1)) {
        texts.push_back("…" + key.key.substr(dot + 1) + value);
    }
    texts.push_back(value);
    return texts;
}

// "checkout.acks=1" of the script, where the other one has "checkout.acks=all"; what the script
// leaves to its cluster's config or to Kafka's default is told as that.
std::vector<std::string> own_setting(WrittenConfigKey const& key) {
    if (key.owner.empty()) return {"the script as it is"};
    if (key.value) return ever_shorter(key, "=" + *key.value);
    if (!key.default_of_cluster) return ever_shorter(key, " by default");
    return ever_shorter(key, "=" + *key.default_of_cluster + " of the cluster");
}

void name_configurations(Frame const& frame, std::string const& setting, CompareView& view) {
    if (setting.find(' ') != std::string::npos) {  // several
        view.here.names = {"the script as it is"};
        view.there.names = {setting};
        return;
    }
    std::size_t const equals = std::min(setting.find('='), setting.size());
    WrittenConfigKey key;
    if (frame.scenario != nullptr) {
        key = written_config(frame.scenario->text, setting.substr(0, equals));
    }
    view.here.names = own_setting(key);
    view.there.names = {setting};
    if (!key.owner.empty()) view.there.names = ever_shorter(key, setting.substr(equals));
}

}  // namespace

OffsetScale compared_scale(ComparedPartition const& partition, std::int64_t most) {
    if (partition.parting < 0) return scale_of(partition.span, most);
    // Where the logs part is looked at record by record, however long it is ago.
    OffsetScale scale = offset_scale(partition.span.lowest, partition.span.highest + 1, most);
    bool const is_hidden = partition.parting <= scale.first;
    if (is_hidden) scale.first = std::max(partition.span.lowest, partition.parting - most / 3);
    return scale;
}

namespace {
// What a phrase made on the way has no table in the file that could say otherwise.
bool is_in_file(Frame const& frame, NameId producer) {
    if (frame.scenario == nullptr) return false;
    auto const& all = frame.scenario->producers;
    return std::any_of(all.begin(), all.end(),
                       [&](ProducerSpec const& each) { return each.name == producer; });
}
}  // namespace

std::string setting_to_try(Frame const& frame) {
    for (Process const& process : frame.world.nodes) {
        if (!process.producer || process.cluster != kFirstCluster) continue;
        ProducerConfig const& config = (*process.producer)->spec->config;
        std::string const name = frame.world.names.text(process.name);
        if (!is_in_file(frame, process.name)) continue;
        return name + (config.acks < 0 ? ".acks=1" : ".acks=all");
    }
    return {};
}

CompareView compare_view(Frame const& frame, std::size_t partitions, Time until) {
    CompareView view;
    if (frame.other == nullptr) return view;
    OtherFuture const& other = *frame.other;
    Frame const there = frame_of(other, frame);
    view.exists = true;
    view.is_same = other.is_same;
    view.here = head_of(frame, current_name(frame), other.commands_here);
    view.there = head_of(there, other.name, other.commands);
    if (other.branch == kConfiguration) name_configurations(frame, other.name, view);
    add_partitions(frame, there, partitions, view);
    view.first = first_difference(frame, other);
    if (view.first.at > until) {
        FirstDifference unknown;
        unknown.setting = view.first.setting;
        view.first = std::move(unknown);
    }
    add_lost(frame, there, view);
    add_lone(frame, other, until, view);
    return view;
}

}  // namespace highwater::gui
