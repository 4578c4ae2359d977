// The smallest scenario that still shows the same thing: takes steps, clients, topics, brokers and
// time away as long as it does. Greedy, over the text of the file, so that what stays stays as it
// was written.
#pragma once

#include <functional>
#include <string>

namespace highwater {

// `shows` says whether a text still does; it must be true of the one that is given.
std::string minimise(std::string text, std::function<bool(std::string const&)> const& shows);

}  // namespace highwater
