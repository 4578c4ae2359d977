// The network between processes, as TCP shows it to Kafka: what arrives arrives in order, whole and
// once; trouble shows as waiting, or as the end of a connection. It knows no World.
//
//   latency   drawn uniformly per message, plus what `slow` adds to either end or to the link
//   order     a message never overtakes an earlier one of the same ordered pair
//   loss      a lost packet is sent again after 200 ms, 400 ms, …; only its connection waits
//   reorder   packets of different connections overtake each other; one keeps its order
//   clog      nothing moves, not even what is on the wire, until it is unclogged
//   cut       the sender's kernel holds what it is given until the link heals or the connection
//             ends; what was on the wire when the link was cut still arrives
//   dead peer the connection is refused or reset: the client learns of it one latency later
#pragma once

#include <optional>
#include <vector>

#include "base/fields.h"
#include "network/packet.h"

namespace highwater {

// Everything that goes from one process to another, requests and answers alike.
struct Link {
    NodeId to{kNoNode};
    bool is_cut{};
    bool is_clogged{};
    std::int32_t loss_ppm{};
    Duration extra_delay;
    Duration reordering;       // connections may be so much apart
    std::uint64_t messages{};  // sent so far: the key of each one's draws
    Time last_arrival{INT64_MIN};
    std::vector<Time> last_arrivals;  // while connections are told apart: of each Channel
    // The connection that the link's sender opened, as client, to its receiver.
    std::uint32_t connection{1};
    bool is_open{};            // it was used
    std::uint32_t seen{};      // the last one of which the server got a request
    std::uint32_t refused{};   // the server answers neither this one nor older ones
    std::vector<Packet> held;  // by the cut or clog, in order
    static auto fields(auto& self) {
        return std::tuple{Field{"to", self.to},
                          Field{"is_cut", self.is_cut},
                          Field{"is_clogged", self.is_clogged},
                          Field{"loss_ppm", self.loss_ppm},
                          Field{"extra_delay", self.extra_delay},
                          Field{"reordering", self.reordering},
                          Field{"messages", self.messages},
                          Field{"last_arrival", self.last_arrival},
                          Field{"last_arrivals", self.last_arrivals},
                          Field{"connection", self.connection},
                          Field{"is_open", self.is_open},
                          Field{"seen", self.seen},
                          Field{"refused", self.refused},
                          Field{"held", self.held}};
    }
};

// One process's end of all its links.
struct NetworkPort {
    Duration extra_delay;
    bool is_isolated{};
    std::int32_t island{};    // only those with the same number reach each other; 0: the mainland
    std::vector<Link> links;  // in the order of their first use
    std::vector<std::int32_t> places;  // in `links`, by the receiver's NodeId; -1: none yet
    static auto fields(auto& self) {
        return std::tuple{Field{"extra_delay", self.extra_delay},
                          Field{"is_isolated", self.is_isolated}, Field{"island", self.island},
                          Field{"links", self.links}, Field{"places", self.places}};
    }
};

struct Network {
    Duration latency_min{500};
    Duration latency_max{2'000};
    std::vector<NetworkPort> ports;  // by NodeId
    std::uint32_t swizzles{};        // so far: the key of each one's draws
    static auto fields(auto& self) {
        return std::tuple{Field{"latency_min", self.latency_min},
                          Field{"latency_max", self.latency_max}, Field{"ports", self.ports},
                          Field{"swizzles", self.swizzles}};
    }
};

// Two roles of one process (a combined broker and controller) talk over the loopback interface,
// which cannot be cut, slowed or lossy.
inline constexpr Duration kLoopbackLatency = microseconds(50);
inline constexpr Duration kRetransmissionTimeout = milliseconds(200);  // Linux's least, doubling
// After so many losses in a row the packet comes through: TCP itself would give up soon
// (tcp_retries2).
inline constexpr std::int32_t kRetransmissions = 15;

NetworkPort& port_of(Network& network, NodeId node);
Link& link_between(Network& network, NodeId from, NodeId to);
Link const* find_link(Network const& network, NodeId from, NodeId to);
// Held by a cut, a clog, or the isolation of one end.
bool is_blocked(Network const& network, NodeId from, NodeId to);

// Two Kafka processes hold several connections to each other: each is client of the other, and a
// broker asks the quorum, the controller and its leaders on connections of their own.
enum class Channel : std::uint8_t {
    requests,
    answers,
    quorum_requests,
    quorum_answers,
    controller_requests,
    controller_answers,
    whole_link  // comes behind everything: the end of a connection
};
Channel channel_of(Message const& message);

// When the next thing sent from → to arrives; nothing while the link is blocked: then it has to be
// held.
std::optional<Time> route(Network& network, std::uint64_t seed, NodeId from, NodeId to, Time now,
                          Channel channel = Channel::whole_link);
// From now on (or, by 0, no longer) the link's connections take differently long.
void set_reordering(Link& link, Duration by);

// The connection a message belongs to, as its sender knows it: a request opens the client's present
// one, an answer goes back on the last one that a request came in on.
std::uint32_t connection_of(Network& network, Envelope const& envelope);

enum class Arrival : std::uint8_t {
    accepted,
    connection_closed,  // an answer on a connection that its client has closed meanwhile
    refused,            // a request to a dead process, or to the former life of this one
    refused_silently,   // as refused, and the client has been told before
};
Arrival arrive(Network& network, Delivery const& delivery, bool receiver_is_alive);

// The client gives its connection up. Requests still held are lost and returned; those on the wire
// arrive, their answers are lost.
std::vector<Delivery> close_connection(Network& network, NodeId client, NodeId server);

// The server gives a client's connection up: what is still on its way there is lost. Returns what
// the client will learn of it; none: it had none open.
std::optional<PeerDisconnected> hang_up(Network& network, NodeId server, NodeId client);

// True when the client has not closed or lost that connection before; then it has now.
bool disconnect(Network& network, PeerDisconnected const& event);

// The process ended: its own connections are closed (what it held is returned), those to it will be
// reset. Returns in `resets` the clients that have to learn of it.
std::vector<Delivery> end_process(Network& network, NodeId node,
                                  std::vector<PeerDisconnected>& resets);

// What was held and may go now, in order. `now` is not blocked any more.
std::vector<Packet> release_held(Link& link);

}  // namespace highwater
