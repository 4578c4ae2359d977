// How long something took and how fast time runs, as the time bar writes it.
#pragma once

#include <cstdint>
#include <string>

#include "base/time.h"

namespace highwater::gui {

// "3.1 s", "450 ms".
std::string short_duration(Duration duration);
// "×1", "×20", "×1/1000".
std::string speed_words(std::int64_t speed_ppm);
// One notch faster or slower: 1, 2, 5, 10 … and their inverses.
std::int64_t next_speed(std::int64_t speed_ppm, bool faster);

}  // namespace highwater::gui
