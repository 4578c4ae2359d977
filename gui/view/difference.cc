#include "gui/view/difference.h"

#include <algorithm>
#include <map>
#include <span>

#include "gui/view/field_list.h"
#include "gui/view/partition_state.h"
#include "gui/view/short_text.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

constexpr FieldLimits kLimits{12, 600, 6};

using Fields = std::vector<FieldRow>;

// A field as the inspector calls it, and whether a learner looks for it first.
struct KnownField {
    std::string_view path;
    std::string_view words;
    int rank;
};
constexpr int kOther = 2;
constexpr KnownField kOfMetadataAndNodes[] = {
    {"leader", "leader", 0}, {"isr", "ISR", 0},
    {"elr", "ELR", 0},       {"last_known_elr", "last known ELR", kOther},
    {"alive", "alive", 0},   {"paused", "paused", 0},
    {"owns", "owns", 0}};
constexpr KnownField kOfReplicas[] = {{"role", "role", 1},
                                      {"high_watermark", "high watermark", 1},
                                      {"log end offset", "log end offset", 1},
                                      {"isr", "ISR", kOther}};

// "leader epoch" for leader_epoch; the rest of a path stays as it is.
std::string in_words(std::string_view path) {
    std::string text{path};
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

class Comparing {
public:
    DifferenceView take(std::size_t most) {
        std::stable_sort(found_.begin(), found_.end(),
                         [](Found const& a, Found const& b) { return a.rank < b.rank; });
        DifferenceView view;
        view.changed = static_cast<std::int64_t>(found_.size());
        if (found_.size() > most) found_.resize(most);
        std::string_view last;
        for (Found& each : found_) {
            bool const is_same = each.row.what == last;
            last = each.row.what;
            view.rows.push_back(each.row);
            if (is_same) view.rows.back().what.clear();
        }
        return view;
    }

    // Two lists of fields of the same thing. Both follow the order of their structs, so that what
    // is in one only stands where it would stand in the other.
    void compare(std::string const& what, Selection const& link, std::span<KnownField const> known,
                 Fields const& before, Fields const& after) {
        std::map<std::string_view, std::string_view> old;
        for (FieldRow const& row : before) old[row.path] = row.text;
        auto const add = [&](std::string_view path, std::string_view was, std::string_view is) {
            auto const field =
                std::find_if(known.begin(), known.end(),
                             [&](KnownField const& each) { return each.path == path; });
            bool const is_known = field != known.end();
            std::string words = is_known ? std::string{field->words} : in_words(path);
            found_.push_back({{what, std::move(words), std::string{was}, std::string{is}, link},
                              is_known ? field->rank : kOther});
        };
        for (FieldRow const& row : after) {
            auto const found = old.find(row.path);
            if (found == old.end()) {
                add(row.path, {}, row.text);
                continue;
            }
            if (found->second != row.text) add(row.path, found->second, row.text);
            old.erase(found);
        }
        for (auto const& [path, text] : old) add(path, text, {});
    }

    // By the names of its own world: in another future an id may be another name's.
    template <class T>
    Fields fields_of(T const* value, Describer const& who) {
        if (value == nullptr) return {};
        FieldLister lister{who, kLimits};
        lister.list("", *value);
        return lister.take();
    }

private:
    struct Found {
        DifferenceRow row;
        int rank;
    };
    std::vector<Found> found_;
};

// Life and the roles whose fields say something to a reader.
Fields fields_of(Comparing& comparing, Process const* process, Describer const& who) {
    Fields all;
    if (process == nullptr) return all;
    auto const flag = [](bool value) { return std::string{value ? "yes" : "no"}; };
    all.push_back({"alive", flag(process->is_alive)});
    all.push_back({"paused", flag(process->is_paused)});
    auto const add = [&](auto const& part) {
        for (FieldRow& row : comparing.fields_of(&part, who)) all.push_back(std::move(row));
    };
    if (process->controller) add((*process->raft)->quorum);
    if (process->broker) {
        add((*process->broker)->lifecycle);
        add((*process->broker)->fetchers);
        add((*process->broker)->isr_changes);
    }
    if (process->producer) add((*process->producer)->in_flight);
    if (process->consumer) {
        std::vector<std::string> owned;
        for (AssignedPartition const& each : (*process->consumer)->partitions) {
            owned.push_back(who.partition(each.partition));
        }
        all.push_back({"owns", owned.empty() ? "nothing" : joined(owned, 6)});
        add((*process->consumer)->partitions);
    }
    return all;
}

void compare_metadata(Comparing& comparing, ServerIndex const& before, ServerIndex const& after,
                      Describer const& old, Describer const& who) {
    for (ListedPartition const& listed : list_partitions(after)) {
        comparing.compare(who.partition(listed.id), SelectedPartition{listed.id},
                          kOfMetadataAndNodes,
                          comparing.fields_of(registration_of(before, listed.id), old),
                          comparing.fields_of(listed.registration, who));
    }
    // What there is no longer.
    for (ListedPartition const& listed : list_partitions(before)) {
        if (registration_of(after, listed.id) != nullptr) continue;
        comparing.compare(old.partition(listed.id), {}, kOfMetadataAndNodes,
                          comparing.fields_of(listed.registration, old), {});
    }
}

Fields fields_of(Comparing& comparing, Partition const* held, Describer const& who) {
    Fields all = comparing.fields_of(held, who);
    if (held == nullptr) return all;
    all.push_back({"log end offset", std::to_string(held->log_end_offset().value)});
    return all;
}

void compare_replicas(Comparing& comparing, ServerIndex const& before, ServerIndex const& after,
                      BrokerId broker, Describer const& old, Describer const& who) {
    for (ListedPartition const& listed : list_partitions(after)) {
        Partition const* now = after.replica(broker, listed.id);
        Partition const* was = before.replica(broker, listed.id);
        if (now == nullptr && was == nullptr) continue;
        std::string what = who.partition(listed.id);
        what += " on " + who.broker(broker);
        comparing.compare(what, SelectedReplica{listed.id, broker}, kOfReplicas,
                          fields_of(comparing, was, old), fields_of(comparing, now, who));
    }
}

}  // namespace

DifferenceView difference_view(World const& before, World const& after, Describer const& who,
                               std::size_t most) {
    Comparing comparing;
    Describer const old = describer_of(before);
    ServerIndex const was{before};
    ServerIndex const is{after};
    compare_metadata(comparing, was, is, old, who);
    for (Process const& process : after.nodes) {
        if (process.tool || process.bootstrap) continue;
        comparing.compare(who.node(process.id), SelectedNode{process.id}, kOfMetadataAndNodes,
                          fields_of(comparing, find_process(before, process.id), old),
                          fields_of(comparing, &process, who));
        if (process.broker) compare_replicas(comparing, was, is, process.broker_id, old, who);
    }
    return comparing.take(most);
}

}  // namespace highwater::gui
