// A throttled client's connection is not read until its time is over (KIP-219; Kafka:
// SocketServer.Processor, ThrottledChannel). A client that was told so sends nothing meanwhile;
// what it had sent before, and what one sends that waits for no answers, stays unread.
#include <algorithm>
#include <utility>

#include "base/check.h"
#include "broker/broker.h"

namespace highwater {

namespace {
auto find_muted(std::vector<MutedChannel>& muted, NodeId client) {
    return std::find_if(muted.begin(), muted.end(),
                        [&](MutedChannel const& one) { return one.client == client; });
}

// Clients have a connection of their own for the coordinator of their group.
struct GoesToCoordinator {
    template <GroupRequest Request>
    bool operator()(Request const&) const {
        return true;
    }
    template <class Other>
    bool operator()(Other const&) const {
        return false;
    }
};

struct Reading {
    Broker& self;
    Envelope const& from;
    Effects& out;
    template <class Request>
    void operator()(Request const& request) const {
        if constexpr (requires { handle(self, from, request, out); }) {
            handle(self, from, request, out);
        } else {
            CHECK(false && "no request to a broker");
        }
    }
};
}  // namespace

bool is_readable(Broker const& self, Envelope const& envelope) {
    auto const& muted = self.quotas.clients.muted;
    bool const is_muted = std::any_of(muted.begin(), muted.end(), [&](MutedChannel const& one) {
        return one.client == envelope.from;
    });
    return !is_muted || is_response(envelope.message) ||
           std::visit(GoesToCoordinator{}, envelope.message);
}

void keep_unread(Broker& self, Envelope const& envelope) {
    find_muted(self.quotas.clients.muted, envelope.from)->unread.push_back(envelope);
}

// What it reads may throttle the client again: then the rest stays where it is.
void unmute(Broker& self, NodeId client, Effects& out) {
    auto& muted = self.quotas.clients.muted;
    auto const ended = find_muted(muted, client);
    if (ended == muted.end() || ended->until > out.now()) return;
    std::vector<Envelope> unread = std::move(ended->unread);
    muted.erase(ended);
    for (std::size_t i = 0; i < unread.size(); ++i) {
        auto const again = find_muted(muted, client);
        if (again != muted.end()) {
            unread.erase(unread.begin(), unread.begin() + static_cast<std::ptrdiff_t>(i));
            again->unread = std::move(unread);
            return;
        }
        std::visit(Reading{self, unread[i], out}, unread[i].message);
    }
}

// What came over the connection that was muted is not read any more; a new one is not muted.
void forget_muted(Broker& self, NodeId client) {
    auto& muted = self.quotas.clients.muted;
    if (muted.empty()) return;
    muted.erase(std::remove_if(muted.begin(), muted.end(),
                               [&](MutedChannel const& one) { return one.client == client; }),
                muted.end());
}

}  // namespace highwater
