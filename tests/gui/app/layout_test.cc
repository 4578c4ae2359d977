// Every stage of every lesson at the sizes and scales that classes have: no letter over another,
// none cut off at an edge, none over the edge of its card; and on a laptop, a screen and a
// projector no number and no state is shortened, on the first two no name of a partition or node.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "gui/view/partition_state.h"
#include "tests/gui/app/desk.h"

namespace highwater::gui {
namespace {

constexpr Screen kScreens[] = {{1280, 720, 1},     {1920, 1080, 1},    {1280, 720, 1.5F},
                               {1920, 1080, 1.5F}, {1920, 1080, 2.5F}, {1280, 720, 2.5F}};

struct NamedStage {
    char const* name;
    Stage stage;
};
constexpr NamedStage kStages[] = {{"cluster", Stage::cluster}, {"partitions", Stage::partitions},
                                  {"groups", Stage::groups},   {"sequence", Stage::sequence},
                                  {"events", Stage::events},   {"compare", Stage::compare}};

bool is_digit(char letter) { return std::isdigit(static_cast<unsigned char>(letter)) != 0; }

// A sentence is told in full elsewhere: in the inspector, in the story, in a list of its own.
bool is_sentence(std::string const& text) { return text.size() > 60 || text.back() == '.'; }

// “12,3…” for 12,345: what is left reads as another number.
bool breaks_number(PlacedText const& text) {
    std::size_t const shown = text.text.size() - std::string_view{"…"}.size();
    return shown > 0 && shown < text.whole.size() && is_digit(text.whole[shown - 1]) &&
           (is_digit(text.whole[shown]) || text.whole[shown] == ',' || text.whole[shown] == '.');
}

// Words that tell how something is; alone on their place they must be read to the end.
constexpr char const* kStates[] = {"leader",        "follower", "in sync",  "out of sync",
                                   "dead",          "fenced",   "paused",   "no leader",
                                   "leader dead",   "offline",  "starting", "under-replicated",
                                   "under min ISR", "Stable",   "Empty",    "lost",
                                   "acknowledged",  "at risk",  "HW",       "LEO",
                                   "epoch",         "ISR"};

bool is_state(std::string const& text) {
    for (char const* state : kStates) {
        if (text.starts_with(state)) return true;
    }
    return false;
}

// What stands alone as a number: "12,345", "HW = LEO 106", "118 acknowledged".
bool is_number(std::string const& text) {
    std::size_t digits = 0;
    for (char const letter : text) digits += is_digit(letter) ? 1 : 0;
    return digits * 2 >= text.size();
}

struct Faults {
    std::set<std::string> told;

    void add(char const* what, std::string const& text, std::string const& where) {
        if (told.size() > 60) return;
        told.insert(std::string{what} + " “" + text + "” (" + where + ")");
    }
};

// What a learner tells things apart by. Of Kafka's own topics the number alone does.
std::set<std::string> names_in(Frame const& frame) {
    std::set<std::string> names;
    for (Process const& process : frame.world.nodes) {
        if (!process.tool) names.insert(frame.who.node(process.id));
    }
    for (ListedPartition const& each : list_partitions(ServerIndex{frame.world})) {
        if (!each.is_internal) names.insert(frame.who.partition(each.id));
    }
    return names;
}

// A fault is told once, with the first place where it was seen.
void look(LayoutProbe const& probe, std::set<std::string> const& names, std::string const& where,
          Screen const& screen, Faults& faults) {
    for (TextPair const& pair : probe.overlaps()) {
        faults.add("overlap", pair.first.text + "” and “" + pair.second.text, where);
    }
    for (PlacedText const& text : probe.clipped()) faults.add("clipped", text.text, where);
    for (PlacedText const& text : probe.off_their_card()) faults.add("off card", text.text, where);
    for (PlacedText const& text : probe.smaller_than(12.9F * screen.scale)) {
        faults.add("small", text.text, where);
    }
    for (PlacedText const& text : probe.cut_flat()) faults.add("cut flat", text.text, where);
    // With less room than on a laptop or a projector, an ellipsis says that there is more.
    if (screen.scale > (screen.height < 1080 ? 1.0F : 1.5F)) return;
    for (PlacedText const& text : probe.cut_short()) {
        if (text.whole.empty() || is_sentence(text.whole)) continue;
        bool const is_name = screen.scale <= 1 && names.contains(text.whole);
        bool const matters =
            is_name || breaks_number(text) || is_state(text.whole) || is_number(text.whole);
        if (matters) faults.add("shortened", text.whole + "” to “" + text.text, where);
    }
}

class Layout : public testing::TestWithParam<Screen> {};

TEST_P(Layout, NoNumberAndNoStateIsShortenedAndNothingOverlaps) {
    Screen const screen = GetParam();
    Desk desk{screen, false};
    Faults faults;
    int nth = 0;
    for (std::string const& path : all_lessons()) {
        App app{options_for(path)};
        Duration const whole = app.player().scenario().duration;
        std::string const name = std::filesystem::path{path}.stem().string();
        for (int const tenth : {nth % 3, 3 + nth % 3, 7 + nth % 3}) {
            app.player().seek(Time{} + whole * tenth / 10);
            app.player().finish();
            for (NamedStage const& each : kStages) {
                app.ui().stage = each.stage;
                char const* selected = (nth + tenth) % 2 == 0 ? "broker-1" : "orders-0";
                app.ui().selection = {};
                if (tenth % 3 != 0) {
                    app.ui().selection = find_by_name(app.player().timeline().world(), selected);
                }
                for (int i = 0; i < 2; ++i) desk.draw(app);
                LayoutProbe probe;
                desk.draw(app);
                look(probe, names_in(app.player().frame()),
                     name + " " + each.name + " at " + std::to_string(tenth) + "/10", screen,
                     faults);
            }
        }
        ++nth;
    }
    for (std::string const& fault : faults.told) ADD_FAILURE() << fault;
}

std::string name_of_screen(testing::TestParamInfo<Screen> const& info) {
    return std::to_string(info.param.height) + "p" +
           std::to_string(static_cast<int>(info.param.scale * 100));
}

INSTANTIATE_TEST_SUITE_P(Screens, Layout, testing::ValuesIn(kScreens), name_of_screen);

// However long the task of a challenge is, what ends it can be seen.
TEST(Challenges, HandInIsSeenWithoutScrolling) {
    for (Screen const& screen : {Screen{1920, 1080, 1}, Screen{1280, 720, 1}}) {
        for (std::string const& path : all_lessons()) {
            if (path.find("challenges") == std::string::npos) continue;
            App app{options_for(path)};
            Desk desk{screen, false};
            for (int i = 0; i < 3; ++i) desk.draw(app);
            LayoutProbe probe;
            desk.draw(app);
            auto const seen = [&](std::string const& text) {
                return std::any_of(probe.texts().begin(), probe.texts().end(),
                                   [&](auto const& each) {
                                       Rect const visible = cut_to(each.rect, each.clip);
                                       return each.text.starts_with(text) &&
                                              visible.height() >= each.rect.height();
                                   });
            };
            EXPECT_TRUE(seen("Hand in")) << path << " on " << screen.height;
            // And all of the task, whose end the goals come after.
            app.player().seek(Time{} + seconds(20));
            app.player().finish();
            for (int i = 0; i < 2; ++i) desk.draw(app);
            probe.reset();
            desk.draw(app);
            EXPECT_TRUE(seen("GOALS")) << path << " on " << screen.height;
        }
    }
}

}  // namespace
}  // namespace highwater::gui
