#include "network/network.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "base/check.h"
#include "base/draw.h"

namespace highwater {

namespace {

NetworkPort const* find_port(Network const& network, NodeId node) {
    auto const index = static_cast<std::size_t>(node.value);
    return node.value >= 0 && index < network.ports.size() ? &network.ports[index] : nullptr;
}

template <class T, class... Other>
inline constexpr bool is_one_of = (std::is_same_v<T, Other> || ...);

std::uint64_t key_of(NodeId from, NodeId to) {
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(from.value)) << 32 |
           static_cast<std::uint32_t>(to.value);
}

// Isolated ends reach nobody; islands reach themselves.
bool reach_each_other(NetworkPort const& source, NetworkPort const& target) {
    return !source.is_isolated && !target.is_isolated && source.island == target.island;
}

// Connections are told apart only where that shows: they overtake each other, or the losses of one
// must not hold up another. Until all that left meanwhile is there they stay apart.
void choose_order(Link& link, Time now) {
    constexpr auto kChannels = static_cast<std::size_t>(Channel::whole_link);
    bool const is_apart = link.reordering.us != 0 || link.loss_ppm != 0;
    if (is_apart && link.last_arrivals.empty()) {
        link.last_arrivals.assign(kChannels, link.last_arrival);
    } else if (!is_apart && link.last_arrival <= now) {
        link.last_arrivals.clear();
    }
}

constexpr bool carries_answers(std::size_t channel) {
    auto const known = static_cast<Channel>(channel);
    return known == Channel::answers || known == Channel::quorum_answers ||
           known == Channel::controller_answers;
}

// The next connection waits for nothing that this one still had to send again.
void forget_order(Link& link, bool answers) {
    if (link.last_arrivals.empty()) return;
    for (std::size_t i = 0; i < link.last_arrivals.size(); ++i) {
        if (carries_answers(i) == answers) link.last_arrivals[i] = Time{INT64_MIN};
    }
    link.last_arrival = *std::max_element(link.last_arrivals.begin(), link.last_arrivals.end());
}

// The client's connection to the server is no more: a new one takes its place.
void end_connection(Network& network, NodeId client, NodeId server) {
    Link& link = link_between(network, client, server);
    ++link.connection;
    link.is_open = false;
    forget_order(link, false);
    if (find_link(network, server, client) != nullptr) {
        forget_order(link_between(network, server, client), true);
    }
}

// When it may arrive without overtaking what its connection carried before; and notes it.
Time keep_order(Link& link, Channel channel, Time arrival) {
    if (link.last_arrivals.empty() || channel == Channel::whole_link) {
        arrival = std::max(arrival, link.last_arrival);
        for (Time& last : link.last_arrivals) last = arrival;
    } else {
        Time& last = link.last_arrivals[static_cast<std::size_t>(channel)];
        arrival = std::max(arrival, last);
        last = arrival;
    }
    link.last_arrival = std::max(link.last_arrival, arrival);
    return arrival;
}

// How much longer a packet takes when connections overtake each other.
Duration reordering_delay(Link const& link, std::uint64_t seed, std::uint64_t key) {
    if (link.reordering.us == 0) return {};
    return between(draw(seed, Draw::reordering, key, link.messages), {}, link.reordering);
}

// How long the packet's losses hold it up.
Duration retransmission_delay(Link const& link, std::uint64_t seed, std::uint64_t key) {
    Duration delay;
    if (link.loss_ppm <= 0) return delay;
    Duration timeout = kRetransmissionTimeout;
    for (std::int32_t attempt = 0; attempt < kRetransmissions; ++attempt) {
        std::uint64_t const nth = link.messages * 16 + static_cast<std::uint64_t>(attempt);
        auto const million = below(draw(seed, Draw::loss, key, nth), 1'000'000);
        if (static_cast<std::int32_t>(million) >= link.loss_ppm) break;
        delay = delay + timeout;
        timeout = std::min(timeout * 2, seconds(120));
    }
    return delay;
}

// Keeps the packets that are none, returns the messages.
std::vector<Delivery> take_messages(std::vector<Packet>& held, bool answers) {
    std::vector<Delivery> taken;
    std::vector<Packet> kept;
    for (Packet& packet : held) {
        auto* delivery = std::get_if<Delivery>(&packet);
        if (delivery != nullptr && is_response(delivery->envelope.message) == answers) {
            taken.push_back(std::move(*delivery));
        } else {
            kept.push_back(std::move(packet));
        }
    }
    held = std::move(kept);
    return taken;
}

}  // namespace

NetworkPort& port_of(Network& network, NodeId node) {
    CHECK(node.value >= 0);
    auto const index = static_cast<std::size_t>(node.value);
    if (index >= network.ports.size()) network.ports.resize(index + 1);
    return network.ports[index];
}

Link& link_between(Network& network, NodeId from, NodeId to) {
    NetworkPort& port = port_of(network, from);
    auto const receiver = static_cast<std::size_t>(to.value);
    if (receiver >= port.places.size()) {
        CHECK(to.value >= 0);
        port.places.resize(receiver + 1, -1);
    }
    std::int32_t& place = port.places[receiver];
    if (place < 0) {
        place = static_cast<std::int32_t>(port.links.size());
        port.links.emplace_back();
        port.links.back().to = to;
    }
    return port.links[static_cast<std::size_t>(place)];
}

