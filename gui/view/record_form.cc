#include "gui/view/record_form.h"

#include "gui/view/cluster.h"

namespace highwater::gui {
namespace {

// As a phrase wants it: in quotes where it has blanks or quotes of its own; where it has both
// kinds, those within are written twice.
std::string quoted(std::string const& text) {
    if (text.find_first_of(" \t\"'") == std::string::npos) return text;
    for (char const quote : {'"', '\''}) {
        if (text.find(quote) == std::string::npos) return quote + text + quote;
    }
    std::string twice = "\"";
    for (char const c : text) twice.append(c == '"' ? 2 : 1, c);
    return twice + '"';
}

}  // namespace

std::string produce_phrase(Frame const& frame, UiState const& ui) {
    TopicPartition const partition = selected_partition(ui.selection);
    if (partition.partition < 0) return {};
    std::string phrase = "produce 1 to " + frame.who.partition(partition);
    std::string const key = quoted(ui.record.texts[RecordForm::key]);
    std::string const value = quoted(ui.record.texts[RecordForm::value]);
    if (!key.empty()) phrase += " key=" + key;
    if (!value.empty()) phrase += " value=" + value;
    return phrase;
}

}  // namespace highwater::gui
