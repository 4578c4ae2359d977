// A run as a comic strip: its key frames, what is said and done in each, what happened until then,
// and why. With pictures where there is a window to draw them.
#pragma once

#include <string>
#include <vector>

#include "scenario/scenario.h"

namespace highwater {

struct StoryFrame {
    Time at;
    std::vector<std::string> says;
    std::vector<std::string> asks;
    std::vector<std::string> commands;  // done at this instant
    std::vector<std::string> happened;  // since the frame before
    std::int32_t more_happened{};       // and so many things that are left out
    std::vector<std::string> why;       // of the last of them: the effect first
    std::string png;                    // the picture's bytes; empty: there is none
};

// One for each instant at which the lesson says, asks or does something, and for its end.
std::vector<StoryFrame> storyboard(Scenario const& scenario);

std::string storyboard_html(Scenario const& scenario, std::vector<StoryFrame> const& frames);

}  // namespace highwater
