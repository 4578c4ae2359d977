// What only the active controller can do is forwarded to it, and its answer goes back to the tool
// (KIP-590; Kafka: ForwardingManager). An answer of a controller that no longer leads is not passed
// on: the request waits for the next one.
#include <algorithm>
#include <utility>

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

// The answer that says "out of time" in the shape of each request.
Message timed_out(CreateTopicsRequest const& request) {
    std::vector<TopicResult> results;
    for (NewTopic const& topic : *request.topics) {
        results.push_back({topic.name, ErrorCode::request_timed_out, {}, {}});
    }
    return CreateTopicsResponse{make_payload(std::move(results))};
}
Message timed_out(DeleteTopicsRequest const& request) {
    std::vector<TopicResult> results;
    for (NameId const topic : *request.topics) {
        results.push_back({topic, ErrorCode::request_timed_out, {}, {}});
    }
    return DeleteTopicsResponse{make_payload(std::move(results))};
}
Message timed_out(ElectLeadersRequest const&) {
    return ElectLeadersResponse{ErrorCode::request_timed_out, nullptr};
}

template <class Request>
void try_send(Broker& self, Forwarded& one, Request const& request, Effects& out) {
    if (out.now() >= one.deadline) {
        if (one.client != kNoNode) {
            out.reply(one.client, one.correlation_id, timed_out(request));
        }
        one.number = 0;  // done; swept by the caller
        return;
    }
    if (self.controller.node == kNoNode) return;
    one.is_in_flight = true;
    ask(self, self.controller.node, request, milliseconds(self.config->request_timeout_ms),
        one.number, out);
}

bool is_from_deposed(std::vector<TopicResult> const& results) {
    return std::any_of(results.begin(), results.end(), [](TopicResult const& result) {
        return result.error == ErrorCode::not_controller;
    });
}

template <class Response>
void pass_back(Broker& self, Envelope const& from, Response const& response, bool is_deposed,
               Effects& out) {
    auto const asked = self.pending.take(from.correlation_id);
    if (!asked) return;
    Forwarded* one = find_forward(self, asked->context);
    if (one == nullptr) return;
    if (is_deposed) {
        on_forward_failed(self, asked->context, out);
        return;
    }
    if (one->client != kNoNode) out.reply(one->client, one->correlation_id, response);
    drop(self, asked->context);
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
        if (auto const* create = std::get_if<CreateTopicsRequest>(&one.request)) {
            try_send(self, one, *create, out);
        } else if (auto const* remove = std::get_if<DeleteTopicsRequest>(&one.request)) {
            try_send(self, one, *remove, out);
        } else if (auto const* elect = std::get_if<ElectLeadersRequest>(&one.request)) {
            try_send(self, one, *elect, out);
        }
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

void handle(Broker& self, Envelope const& from, CreateTopicsRequest const& request, Effects& out) {
    forward(self, from.from, from.correlation_id, request, out);
}
void handle(Broker& self, Envelope const& from, DeleteTopicsRequest const& request, Effects& out) {
    forward(self, from.from, from.correlation_id, request, out);
}
void handle(Broker& self, Envelope const& from, ElectLeadersRequest const& request, Effects& out) {
    forward(self, from.from, from.correlation_id, request, out);
}

void handle(Broker& self, Envelope const& from, CreateTopicsResponse const& response,
            Effects& out) {
    pass_back(self, from, response, response.topics && is_from_deposed(*response.topics), out);
}
void handle(Broker& self, Envelope const& from, DeleteTopicsResponse const& response,
            Effects& out) {
    pass_back(self, from, response, response.topics && is_from_deposed(*response.topics), out);
}
void handle(Broker& self, Envelope const& from, ElectLeadersResponse const& response,
            Effects& out) {
    pass_back(self, from, response, response.error == ErrorCode::not_controller, out);
}

}  // namespace highwater
