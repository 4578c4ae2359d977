// What only the active controller can do is forwarded to it, and its answer goes back to the tool
// (KIP-590; Kafka: ForwardingManager). An answer of a controller that no longer leads is not passed
// on: the request waits for the next one.
#include <algorithm>
#include <utility>

#include "base/check.h"
#include "broker/replicas.h"

namespace highwater {

namespace {
constexpr Duration kRetryBackoff = milliseconds(100);
constexpr Duration kPatience = seconds(60);

Forwarded* find_forward(Broker& self, std::uint64_t number) {
    for (Forwarded& one : self.forwards.waiting) {
        if (one.number == number) return &one;
    }
    return nullptr;
}

void drop(Broker& self, std::uint64_t number) {
    auto& waiting = self.forwards.waiting;
    waiting.erase(std::remove_if(waiting.begin(), waiting.end(),
                                 [&](Forwarded const& one) { return one.number == number; }),
                  waiting.end());
}

// Nothing else is ever kept here.
template <class Other>
void try_send(Broker&, Forwarded&, Other const&, Effects&) {
    CHECK(false && "not forwarded");
}

template <ForwardedRequest Request>
void try_send(Broker& self, Forwarded& one, Request const& request, Effects& out) {
    if (out.now() >= one.deadline) {
        if (one.client != kNoNode) {
            out.reply(one.client, one.correlation_id,
                      error_response(request, ErrorCode::request_timed_out));
        }
        one.number = 0;  // done; swept by the caller
        return;
    }
    if (self.controller.node == kNoNode) return;
    one.is_in_flight = true;
    ask(self, self.controller.node, request, milliseconds(self.config->request_timeout_ms),
        one.number, out);
}

}  // namespace

void forward(Broker& self, NodeId client, CorrelationId correlation_id, Message request,
             Effects& out) {
    Forwarded one;
    one.client = client;
    one.correlation_id = correlation_id;
    one.deadline = out.now() + kPatience;
    one.number = self.forwards.next_number++;
    one.request = std::move(request);
    self.forwards.waiting.push_back(std::move(one));
    send_forwards(self, out);
}

void send_forwards(Broker& self, Effects& out) {
    bool must_wait = false;
    for (Forwarded& one : self.forwards.waiting) {
        if (one.is_in_flight) continue;
        std::visit([&](auto const& request) { try_send(self, one, request, out); }, one.request);
        must_wait = must_wait || (one.number != 0 && !one.is_in_flight);
    }
    drop(self, 0);
    if (must_wait) out.arm(kForwardRetry, kRetryBackoff);
}

void on_forward_failed(Broker& self, std::uint64_t number, Effects& out) {
    Forwarded* one = find_forward(self, number);
    if (one == nullptr) return;
    one->is_in_flight = false;
    out.arm(kForwardRetry, kRetryBackoff);
}

void pass_back(Broker& self, Envelope const& from, Message response, bool is_from_deposed,
               Effects& out) {
    auto const asked = self.pending.take(from.correlation_id);
    if (!asked) return;
    Forwarded* one = find_forward(self, asked->context);
    if (one == nullptr) return;
    if (is_from_deposed) {
        on_forward_failed(self, asked->context, out);
        return;
    }
    if (one->client != kNoNode) out.reply(one->client, one->correlation_id, std::move(response));
    drop(self, asked->context);
}

}  // namespace highwater
