#include "gui/known_names.h"

#include "world/lookup.h"

namespace highwater::gui {

void extend(KnownNames& known, World const& world) {
    bool const has_more =
        world.names.size() > known.names.size() || world.nodes.size() > known.nodes.size();
    if (has_more) cut(known, world);
}

void cut(KnownNames& known, World const& world) {
    known.names = world.names;
    known.nodes = highwater::describer_of(world).nodes;
}

Describer describer_of(World const& world, KnownNames const& known) {
    Describer who = highwater::describer_of(world);
    // Names and processes are only ever added, so what an id means stays.
    if (known.names.size() > world.names.size()) who.names = &known.names;
    for (std::size_t i = who.nodes.size(); i < known.nodes.size(); ++i) {
        who.nodes.push_back(known.nodes[i]);
    }
    return who;
}

}  // namespace highwater::gui
