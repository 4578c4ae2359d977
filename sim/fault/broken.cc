#include "fault/broken.h"

#include <algorithm>

namespace highwater {

namespace {
bool is_broken(Link const& link) {
    return link.is_cut || link.is_clogged || link.loss_ppm != 0 || link.extra_delay.us != 0 ||
           link.reordering.us != 0;
}

bool is_broken(NetworkPort const& port) {
    return port.is_isolated || port.island != 0 || port.extra_delay.us != 0 ||
           std::any_of(port.links.begin(), port.links.end(),
                       [](Link const& link) { return is_broken(link); });
}

bool is_broken(Process const& process) {
    if (!process.is_server()) return false;
    return !process.is_alive || process.is_paused || process.clock_skew.us != 0;
}
}  // namespace

bool is_anything_broken(World const& world) {
    return std::any_of(world.nodes.begin(), world.nodes.end(),
                       [](Process const& process) { return is_broken(process); }) ||
           std::any_of(world.network.ports.begin(), world.network.ports.end(),
                       [](NetworkPort const& port) { return is_broken(port); });
}

}  // namespace highwater
