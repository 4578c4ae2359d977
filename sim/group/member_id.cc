#include "group/member_id.h"

namespace highwater {

namespace {
// Distinct between brokers, between lives of a coordinator and within one instant.
Uuid random_id(GroupCoordinator& self, CoordinatorCall& call) {
    auto const node =
        static_cast<std::uint64_t>(static_cast<std::uint32_t>(call.effects.self().value));
    auto const partition = static_cast<std::uint64_t>(static_cast<std::uint32_t>(self.partition));
    std::uint64_t const who = mix(node << 32 | partition);
    std::uint64_t const nth =
        mix(static_cast<std::uint64_t>(call.effects.now().us)) + 2 * self.next_member++;
    std::uint64_t const high = call.effects.draw(Draw::uuid, who, nth);
    std::uint64_t const low = call.effects.draw(Draw::uuid, who, nth + 1);
    return {(high & ~0xF000ULL) | 0x4000ULL, (low & 0x3FFF'FFFF'FFFF'FFFFULL) | 1ULL << 63};
}

std::string hex(Uuid id) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (std::uint64_t const word : {id.high, id.low}) {
        for (int shift = 60; shift >= 0; shift -= 4) text += kDigits[word >> shift & 0xF];
    }
    for (std::size_t const dash :
         {std::size_t{8}, std::size_t{13}, std::size_t{18}, std::size_t{23}}) {
        text.insert(dash, 1, '-');
    }
    return text;
}

std::string base64(Uuid id) {
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    std::uint32_t bits = 0;
    int count = 0;
    for (std::uint64_t const word : {id.high, id.low}) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            bits = bits << 8 | static_cast<std::uint32_t>(word >> shift & 0xFF);
            count += 8;
            while (count >= 6) {
                count -= 6;
                text += kDigits[bits >> count & 0x3F];
            }
        }
    }
    text += kDigits[bits << (6 - count) & 0x3F];
    return text;
}
}  // namespace

NameId new_member_id(GroupCoordinator& self, NameId prefix, CoordinatorCall& call) {
    std::string const front = prefix == kNoName ? std::string{} : call.effects.names().text(prefix);
    return call.effects.intern(front + "-" + hex(random_id(self, call)));
}

NameId new_plain_member_id(GroupCoordinator& self, CoordinatorCall& call) {
    return call.effects.intern(base64(random_id(self, call)));
}

}  // namespace highwater
