#include "gui/view/short_time.h"

#include "gui/view/short_text.h"

namespace highwater::gui {
namespace {

constexpr std::int64_t kReal = 1'000'000;
constexpr std::int64_t kSpeeds[] = {1'000,       2'000,       5'000,       10'000,       20'000,
                                    50'000,      100'000,     200'000,     500'000,      1'000'000,
                                    2'000'000,   5'000'000,   10'000'000,  20'000'000,   50'000'000,
                                    100'000'000, 200'000'000, 500'000'000, 1'000'000'000};

}  // namespace

std::string short_duration(Duration duration) {
    if (duration < seconds(1)) {
        std::string text = std::to_string(duration.ms());
        return text + " ms";
    }
    return tenths(Time{} + duration);
}

std::string speed_words(std::int64_t speed_ppm) {
    std::string text = "×";
    if (speed_ppm >= kReal) return text += grouped(speed_ppm / kReal);
    text += "1/";
    return text += grouped(speed_ppm > 0 ? kReal / speed_ppm : kReal);
}

std::int64_t next_speed(std::int64_t speed_ppm, bool faster) {
    std::int64_t slower_one = kSpeeds[0];
    for (std::int64_t const speed : kSpeeds) {
        if (faster && speed > speed_ppm) return speed;
        if (speed < speed_ppm) slower_one = speed;
    }
    return faster ? speed_ppm : slower_one;
}

}  // namespace highwater::gui
