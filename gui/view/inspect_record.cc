// The inspector's answer about one record: what it says, who wrote it, and which replica has it.
#include "gui/view/inspect_parts.h"
#include "gui/view/partition_state.h"
#include "gui/view/records.h"
#include "gui/view/short_text.h"

namespace highwater::gui {
namespace {

constexpr std::size_t kOfValue = 2'000;  // letters; the tools print it whole

void add_batch(InspectorSection& section, RecordBatch const& batch) {
    std::int64_t const last = batch.last_offset().value;
    std::string offsets = number(batch.base_offset.value);
    if (last != batch.base_offset.value) offsets += "–" + number(last);
    add_field(section, "batch", offsets, number(batch.size_in_bytes) + " bytes");
    if (batch.compression != Compression::none) {
        add_field(section, "compressed", std::string{name_of(batch.compression)});
    }
    if (batch.base_sequence >= 0) {
        add_field(section, "producer id", number(batch.producer_id.value),
                  "epoch " + number(batch.producer_epoch) + ", sequence from " +
                      number(batch.base_sequence));
    }
}

// What a replica has at that offset, against the record that is looked at.
InspectorField copy_field(ServerIndex const& servers, Describer const& who,
                          SelectedRecord const& selected, BrokerId broker,
                          StandingRecord const& shown) {
    InspectorField field;
    field.name = who.broker(broker);
    field.link = SelectedReplica{selected.partition, broker};
    Partition const* held = servers.replica(broker, selected.partition);
    bool const is_up = servers.is_alive(broker);
    StandingRecord const found =
        held == nullptr ? StandingRecord{} : standing_at(held->log, selected.offset);
    if (held == nullptr || selected.offset >= held->log_end_offset().value) {
        field.value = "not there";
        field.meaning = Meaning::at_risk;
    } else if (found.nth < 0) {
        field.value = "taken away";
        field.note = selected.offset < held->log.start_offset().value ? "deleted" : "compacted";
    } else if (shown.nth >= 0 && !is_same_record(found, shown)) {
        field.value = "another one";
        field.note = "epoch " + number(found.batch->partition_leader_epoch.value);
        field.meaning = Meaning::lost;
    } else {
        bool const is_below = selected.offset < held->high_watermark.value;
        field.value = is_up ? (is_below ? "below its HW" : "above its HW") : "on its disk";
        field.meaning = !is_up ? Meaning::dead : is_below ? Meaning::in_sync : Meaning::at_risk;
    }
    if (!is_up && field.note.empty()) field.note = "dead";
    return field;
}

}  // namespace

InspectorView inspect_record(Instant const& instant, SelectedRecord const& selected) {
    InspectorView view;
    ServerIndex const servers{instant.world};
    PartitionRegistration const* registration = registration_of(servers, selected.partition);
    ShownLog const shown = shown_log(servers, instant.who, selected.partition, selected.broker);
    if (registration == nullptr || shown.held == nullptr) return view;
    view.exists = true;
    view.title = instant.who.partition(selected.partition) + " @ " + number(selected.offset);
    view.kind = "record";
    StandingRecord const found = standing_at(shown.held->log, selected.offset);
    view.mark = found.nth < 0 ? Meaning::dead : Meaning::in_sync;
    InspectorSection main;
    add_field(main, "partition", instant.who.partition(selected.partition));
    main.fields.back().link = SelectedPartition{selected.partition};
    add_field(main, "read", shown.where);
    if (found.nth >= 0) {
        RecordBatch const& batch = *found.batch;
        add_field(main, "key", key_text(found, kOfValue));
        add_field(main, "value", value_text(found, kOfValue));
        NodeId const producer = batch.records->producer;
        if (producer == kNoNode) {
            add_field(main, "written by", "Kafka itself");
        } else {
            add_node(main, instant.who, "written by", producer);
        }
        add_field(
            main, "timestamp", timestamp_text(found),
            batch.timestamp_type == TimestampType::create_time ? "CreateTime" : "LogAppendTime");
        add_field(main, "leader epoch", number(batch.partition_leader_epoch.value));
        add_batch(main, batch);
    } else {
        bool const is_ahead = selected.offset >= shown.held->log_end_offset().value;
        add_field(main, "record", is_ahead ? "none here" : "taken away");
    }
    view.sections.push_back(std::move(main));
    InspectorSection copies{"Its copies", {}};
    for (BrokerId const broker : registration->replicas) {
        copies.fields.push_back(copy_field(servers, instant.who, selected, broker, found));
    }
    view.sections.push_back(std::move(copies));
    return view;
}

}  // namespace highwater::gui
