#include "gui/view/records.h"

#include <algorithm>

#include "gui/view/short_text.h"

namespace highwater::gui {
namespace {

RecordContent const* content_of(FoundRecord const& found) {
    std::vector<RecordContent> const& contents = found.batch->records->contents;
    return contents.empty() ? nullptr : &contents[static_cast<std::size_t>(found.place)];
}

}  // namespace

ShownLog shown_log(ServerIndex const& servers, Describer const& who, TopicPartition partition,
                   BrokerId wanted) {
    ShownLog shown;
    PartitionRegistration const* registration = registration_of(servers, partition);
    if (registration == nullptr) return shown;
    auto const take = [&](BrokerId broker, std::string words) {
        shown.held = servers.replica(broker, partition);
        shown.broker = broker;
        shown.where = "on " + who.broker(broker) + std::move(words);
        return shown.held != nullptr;
    };
    bool const leads = wanted == registration->leader;
    if (wanted != kNoBroker && take(wanted, leads ? ", its leader" : "")) return shown;
    if (registration->leader != kNoBroker && take(registration->leader, ", its leader")) {
        return shown;
    }
    BrokerId longest = kNoBroker;
    for (BrokerId const broker : registration->replicas) {
        Partition const* held = servers.replica(broker, partition);
        if (held == nullptr) continue;
        Partition const* best = servers.replica(longest, partition);
        if (best == nullptr || held->log_end_offset() > best->log_end_offset()) longest = broker;
    }
    if (longest == kNoBroker || !take(longest, "; nobody leads")) return {};
    return shown;
}

FoundRecord record_at(Log const& log, std::int64_t offset) {
    std::int64_t const nth = log.batches().find(Offset{offset});
    if (nth >= log.batches().size()) return {};
    RecordBatch const& batch = *log.batches()[nth];
    if (offset < batch.base_offset.value) return {};
    for (std::int32_t i = 0; i < batch.count(); ++i) {
        if (batch.offset_of(i).value == offset) return {&batch, i};
    }
    return {};
}

std::string key_text(FoundRecord const& found) {
    RecordContent const* content = content_of(found);
    return content == nullptr || !content->key ? "null" : *content->key;
}

std::string value_text(FoundRecord const& found) {
    RecordContent const* content = content_of(found);
    if (content == nullptr) return grouped(found.batch->records->value_size) + " bytes";
    return content->value ? *content->value : "null";
}

std::string timestamp_text(FoundRecord const& found) {
    std::int64_t const ms = found.batch->timestamp_of(found.place) - kEpochOfRunMs;
    return format_time(Time{ms * 1000});
}

RecordRow record_row(Partition const& held, Describer const& who, std::int64_t offset) {
    RecordRow row;
    row.offset = offset;
    row.is_committed = offset < held.high_watermark.value;
    FoundRecord const found = record_at(held.log, offset);
    row.is_there = found.batch != nullptr;
    if (!row.is_there) return row;
    row.epoch = found.batch->partition_leader_epoch.value;
    row.time = timestamp_text(found);
    NodeId const producer = found.batch->records->producer;
    row.writer = producer == kNoNode ? "Kafka" : who.node(producer);
    row.key = key_text(found);
    row.value = value_text(found);
    return row;
}

}  // namespace highwater::gui
