#include "gui/view/inspector.h"

#include "gui/view/event_words.h"
#include "gui/view/overloaded.h"

namespace highwater::gui {
namespace {

InspectorView at_instant(Instant const& instant, Selection const& selection) {
    return std::visit(
        Overloaded{
            [](std::monostate) { return InspectorView{}; },
            [&](SelectedNode const& s) { return inspect_node(instant, s.node); },
            [&](SelectedPartition const& s) { return inspect_partition(instant, s.partition); },
            [&](SelectedReplica const& s) {
                return inspect_replica(instant, s.partition, s.broker);
            },
            [&](SelectedRecord const& s) { return inspect_record(instant, s); },
            [&](SelectedMessage const& s) { return inspect_message(instant, s.arrival); },
            [&](SelectedLink const& s) { return inspect_link(instant, s.from, s.to); },
            [&](SelectedEvent const& s) { return inspect_event(instant, s.event); }},
        selection);
}

InspectorField const* find_field(InspectorView const& view, std::string const& section,
                                 std::string const& name) {
    for (InspectorSection const& each : view.sections) {
        if (each.title != section) continue;
        for (InspectorField const& field : each.fields) {
            if (field.name == name) return &field;
        }
    }
    return nullptr;
}

void mark_changes(InspectorView& view, InspectorView const& before) {
    if (!before.exists) return;
    for (InspectorSection& section : view.sections) {
        for (InspectorField& field : section.fields) {
            InspectorField const* old = find_field(before, section.title, field.name);
            if (old == nullptr || old->value == field.value) continue;
            field.changed = true;
            field.note = "was ";
            field.note += old->value.empty() ? "empty" : old->value;
        }
    }
}

void mark_changes(std::vector<RawSection>& sections, std::vector<RawSection> const& before) {
    for (RawSection& section : sections) {
        for (RawSection const& old : before) {
            if (old.title != section.title) continue;
            // Both list the same struct in the same order; rows are looked up near their own place.
            std::size_t at = 0;
            for (RawSection::Row& row : section.rows) {
                std::size_t found = at;
                while (found < old.rows.size() && old.rows[found].field.path != row.field.path) {
                    ++found;
                }
                if (found == old.rows.size()) continue;
                row.changed = old.rows[found].field.text != row.field.text;
                at = found + 1;
            }
        }
    }
}

// Who gave a command, and in which words, the world does not know; the lesson and the branch do.
void tell_command(Frame const& frame, EventId id, InspectorView& view) {
    TracedEvent const* event = frame.trace.find(id);
    if (event == nullptr || event->kind != EventKind::command) return;
    std::string const plain = describe_event(*event, frame.who);
    for (InspectorSection& section : view.sections) {
        for (InspectorField& field : section.fields) {
            if (field.name == plain) field.name = describe_event(*event, frame);
        }
    }
}

}  // namespace

InspectorView inspect(Frame const& frame, Selection const& selection, bool with_raw) {
    Instant const now{frame.world, frame.trace, frame.who};
    InspectorView view = at_instant(now, selection);
    if (!view.exists) return view;
    if (with_raw) view.raw = raw_fields(now, selection);
    if (frame.previous != nullptr && frame.previous != &frame.world) {
        Instant const before{*frame.previous, frame.trace, frame.who};
        mark_changes(view, at_instant(before, selection));
        if (with_raw) mark_changes(view.raw, raw_fields(before, selection));
    }
    if (auto const* selected = std::get_if<SelectedEvent>(&selection)) {
        tell_command(frame, selected->event, view);
    }
    return view;
}

}  // namespace highwater::gui
