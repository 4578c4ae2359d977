// The cells of a replica's records that can be looked at closer: how wide they are, what stands in
// them, and what the mouse does there.
#pragma once

#include "gui/ui_state.h"
#include "gui/view/partitions.h"
#include "gui/widgets/hit.h"
#include "gui/widgets/offset_bar.h"

namespace highwater::gui {

// Which offsets of a partition are shown: as far as the person went in or out, around the record
// that is selected, else the newest.
OffsetScale cells_scale(Canvas const& canvas, float width, PartitionBlock const& block,
                        UiState const& ui);
// Ctrl and the wheel, over the list: the wheel alone scrolls it.
void zoom_by_wheel(Rect const& list, UiState& ui);

// Wide cells for all records of a partition, so that what they say stands in them, where they are
// so few; else `usual`.
OffsetScale scale_for_few(Canvas const& canvas, float width, OffsetSpan const& span,
                          OffsetScale const& usual);
// Of all records of a log, the first on.
void draw_cell_texts(Canvas const& canvas, OffsetAxis const& axis, float top, OffsetBar const& bar,
                     std::vector<std::string> const& texts);
// What a record says, in its cell; nothing in one that is too narrow.
void draw_cell_text(Canvas const& canvas, OffsetAxis const& axis, float top, OffsetBar const& bar,
                    std::int64_t offset, std::string const& text);

struct RecordCells {
    Canvas const& c;
    OffsetAxis axis;
    float top;

    // In cells wide enough for it the record's key, else its value.
    void draw_words(ReplicaLine const& line, Partition const& held, Describer const& who) const;
    // A cell that is pointed at says what it is; a click selects its record, in every replica.
    void take_mouse(Hit const& hit, TopicPartition partition, ReplicaLine const& line,
                    UiState& ui) const;

private:
    Rect whole() const;
};

}  // namespace highwater::gui
