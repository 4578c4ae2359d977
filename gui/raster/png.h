// Pictures as PNG files. No time stamp, no text, fixed settings: the same picture is the same file.
#pragma once

#include <string>

#include "base/expected.h"
#include "gui/raster/image.h"

namespace highwater::gui {

struct Written {};

// The file's bytes.
Expected<std::string> png_of(Image const& image);
Expected<Written> write_png(std::string const& path, Image const& image);
Expected<Image> read_png(std::string const& path);

}  // namespace highwater::gui
