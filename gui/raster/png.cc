#include "gui/raster/png.h"

#include <png.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace highwater::gui {
namespace {

// libpng's simple interface: errors come back as a message, never as a jump.
struct PngImage : png_image {
    PngImage() : png_image{} {
        version = PNG_IMAGE_VERSION;
        format = PNG_FORMAT_RGBA;
    }
    PngImage(PngImage const&) = delete;
    PngImage& operator=(PngImage const&) = delete;
    ~PngImage() { png_image_free(this); }
};

}  // namespace

Expected<std::string> png_of(Image const& image) {
    PngImage png;
    png.width = static_cast<png_uint_32>(image.width);
    png.height = static_cast<png_uint_32>(image.height);
    png_alloc_size_t size = 0;
    // The first call only tells how long it becomes.
    bool const is_measured =
        png_image_write_to_memory(&png, nullptr, &size, 0, image.rgba.data(), 0, nullptr) != 0;
    std::string bytes(is_measured ? size : 0, '\0');
    bool const is_made =
        is_measured &&
        png_image_write_to_memory(&png, bytes.data(), &size, 0, image.rgba.data(), 0, nullptr) != 0;
    if (!is_made) return Problem{std::string{"cannot make a picture: "} + png.message, ""};
    bytes.resize(size);
    return bytes;
}

Expected<Written> write_png(std::string const& path, Image const& image) {
    PngImage png;
    png.width = static_cast<png_uint_32>(image.width);
    png.height = static_cast<png_uint_32>(image.height);
    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (file == nullptr) {
        return Problem{"cannot write " + path + ": " + std::strerror(errno),
                       "choose a folder that exists and may be written"};
    }
    bool const written =
        png_image_write_to_stdio(&png, file, 0, image.rgba.data(), 0, nullptr) != 0;
    bool const closed = std::fclose(file) == 0;
    if (!written || !closed) {
        return Problem{"cannot write " + path + ": " +
                           (written ? std::strerror(errno) : static_cast<char const*>(png.message)),
                       "is the disk full?"};
    }
    return Written{};
}

Expected<Image> read_png(std::string const& path) {
    constexpr png_uint_32 kLargest = 16384;
    PngImage png;
    if (png_image_begin_read_from_file(&png, path.c_str()) == 0) {
        return Problem{"cannot read " + path + ": " + png.message, "is it a PNG file?"};
    }
    if (png.width > kLargest || png.height > kLargest) {
        return Problem{path + " is larger than 16384 pixels", "give a smaller picture"};
    }
    png.format = PNG_FORMAT_RGBA;
    Image image{static_cast<int>(png.width), static_cast<int>(png.height)};
    if (png_image_finish_read(&png, nullptr, image.rgba.data(), 0, nullptr) == 0) {
        return Problem{"cannot read " + path + ": " + png.message, "is it a whole PNG file?"};
    }
    return image;
}

}  // namespace highwater::gui
