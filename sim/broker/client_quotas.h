// How fast clients may write and read (Kafka: ClientQuotaManager, KIP-13, KIP-219). What was moved
// is measured; who is above a quota is answered at once and told how long to wait, and the broker
// reads nothing from that connection for as long. Every broker measures for itself.
#pragma once

#include <optional>
#include <vector>

#include "broker/quota.h"
#include "node/effects.h"
#include "protocol/message.h"

namespace highwater {

struct Broker;

// What is measured together: of a user, of a client id, or of one client id of a user.
struct ClientRate {
    bool by_user{};
    NameId client_id{kNoName};  // kNoName: whichever the user's clients have
    SampledBytes measured;
    static auto fields(auto& self) {
        return std::tuple{Field{"by_user", self.by_user}, Field{"client_id", self.client_id},
                          Field{"measured", self.measured}};
    }
};

// A connection that the broker does not read, and what has come in over it.
struct MutedChannel {
    NodeId client{kNoNode};
    Time until;
    std::vector<Envelope> unread;
    static auto fields(auto& self) {
        return std::tuple{Field{"client", self.client}, Field{"until", self.until},
                          Field{"unread", self.unread}};
    }
};

struct ClientQuotas {
    std::vector<ClientRate> produce;
    std::vector<ClientRate> fetch;
    std::vector<MutedChannel> muted;
    static auto fields(auto& self) {
        return std::tuple{Field{"produce", self.produce}, Field{"fetch", self.fetch},
                          Field{"muted", self.muted}};
    }
};

// All that a broker measures: of throttled partitions what it sends as leader and what it fetches,
// and its clients.
struct BrokerQuotas {
    SampledBytes leader;
    SampledBytes follower;
    ClientQuotas clients;
    static auto fields(auto& self) {
        return std::tuple{Field{"leader", self.leader}, Field{"follower", self.follower},
                          Field{"clients", self.clients}};
    }
};

// ---- measuring ----------------------------------------------------------------------------------
bool has_produce_quotas(Broker const& self);
bool has_fetch_quotas(Broker const& self);
// As Kafka 4.3 encodes them, header and body; 0 while there is no quota, and nobody measures.
std::int64_t produce_request_bytes(Broker const& self, ProduceRequest const& request,
                                   Effects const& out);
std::int64_t fetch_response_bytes(std::vector<FetchedPartition> const& partitions);

// Counts what a client wrote. Above its quota it is muted; the answer is for how many milliseconds.
std::int32_t charge_produce(Broker& self, NodeId client, NameId client_id, std::int64_t bytes,
                            Effects& out);
// The same of what it would read. Above its quota it gets nothing, so nothing is counted.
std::int32_t charge_fetch(Broker& self, NodeId client, NameId client_id, std::int64_t bytes,
                          Effects& out);
// More than this at once would be throttled even after a long silence: a fetch is cut down to it.
std::int64_t most_fetch_bytes(Broker const& self, NameId client_id, Effects const& out);

// ---- muted connections --------------------------------------------------------------------------
// Whether this message may be read now. Answers, and what goes to a coordinator, come over other
// connections.
bool is_readable(Broker const& self, Envelope const& envelope);
void keep_unread(Broker& self, Envelope const& envelope);
void unmute(Broker& self, NodeId client, Effects& out);
void forget_muted(Broker& self, NodeId client);  // its connection ended

}  // namespace highwater
