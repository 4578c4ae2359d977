// View models are made once for each revision of the frame, not once for each picture of it.
#pragma once

#include "gui/frame.h"

namespace highwater::gui {

// What a frame shows. The history hash tells two runs with the same revision apart.
struct FrameKey {
    World const* world{};
    std::uint64_t revision{};
    std::uint64_t history_hash{};
    std::int64_t now_us{-1};
    bool playing{};

    friend bool operator==(FrameKey const& a, FrameKey const& b) {
        return a.world == b.world && a.revision == b.revision && a.history_hash == b.history_hash &&
               a.now_us == b.now_us && a.playing == b.playing;
    }
};
inline FrameKey key_of(Frame const& frame) {
    return {&frame.world, frame.revision, frame.world.history_hash, frame.world.now.us,
            frame.cursor.playing};
}

// A view model and what it was made for. `About` is what else it depends on, besides the frame.
template <class View, class About>
class ViewCache {
public:
    template <class Make>
    View const& get(Frame const& frame, About const& about, Make&& make) {
        FrameKey const key = key_of(frame);
        if (!is_made_ || !(key == key_) || !(about == about_)) {
            view_ = make();
            key_ = key;
            about_ = about;
            is_made_ = true;
        }
        return view_;
    }
    // While time runs, what is costly to make is made again only so often (seconds of real time).
    template <class Make>
    View const& get_at_leisure(Frame const& frame, About const& about, double real_time,
                               double pause, Make&& make) {
        bool const may_wait =
            is_made_ && frame.cursor.playing && about == about_ && real_time < made_at_ + pause;
        if (may_wait && real_time >= made_at_) return view_;
        bool const again = !is_made_ || !(key_of(frame) == key_) || !(about == about_);
        if (again) made_at_ = real_time;
        return get(frame, about, make);
    }

private:
    View view_{};
    FrameKey key_{};
    About about_{};
    double made_at_{};
    bool is_made_{};
};

}  // namespace highwater::gui
