// Forms that are typed in: a record that is sent, a config that gets another value.
#include <imgui.h>

#include "gui/app.h"
#include "gui/view/cluster.h"
#include "gui/view/configs.h"
#include "gui/view/record_form.h"

namespace highwater::gui {

bool App::types_form() const { return ui_.types_record() || ui_.types_config(); }

// Tab goes from line to line, Enter does what the form says.
void App::press_form(KeyPress const& press) {
    if (ui_.types_record()) {
        if (press.is(Key::tab)) ui_.record.types = (ui_.record.types + 1) % RecordForm::lines;
        if (press.is(Key::enter)) send_record();
    } else if (press.is(Key::enter)) {
        give_config();
    }
}

void App::send_record() {
    std::string const phrase = produce_phrase(frame(), ui_);
    if (!phrase.empty()) run(phrase);
}

// The form takes the keys; on a low stage the records come in the partitions' place.
void App::write_record() {
    if (ui_.lecture) return say("Records are written outside of lecture mode: F11 leaves it.");
    if (selected_partition(ui_.selection).partition < 0) {
        return say("Select a partition first: E writes a record to it.");
    }
    show_stage(Stage::partitions);
    ui_.stop_typing();
    ui_.shows_map = false;
    ui_.shows_records = true;
    ui_.record.types = RecordForm::key;
    // On a very narrow window what is selected would lie over the form.
    ImVec2 const size = ImGui::GetIO().DisplaySize;
    DashboardPlaces const places = places_of(size.x, size.y, scale_shown_, ui_);
    if (!is_empty(places.right) && places.right.left < places.stage.right) ui_.show_right = false;
}

void App::give_config() {
    ConfigChange const change =
        config_change(frame(), ui_.selection, ui_.config.name, ui_.config.value);
    // The line stays: what is refused is mended there.
    if (!change.phrase.empty()) return carry_out(CallTool{change.phrase});
    if (change.against.empty()) return say("A client's config needs a value to be compared with.");
    ui_.config.name.clear();
    carry_out(CompareAgainst{change.against});
}

}  // namespace highwater::gui