Link const* find_link(Network const& network, NodeId from, NodeId to) {
    NetworkPort const* port = find_port(network, from);
    auto const receiver = static_cast<std::size_t>(to.value);
    if (port == nullptr || receiver >= port->places.size()) return nullptr;
    std::int32_t const place = port->places[receiver];
    return place < 0 ? nullptr : &port->links[static_cast<std::size_t>(place)];
}

bool is_blocked(Network const& network, NodeId from, NodeId to) {
    if (from == to) return false;
    static NetworkPort const kUntouched{};
    NetworkPort const* source = find_port(network, from);
    NetworkPort const* target = find_port(network, to);
    if (!reach_each_other(source == nullptr ? kUntouched : *source,
                          target == nullptr ? kUntouched : *target)) {
        return true;
    }
    Link const* link = find_link(network, from, to);
    return link != nullptr && (link->is_cut || link->is_clogged);
}

Channel channel_of(Message const& message) {
    bool const is_answer = is_response(message);
    return std::visit(
        [&]<class M>(M const&) {
            if constexpr (is_one_of<M, VoteRequest, VoteResponse, BeginQuorumEpochRequest,
                                    BeginQuorumEpochResponse, EndQuorumEpochRequest,
                                    EndQuorumEpochResponse, RaftFetchRequest, RaftFetchResponse>) {
                return is_answer ? Channel::quorum_answers : Channel::quorum_requests;
            } else if constexpr (is_one_of<M, BrokerRegistrationRequest, BrokerRegistrationResponse,
                                           BrokerHeartbeatRequest, BrokerHeartbeatResponse,
                                           AlterPartitionRequest, AlterPartitionResponse>) {
                return is_answer ? Channel::controller_answers : Channel::controller_requests;
            } else {
                return is_answer ? Channel::answers : Channel::requests;
            }
        },
        message);
}

void set_reordering(Link& link, Duration by) { link.reordering = by; }

std::optional<Time> route(Network& network, std::uint64_t seed, NodeId from, NodeId to, Time now,
                          Channel channel) {
    NetworkPort const& target = port_of(network, to);
    Duration const target_delay = target.extra_delay;
    Link& link = link_between(network, from, to);
    NetworkPort const& source = port_of(network, from);
    Duration latency = kLoopbackLatency;
    if (from != to) {
        if (link.is_cut || link.is_clogged) return std::nullopt;
        if (!reach_each_other(source, port_of(network, to))) return std::nullopt;
        std::uint64_t const key = key_of(from, to);
        ++link.messages;
        latency = between(draw(seed, Draw::latency, key, link.messages), network.latency_min,
                          network.latency_max) +
                  source.extra_delay + target_delay + link.extra_delay +
                  retransmission_delay(link, seed, key) + reordering_delay(link, seed, key);
    }
    choose_order(link, now);
    return keep_order(link, channel, now + latency);
}

std::uint32_t connection_of(Network& network, Envelope const& envelope) {
    if (is_response(envelope.message)) {
        return link_between(network, envelope.to, envelope.from).seen;
    }
    Link& link = link_between(network, envelope.from, envelope.to);
    link.is_open = true;
    return link.connection;
}

Arrival arrive(Network& network, Delivery const& delivery, bool receiver_is_alive) {
    Envelope const& envelope = delivery.envelope;
    if (is_response(envelope.message)) {
        Link const& client = link_between(network, envelope.to, envelope.from);
        bool const open = receiver_is_alive && delivery.connection == client.connection;
        return open ? Arrival::accepted : Arrival::connection_closed;
    }
    Link& client = link_between(network, envelope.from, envelope.to);
    if (delivery.connection <= client.refused) return Arrival::refused_silently;
    if (!receiver_is_alive) {
        client.refused = delivery.connection;
        return Arrival::refused;
    }
    // Connections can overtake each other: answers go back on the youngest one.
    client.seen = std::max(client.seen, delivery.connection);
    return Arrival::accepted;
}

std::vector<Delivery> close_connection(Network& network, NodeId client, NodeId server) {
    end_connection(network, client, server);
    return take_messages(link_between(network, client, server).held, false);
}

std::optional<PeerDisconnected> hang_up(Network& network, NodeId server, NodeId client) {
    if (find_link(network, client, server) == nullptr) return std::nullopt;
    Link& link = link_between(network, client, server);
    if (!link.is_open || link.refused >= link.connection) return std::nullopt;
    link.refused = link.connection;
    return PeerDisconnected{client, server, link.connection};
}

bool disconnect(Network& network, PeerDisconnected const& event) {
    Link const& link = link_between(network, event.node, event.peer);
    if (link.connection != event.connection) return false;
    end_connection(network, event.node, event.peer);
    return true;
}

std::vector<Delivery> end_process(Network& network, NodeId node,
                                  std::vector<PeerDisconnected>& resets) {
    std::vector<Delivery> lost;
    for (Link& link : port_of(network, node).links) {
        end_connection(network, node, link.to);
        for (bool const answers : {false, true}) {
            for (Delivery& held : take_messages(link.held, answers))
                lost.push_back(std::move(held));
        }
    }
    for (std::size_t client = 0; client < network.ports.size(); ++client) {
        NodeId const id{static_cast<std::int32_t>(client)};
        if (id == node) continue;
        if (auto const reset = hang_up(network, node, id)) resets.push_back(*reset);
    }
    return lost;
}

std::vector<Packet> release_held(Link& link) { return std::exchange(link.held, {}); }

}  // namespace highwater
