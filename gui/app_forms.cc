// Forms that are typed in: a record that is sent, a config that gets another value.
#include "gui/app.h"
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
    if (phrase.empty()) {
        return say("A text with both kinds of quotes cannot be sent from here; the console can.");
    }
    run(phrase);
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
