// A visitor made of one lambda per alternative.
#pragma once

namespace highwater::gui {

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

}  // namespace highwater::gui
