#include "gui/view/difference.h"

#include <map>

#include "gui/view/field_list.h"
#include "gui/view/partition_state.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

constexpr FieldLimits kLimits{12, 600, 6};

using Fields = std::vector<FieldRow>;

class Comparing {
public:
    explicit Comparing(std::size_t most) : most_{most} {}

    DifferenceView take() { return std::move(view_); }

    // Two lists of fields of the same thing. Both follow the order of their structs, so that what
    // is in one only stands where it would stand in the other.
    void compare(std::string const& what, Selection const& link, Fields const& before,
                 Fields const& after) {
        std::map<std::string_view, std::string_view> old;
        for (FieldRow const& row : before) old[row.path] = row.text;
        bool is_first = true;
        auto const add = [&](std::string_view field, std::string_view was, std::string_view is) {
            ++view_.changed;
            if (view_.rows.size() >= most_) return;
            view_.rows.push_back({is_first ? what : std::string{}, std::string{field},
                                  std::string{was}, std::string{is}, link});
            is_first = false;
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
    std::size_t most_;
    DifferenceView view_;
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
    if (process->consumer) add((*process->consumer)->partitions);
    return all;
}

void compare_metadata(Comparing& comparing, ServerIndex const& before, ServerIndex const& after,
                      Describer const& old, Describer const& who) {
    for (ListedPartition const& listed : list_partitions(after)) {
        comparing.compare(who.partition(listed.id), SelectedPartition{listed.id},
                          comparing.fields_of(registration_of(before, listed.id), old),
                          comparing.fields_of(listed.registration, who));
    }
    // What there is no longer.
    for (ListedPartition const& listed : list_partitions(before)) {
        if (registration_of(after, listed.id) != nullptr) continue;
        comparing.compare(old.partition(listed.id), {},
                          comparing.fields_of(listed.registration, old), {});
    }
}

void compare_replicas(Comparing& comparing, ServerIndex const& before, ServerIndex const& after,
                      BrokerId broker, Describer const& old, Describer const& who) {
    for (ListedPartition const& listed : list_partitions(after)) {
        Partition const* now = after.replica(broker, listed.id);
        Partition const* was = before.replica(broker, listed.id);
        if (now == nullptr && was == nullptr) continue;
        std::string what = who.partition(listed.id);
        what += " on " + who.broker(broker);
        comparing.compare(what, SelectedReplica{listed.id, broker}, comparing.fields_of(was, old),
                          comparing.fields_of(now, who));
    }
}

}  // namespace

DifferenceView difference_view(World const& before, World const& after, Describer const& who,
                               std::size_t most) {
    Comparing comparing{most};
    Describer const old = describer_of(before);
    ServerIndex const was{before};
    ServerIndex const is{after};
    compare_metadata(comparing, was, is, old, who);
    for (Process const& process : after.nodes) {
        if (process.tool || process.bootstrap) continue;
        comparing.compare(who.node(process.id), SelectedNode{process.id},
                          fields_of(comparing, find_process(before, process.id), old),
                          fields_of(comparing, &process, who));
        if (process.broker) compare_replicas(comparing, was, is, process.broker_id, old, who);
    }
    return comparing.take();
}

}  // namespace highwater::gui
