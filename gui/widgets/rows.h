// Rows of the side columns: fields of the inspector, the why chain, expectations, the story and the
// question of a lesson. Each draws from a top left corner within a width and says how tall it was.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gui/widgets/canvas.h"
#include "gui/widgets/hit.h"

namespace highwater::gui {

struct RowResult {
    float height = 0;
    Hit hit;  // of the row's link, or of the row
};

// A name, a value, and what it was before the last step. Changed rows get the yellow left bar.
struct Field {
    std::string name;
    std::string value;
    std::string note;  // right, faint: "was broker-2", "min.insync.replicas 2"
    bool changed = false;
    bool is_link = false;              // the value is an id
    Meaning meaning = Meaning::plain;  // of the value
};
RowResult field_row(Canvas const& canvas, char const* id, ImVec2 at, float width,
                    Field const& field);

// One link of a chain from effect to cause.
struct WhyItem {
    std::string head;  // "9.104 s", "because"
    std::string sentence;
    std::string event;  // "#4127"; empty = no link
    Meaning meaning = Meaning::plain;
    bool last = false;  // no line goes on to the next
};
RowResult why_item(Canvas const& canvas, char const* id, ImVec2 at, float width,
                   WhyItem const& item);

// An expectation of the scenario.
struct Lamp {
    enum class Verdict { holds, violated, waiting };
    std::string claim;
    std::string note;  // "held at 9.1 s", "is broker-2", "at 20 s"
    Verdict verdict = Verdict::waiting;
};
RowResult lamp(Canvas const& canvas, ImVec2 at, float width, Lamp const& lamp);

// A line of the lesson's story.
struct StoryLine {
    enum class When { past, now, next };
    std::string time;  // "9.1 s"
    std::string sentence;
    When when = When::past;
};
RowResult story_line(Canvas const& canvas, char const* id, ImVec2 at, float width,
                     StoryLine const& line);

// One answer to the lesson's question.
struct Answer {
    std::string key;  // "2": the key that chooses it
    std::string text;
    std::string note;                  // "true answer", "you said"
    Meaning meaning = Meaning::plain;  // in_sync: it is true; at_risk: chosen and wrong
    bool chosen = false;
};
RowResult answer_row(Canvas const& canvas, char const* id, ImVec2 at, float width,
                     Answer const& answer);
// The same on a place of its own: as wide as its one line, and as high as its lines in a width.
float answer_width(Canvas const& canvas, Answer const& answer);
float answer_height(Canvas const& canvas, Answer const& answer, float width);
Hit answer_box(Canvas const& canvas, char const* id, Rect const& rect, Answer const& answer);

// Shares of a whole, with a word under each: 118 safe · 2 unacknowledged · 0 lost.
struct Share {
    std::int64_t amount = 0;
    std::string words;
    Meaning meaning = Meaning::in_sync;
};
RowResult share_bar(Canvas const& canvas, ImVec2 at, float width, std::vector<Share> const& shares);

}  // namespace highwater::gui
