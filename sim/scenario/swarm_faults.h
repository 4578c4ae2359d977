// What happens in a swarm's scenario. A fault makes sense only in a world as it stands: somebody is
// alive who can be killed, a message is on its way. So the scenario is played up to each of its
// open steps, and each is decided there; its text can then be run like any other.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace highwater {

struct SwarmStep {
    std::int64_t at_ms{};
    std::string phrase;  // "": not decided yet
};
using Steps = std::vector<SwarmStep>;

// Who is there, for what tools can be asked to do.
struct SwarmCast {
    std::uint64_t number{};
    std::vector<std::int64_t> partitions;  // of topic0, topic1 …
    std::vector<std::int64_t> members;     // of group0, group1 …
    std::int64_t brokers{};
    bool has_controllers{};  // else the brokers are the voters
};

// `head` is the scenario but for its steps, which are in the order of time.
void decide(Steps& steps, std::string const& head, SwarmCast const& cast);
std::string text_of(Steps const& steps);

}  // namespace highwater
