#include "tests/tidy/room_order.h"

#include <sstream>

namespace highwater::tidy {

RoomOrder read_room_order(std::string_view cmake) {
    constexpr std::string_view kCall = "highwater_room(";
    RoomOrder order;
    std::istringstream lines{std::string{cmake}};
    for (std::string line; std::getline(lines, line);) {
        std::size_t const call = line.find(kCall);
        if (call == std::string::npos || line.find_first_not_of(" \t") != call) continue;
        std::istringstream words{
            line.substr(call + kCall.size(), line.find(')') - call - kCall.size())};
        std::string room;
        words >> room;
        auto& left = order[room];
        bool deps = false;
        for (std::string word; words >> word;) {
            if (word == "DEPS") {
                deps = true;
            } else if (deps) {
                left.insert(word);
                left.insert(order[word].begin(), order[word].end());
            }
        }
    }
    return order;
}

}  // namespace highwater::tidy
