// Whatever is selected, field by field: first what a learner asks for, then every field there is.
// What the last step changed says what it was before.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gui/frame.h"
#include "gui/ui_state.h"
#include "gui/view/field_list.h"

namespace highwater::gui {

struct InspectorField {
    std::string name;
    std::string value;
    std::string note;  // "min.insync.replicas 2", or "was broker-2"
    Meaning meaning{Meaning::plain};
    std::optional<Selection> link;  // what a click on the value selects
    bool changed{};
};

struct InspectorSection {
    std::string title;  // empty: the first one needs none
    std::vector<InspectorField> fields;
};

struct RawSection {
    std::string title;
    struct Row {
        FieldRow field;
        bool changed{};
    };
    std::vector<Row> rows;
};

struct InspectorView {
    bool exists{};      // false: nothing is selected, or it is gone
    std::string title;  // "orders-1"
    std::string kind;   // "partition"
    Meaning mark{Meaning::plain};
    std::vector<InspectorSection> sections;
    std::vector<RawSection> raw;
};

// `with_raw`: every field too.
InspectorView inspect(Frame const& frame, Selection const& selection, bool with_raw);

// ---- one instant alone, for inspect()
// ---------------------------------------------------------------
struct Instant {
    World const& world;
    Trace const& trace;
    Describer const& who;
};
InspectorView inspect_node(Instant const& instant, NodeId node);
InspectorView inspect_partition(Instant const& instant, TopicPartition partition);
InspectorView inspect_replica(Instant const& instant, TopicPartition partition, BrokerId broker);
InspectorView inspect_record(Instant const& instant, SelectedRecord const& record);
InspectorView inspect_message(Instant const& instant, EventId arrival);
InspectorView inspect_link(Instant const& instant, NodeId from, NodeId to);
InspectorView inspect_event(Instant const& instant, EventId event);
std::vector<RawSection> raw_fields(Instant const& instant, Selection const& selection);

}  // namespace highwater::gui
