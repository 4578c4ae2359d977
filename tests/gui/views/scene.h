// A lesson at an instant, as the panels see it: the engine runs it, nothing is invented.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engine/timeline.h"
#include "gui/frame.h"
#include "gui/panels/panel.h"
#include "gui/raster/image.h"
#include "gui/shot.h"
#include "gui/view/group_notes.h"
#include "gui/view/message_book.h"
#include "scenario/scenario.h"

namespace highwater::gui {

class Scene {
public:
    // A file below the scenarios folder, or a text (which holds a line break).
    explicit Scene(std::string const& scenario);

    void go_to(Time at);
    void step();  // one event
    // Steps until `done` says so, at most so many events; false when it never does.
    bool step_until(std::function<bool(Scene const&)> const& done, int most = 200'000);
    void give(std::string const& phrase);

    World const& world() const { return timeline_->world(); }
    Frame frame() const;
    Timeline const& timeline() const { return *timeline_; }
    TopicPartition partition(std::string const& topic, std::int32_t number) const;
    NodeId node(std::string const& name) const;

private:
    void look();

    Scenario scenario_;
    std::unique_ptr<Timeline> timeline_;
    World before_;
    Describer who_;
    EventId last_event_;
    std::vector<ExpectationState> expectations_;
    std::vector<BranchState> branches_;
    std::uint64_t revision_{};
    mutable MessageBook book_;
    mutable GroupNotes groups_;
};

// A panel alone on a picture, in a window as large as it.
struct PanelShot {
    ShotOptions options;
    Image image;
    std::vector<std::string> faults;     // text over text, text cut off, text too small
    std::vector<std::string> shortened;  // what an ellipsis stands in
};
PanelShot shoot(Scene const& scene, UiState& ui, DrawPanel panel, Rect const& area_at_scale_1,
                ShotOptions const& options);

}  // namespace highwater::gui
