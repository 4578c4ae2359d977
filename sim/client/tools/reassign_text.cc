#include "client/tools/reassign_text.h"

#include <algorithm>

namespace highwater {

namespace {
template <class Item, class KeyOf>
void sort_by(std::vector<Item>& items, KeyOf key_of) {
    std::stable_sort(items.begin(), items.end(),
                     [&](Item const& a, Item const& b) { return key_of(a) < key_of(b); });
}

std::string plural(std::size_t count) { return count == 1 ? "" : "s"; }

std::string state_line(ReassignmentState const& state) {
    std::string const name = state.partition.text();
    if (!state.is_done) return "Reassignment of partition " + name + " is still in progress.\n";
    if (state.current == state.target) {
        return "Reassignment of partition " + name + " is completed.\n";
    }
    return "There is no active reassignment of partition " + name + ", but replica set is " +
           broker_list(state.current) + " rather than " + broker_list(state.target) + ".\n";
}

ReplicaDirectory const* find(std::vector<ReplicaDirectory> const& directories,
                             NamedPartition const& partition, BrokerId broker) {
    for (ReplicaDirectory const& one : directories) {
        if (one.partition == partition && one.broker == broker) return &one;
    }
    return nullptr;
}

std::string in_quotes(std::string const& text) { return '"' + text + '"'; }
}  // namespace

std::string broker_list(std::vector<BrokerId> const& brokers) {
    std::string text;
    for (BrokerId const id : brokers) text += (text.empty() ? "" : ",") + std::to_string(id.value);
    return text;
}

std::string name_list(std::vector<NamedPartition> const& partitions, std::string_view between) {
    std::string text;
    for (NamedPartition const& one : partitions) {
        if (!text.empty()) text += between;
        text += one.text();
    }
    return text;
}

std::string verify_reassignments(std::vector<ReassignmentState> states) {
    sort_by(states, [](ReassignmentState const& state) { return state.partition; });
    std::string text = "Status of partition reassignment:\n";
    for (ReassignmentState const& state : states) text += state_line(state);
    return text;
}

std::string list_reassignments(std::vector<ListedReassignment> reassignments) {
    if (reassignments.empty()) return "No partition reassignments found.\n";
    sort_by(reassignments, [](ListedReassignment const& one) { return one.partition; });
    std::string text = "Current partition reassignments:\n";
    for (ListedReassignment const& one : reassignments) {
        text += one.partition.text() + ": replicas: " + broker_list(one.replicas) + ".";
        if (!one.adding.empty()) text += " adding: " + broker_list(one.adding) + ".";
        if (!one.removing.empty()) text += " removing: " + broker_list(one.removing) + ".";
        text += "\n";
    }
    return text;
}

std::string started_reassignments(std::vector<NamedPartition> partitions) {
    std::sort(partitions.begin(), partitions.end());
    return "Successfully started partition reassignment" + plural(partitions.size()) + " for " +
           name_list(partitions, ",") + "\n";
}

std::string cancelled_reassignments(std::vector<NamedPartition> partitions) {
    std::sort(partitions.begin(), partitions.end());
    return "Successfully cancelled partition reassignment" + plural(partitions.size()) +
           " for: " + name_list(partitions, ",") + "\n";
}

std::string reassignment_json(std::vector<TargetReplicas> partitions,
                              std::vector<ReplicaDirectory> const& directories) {
    sort_by(partitions, [](TargetReplicas const& one) { return one.partition; });
    std::string list;
    for (TargetReplicas const& one : partitions) {
        std::string paths;
        for (BrokerId const broker : one.replicas) {
            ReplicaDirectory const* directory = find(directories, one.partition, broker);
            paths += (paths.empty() ? "" : ",") + in_quotes(directory ? directory->path : "any");
        }
        list += (list.empty() ? "" : ",") + ("{\"topic\":" + in_quotes(one.partition.topic)) +
                ",\"partition\":" + std::to_string(one.partition.partition) + ",\"replicas\":[" +
                broker_list(one.replicas) + "],\"log_dirs\":[" + paths + "]}";
    }
    return "{\"version\":1,\"partitions\":[" + list + "]}";
}

std::string verify_directories(std::vector<ReplicaDirectory> wanted,
                               std::vector<ReplicaDirectory> const& found) {
    std::stable_sort(
        wanted.begin(), wanted.end(), [](ReplicaDirectory const& a, ReplicaDirectory const& b) {
            return a.broker != b.broker ? a.broker < b.broker : a.partition < b.partition;
        });
    std::string text;
    for (ReplicaDirectory const& one : wanted) {
        std::string const name = one.partition.text();
        std::string const broker = std::to_string(one.broker.value);
        ReplicaDirectory const* present = find(found, one.partition, one.broker);
        if (present == nullptr) {
            text += "Partition " + name + " is not found in any live log dir on broker " + broker +
                    ". There is likely an offline log directory on the broker.\n";
        } else if (present->path == one.path) {
            text += "Reassignment of replica " + name + "-" + broker + " completed successfully.\n";
        } else {
            text += "Partition " + name + " on broker " + broker +
                    " is not being moved from log dir " + present->path + " to " + one.path + ".\n";
        }
    }
    return text.empty() ? "\n" : text;
}

std::string clearing_throttles(std::string_view level, std::vector<std::string> const& names) {
    std::string text = "Clearing " + std::string{level} + "-level throttles on " +
                       std::string{level} + plural(names.size()) + " ";
    for (std::size_t i = 0; i < names.size(); ++i) text += (i == 0 ? "" : ",") + names[i];
    return text + "\n";
}

std::string delete_records(std::vector<DeletedRecords> const& results) {
    std::string text = "Executing records delete operation\nRecords delete operation completed:\n";
    for (DeletedRecords const& one : results) {
        text += "partition: " + one.partition.text();
        text += one.error.empty() ? "\tlow_watermark: " + std::to_string(one.low_watermark.value)
                                  : "\terror: " + one.error;
        text += "\n";
    }
    return text;
}

std::string error_text(Thrown const& thrown) {
    return "Error: " + thrown.message + "\n" + trace_of(thrown) + "\n";
}

std::string future_error_text(Thrown const& cause) {
    return error_text(wrapped("java.util.concurrent.ExecutionException", cause));
}

}  // namespace highwater
