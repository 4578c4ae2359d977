#include "tests/gui/views/scene.h"

#include <fstream>
#include <iterator>

#include "base/check.h"
#include "scenario/loader.h"
#include "scenario/play.h"
#include "scenario/queries.h"
#include "scenario/verbs.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

std::string const kFolder = std::string{HIGHWATER_SOURCE_DIR} + "/scenarios/";

Expected<std::string> read_text(std::string const& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) return Problem{"cannot read " + path, ""};
    return std::string{std::istreambuf_iterator<char>{file}, {}};
}

Scenario load(std::string const& name) {
    bool const is_text = name.find('\n') != std::string::npos;
    std::string const text = is_text ? name : *read_text(kFolder + name);
    std::string folder = kFolder;
    if (!is_text && name.find('/') != std::string::npos) {
        folder += name.substr(0, name.rfind('/') + 1);
    }
    LoadOptions options;
    options.read_data = [folder](std::string const& file) { return read_text(folder + file); };
    options.folders_up = is_text ? 0 : 1;
    Loaded loaded = load_scenario(is_text ? "test.toml" : name, text, options);
    CHECK(loaded.scenario.has_value());
    return std::move(*loaded.scenario);
}

}  // namespace

Scene::Scene(std::string const& scenario)
    : scenario_{load(scenario)}, timeline_{std::make_unique<Timeline>(start_world(scenario_))} {
    look();
}

void Scene::look() {
    who_ = describer_of(world());
    auto const events = timeline_->trace().events();
    if (!events.empty()) last_event_ = events.back().id;
    ++revision_;
}

void Scene::go_to(Time at) {
    timeline_->run_until(at);
    before_ = world();
    look();
}

void Scene::step() {
    before_ = world();
    timeline_->step_forward();
    look();
}

bool Scene::step_until(std::function<bool(Scene const&)> const& done, int most) {
    for (int i = 0; i < most; ++i) {
        step();
        if (done(*this)) return true;
    }
    return false;
}

void Scene::give(std::string const& phrase) {
    Names names = world().names;
    PhraseScope scope = scope_of(world(), names);
    auto parsed = parse_command(phrase, scope);
    CHECK(std::holds_alternative<Command>(parsed));
    timeline_->give(std::get<Command>(parsed), &names);
    look();
}

Frame Scene::frame() const {
    Cursor cursor;
    cursor.at = world().now;
    cursor.event = last_event_;
    cursor.nth = timeline_->event();
    cursor.known_until = world().now;
    book_.read(*timeline_, 4'000);
    extend(groups_, timeline_->trace());
    return {world(),
            &before_,
            timeline_->trace(),
            who_,
            &scenario_,
            cursor,
            expectations_,
            branches_,
            revision_,
            {},
            {},
            {},
            &book_,
            nullptr,
            &timeline_->checks(),
            nullptr,
            &groups_};
}

TopicPartition Scene::partition(std::string const& topic, std::int32_t number) const {
    return {world().names.find(topic), number};
}

NodeId Scene::node(std::string const& name) const { return find_node(world(), name); }

PanelShot shoot(Scene const& scene, UiState& ui, DrawPanel panel, Rect const& area,
                ShotOptions const& options) {
    PanelShot shot{options, {}, {}, {}};
    Offscreen screen{options};
    Theme const& theme = theme_of(options.mode);
    Requests requests;
    auto const draw = [&] {
        ImGui::SetNextWindowPos({0, 0});
        ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
        ImGui::Begin("panel", nullptr,
                     ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground);
        Canvas const canvas = canvas_here(theme, screen.fonts());
        Frame const frame = scene.frame();
        panel(canvas,
              {canvas.px(area.left), canvas.px(area.top), canvas.px(area.right),
               canvas.px(area.bottom)},
              frame, ui, requests);
        draw_context_menu(canvas, {}, frame, ui, requests);
        ImGui::End();
    };
    for (int i = 0; i < options.warm_up_frames; ++i) screen.run_frame(draw);
    LayoutProbe probe;
    shot.image = screen.picture(draw);
    for (TextPair const& pair : probe.overlaps()) {
        shot.faults.push_back("`" + pair.first.text + "` over `" + pair.second.text + "`");
    }
    for (PlacedText const& text : probe.clipped()) {
        shot.faults.push_back("`" + text.text + "` is cut off");
    }
    for (PlacedText const& text : probe.cut_short()) shot.shortened.push_back(text.whole);
    for (PlacedText const& text : probe.smaller_than(12.9F * options.scale)) {
        shot.faults.push_back("`" + text.text + "` is too small");
    }
    return shot;
}

}  // namespace highwater::gui
