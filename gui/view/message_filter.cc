#include "gui/view/message_filter.h"

#include <algorithm>

#include "gui/view/overloaded.h"

namespace highwater::gui {
namespace {

template <class T>
void add(std::vector<TopicPartition>& all, Payload<std::vector<T>> const& list) {
    if (!list) return;
    for (T const& each : *list) all.push_back(each.partition);
}

void add_record(std::vector<TopicPartition>& all, Uuid topic_id, std::int32_t partition,
                MetadataImage const* image) {
    TopicImage const* topic = image == nullptr ? nullptr : find_topic(*image, topic_id);
    if (topic != nullptr) all.push_back({topic->name, partition});
}

void add_records(std::vector<TopicPartition>& all, RaftFetchResponse const& response,
                 MetadataImage const* image) {
    if (!response.batches) return;
    for (MetadataBatchRef const& batch : *response.batches) {
        for (MetadataRecord const& record : batch->records) {
            std::visit(Overloaded{[&](PartitionChangeRecord const& r) {
                                      add_record(all, r.topic_id, r.partition_id, image);
                                  },
                                  [&](PartitionRecord const& r) {
                                      add_record(all, r.topic_id, r.partition_id, image);
                                  },
                                  [&](TopicRecord const& r) {
                                      all.push_back({r.name, -1});
                                  },
                                  [](auto const&) {}},
                       record);
        }
    }
}

}  // namespace

std::vector<TopicPartition> subjects_of(Message const& message, MetadataImage const* image) {
    std::vector<TopicPartition> all;
    std::visit(Overloaded{[&](ProduceRequest const& m) { add(all, m.partitions); },
                          [&](ProduceResponse const& m) { add(all, m.partitions); },
                          [&](FetchRequest const& m) {
                              if (!m.partitions) return;
                              for (FetchPartition const& each : m.partitions->changed) {
                                  all.push_back(each.partition);
                              }
                          },
                          [&](FetchResponse const& m) { add(all, m.partitions); },
                          [&](OffsetCommitRequest const& m) { add(all, m.partitions); },
                          [&](OffsetCommitResponse const& m) { add(all, m.partitions); },
                          [&](AlterPartitionRequest const& m) { add(all, m.changes); },
                          [&](AlterPartitionResponse const& m) { add(all, m.results); },
                          [&](MetadataResponse const& m) {
                              if (!m.metadata) return;
                              for (TopicMetadata const& topic : m.metadata->topics) {
                                  all.push_back({topic.name, -1});
                              }
                          },
                          [&](RaftFetchResponse const& m) { add_records(all, m, image); },
                          [](auto const&) {}},
               message);
    return all;
}

bool is_about(std::vector<TopicPartition> const& subjects, TopicPartition partition) {
    return std::any_of(subjects.begin(), subjects.end(), [&](TopicPartition const& each) {
        return each == partition || (each.topic == partition.topic && each.partition < 0);
    });
}

bool is_about(std::vector<TopicPartition> const& subjects, NameId topic) {
    return std::any_of(subjects.begin(), subjects.end(),
                       [&](TopicPartition const& each) { return each.topic == topic; });
}

}  // namespace highwater::gui
