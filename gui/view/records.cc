#include "gui/view/records.h"

#include <algorithm>

#include "gui/view/short_text.h"

namespace highwater::gui {
namespace {

constexpr std::size_t kOfRow = 200;  // letters of a key or value

RecordContent const* content_of(StandingRecord const& found) {
    std::vector<RecordContent> const& contents = found.batch->records->contents;
    return contents.empty() ? nullptr : &contents[static_cast<std::size_t>(found.nth)];
}

// Values may be a megabyte long, and are drawn every frame.
std::string beginning(std::string const& text, std::size_t most) {
    if (text.size() <= most) return text;
    auto const is_within_letter = [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
    };
    while (most > 0 && is_within_letter(text[most])) --most;
    return text.substr(0, most) + "…";
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
        shown.is_down = !servers.is_alive(broker);
        shown.where = shown.is_down ? "on the disk of " + who.broker(broker) + ", which is down"
                                    : "on " + who.broker(broker) + std::move(words);
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
    bool const has_leader = registration->leader != kNoBroker;
    char const* const why = has_leader ? "; its leader has no log yet" : "; nobody leads";
    if (longest == kNoBroker || !take(longest, why)) return {};
    return shown;
}

std::string key_text(StandingRecord const& found, std::size_t most) {
    RecordContent const* content = content_of(found);
    return content == nullptr || !content->key ? "null" : beginning(*content->key, most);
}

std::string value_text(StandingRecord const& found, std::size_t most) {
    RecordContent const* content = content_of(found);
    if (content == nullptr) return grouped(found.batch->records->value_size) + " bytes";
    return content->value ? beginning(*content->value, most) : "null";
}

std::string timestamp_text(StandingRecord const& found) {
    std::int64_t const ms = found.batch->timestamp_of(found.nth) - kEpochOfRunMs;
    return format_time(Time{ms * 1000});
}

RecordRow record_row(Partition const& held, Describer const& who, std::int64_t offset) {
    RecordRow row;
    row.offset = offset;
    row.is_committed = offset < held.high_watermark.value;
    StandingRecord const found = standing_at(held.log, offset);
    row.is_there = found.nth >= 0;
    if (!row.is_there) return row;
    row.epoch = found.batch->partition_leader_epoch.value;
    row.time = timestamp_text(found);
    NodeId const producer = found.batch->records->producer;
    row.writer = producer == kNoNode ? "Kafka" : who.node(producer);
    row.key = key_text(found, kOfRow);
    row.value = value_text(found, kOfRow);
    return row;
}

std::string cell_text(Partition const& held, Describer const& who, std::int64_t offset) {
    RecordRow const row = record_row(held, who, offset);
    if (!row.is_there) return {};
    return row.key == "null" ? row.value : row.key;
}

std::vector<std::string> texts_of_few(Partition const* held, Describer const& who) {
    constexpr std::int64_t kFewRecords = 12;  // wide cells for more stand on no card
    std::vector<std::string> texts;
    if (held == nullptr) return texts;
    std::int64_t const end = held->log_end_offset().value;
    std::int64_t const start = held->log.start_offset().value;
    if (end - start > kFewRecords) return texts;
    for (std::int64_t offset = start; offset < end; ++offset) {
        texts.push_back(cell_text(*held, who, offset));
    }
    return texts;
}

}  // namespace highwater::gui
