// highwater shot FILE --at T --out P.png: the dashboard of an instant as a picture; needs no
// display.
#include "cli/crash.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/instant.h"
#include "cli/program.h"

namespace highwater::cli {

int take_shot(InstantWish const& wish, ShotWish shot, Window const& window) {
    if (window.shot == nullptr) {
        return refuse("this highwater was built without its window, so it cannot draw",
                      "install libimgui-dev libglfw3-dev libgl-dev libpng-dev and build again");
    }
    if (shot.out.empty()) return refuse("where to?", "write --out picture.png");
    auto const scenario = open_scenario(wish.file, wish.settings);
    if (!scenario) return kBadInput;
    auto const at = read_instant("--at", wish.at, *scenario);
    if (!at) return kBadInput;
    remember_for_crash(scenario->world.seed);
    shot.at = *at;
    auto const drawn = window.shot(*scenario, shot);
    if (!drawn) return refuse(drawn.problem().message, drawn.problem().advice);
    return kGood;
}

}  // namespace highwater::cli
