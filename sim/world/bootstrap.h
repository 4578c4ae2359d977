// The administrator who prepares the cluster before a lesson starts: waits until every broker of
// the scenario is unfenced, then creates its topics with the same requests that kafka-topics sends.
// So the cluster of time 0 has come about by real events.
#pragma once

#include <vector>

#include "client/connections.h"
#include "protocol/admin.h"

namespace highwater {

struct Bootstrap {
    std::vector<NodeId> brokers;        // of the scenario: all have to be there
    Cow<std::vector<NewTopic>> topics;  // still to be created
    Connections connections;
    std::int32_t turn{};  // which broker is asked next
    bool is_done{};
    static auto fields(auto& self) {
        return std::tuple{Field{"brokers", self.brokers}, Field{"topics", self.topics},
                          Field{"connections", self.connections}, Field{"turn", self.turn},
                          Field{"is_done", self.is_done}};
    }
};

Bootstrap make_bootstrap(std::vector<NodeId> brokers, std::vector<NewTopic> topics);

void start(Bootstrap& self, Effects& out);
void lose_memory(Bootstrap& self);
void request_shutdown(Bootstrap& self, Effects& out);
void on_timer(Bootstrap& self, Timer const& timer, Effects& out);
void on_disconnect(Bootstrap& self, NodeId peer, Effects& out);
void handle(Bootstrap& self, Envelope const& from, MetadataResponse const& response, Effects& out);
void handle(Bootstrap& self, Envelope const& from, CreateTopicsResponse const& response,
            Effects& out);

}  // namespace highwater
