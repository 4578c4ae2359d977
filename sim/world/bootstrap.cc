#include "world/bootstrap.h"

#include <algorithm>
#include <string>
#include <utility>

namespace highwater {

namespace {

constexpr Timer kRetry{TimerKind::tool, 0};
constexpr Duration kPollInterval = milliseconds(100);

NodeId next_broker(Bootstrap& self) {
    CHECK(!self.brokers.empty());
    auto const count = static_cast<std::int32_t>(self.brokers.size());
    NodeId const broker = self.brokers[static_cast<std::size_t>(self.turn % count)];
    self.turn = (self.turn + 1) % count;
    return broker;
}

void ask_who_is_there(Bootstrap& self, Effects& out) {
    NodeId const broker = next_broker(self);
    if (!can_send(self.connections, broker, out.now())) {
        out.arm(kRetry, kPollInterval);
        return;
    }
    MetadataRequest request;
    request.topics = make_payload(std::vector<NameId>{});
    send_request(self.connections, broker, std::move(request), 0, out);
}

void finish(Bootstrap& self, Effects& out) {
    self.is_done = true;
    out.exit_process();
}

// A topic that can never be created is told and given up; the lesson starts without it.
void give_up(NewTopic const& topic, TopicResult const& result, Effects& out) {
    if (!out.has_listener()) return;
    std::string const name = out.names().text(topic.name);
    std::string const why =
        std::string{name_of(result.error)} + (result.message.empty() ? "" : ": " + result.message);
    out.note(CommandRefused{make_payload("create topic " + name), make_payload(why)});
}

bool may_succeed_later(ErrorCode error) {
    return is_retriable(error) || error == ErrorCode::not_controller ||
           error == ErrorCode::invalid_replication_factor;
}

}  // namespace

Bootstrap make_bootstrap(std::vector<NodeId> brokers, std::vector<NewTopic> topics) {
    Bootstrap self;
    self.brokers = std::move(brokers);
    self.topics = Cow{std::move(topics)};
    return self;
}

void start(Bootstrap& self, Effects& out) {
    if (self.topics->empty() || self.brokers.empty()) {
        finish(self, out);
    } else {
        ask_who_is_there(self, out);
    }
}

void lose_memory(Bootstrap& self) { self.connections = Connections{}; }

void request_shutdown(Bootstrap&, Effects& out) { out.exit_process(); }

void on_timer(Bootstrap& self, Timer const& timer, Effects& out) {
    if (timer.kind == TimerKind::request_expiry) {
        if (!expire_requests(self.connections, out).empty()) out.arm(kRetry, kPollInterval);
    } else {
        ask_who_is_there(self, out);
    }
}

void on_disconnect(Bootstrap& self, NodeId peer, Effects& out) {
    if (!fail_connection(self.connections, peer, out).empty()) out.arm(kRetry, kPollInterval);
}

void handle(Bootstrap& self, Envelope const& from, MetadataResponse const& response, Effects& out) {
    if (!take_answered(self.connections, from)) return;
    bool const all_there =
        response.metadata && response.metadata->brokers.size() >= self.brokers.size();
    if (!all_there || !can_send(self.connections, from.from, out.now())) {
        out.arm(kRetry, kPollInterval);
        return;
    }
    CreateTopicsRequest request;
    request.topics = make_payload(*self.topics);
    send_request(self.connections, from.from, std::move(request), 0, out);
}

void handle(Bootstrap& self, Envelope const& from, CreateTopicsResponse const& response,
            Effects& out) {
    if (!take_answered(self.connections, from)) return;
    std::vector<NewTopic> missing;
    for (NewTopic const& topic : *self.topics) {
        auto const result =
            std::find_if(response.topics->begin(), response.topics->end(),
                         [&](TopicResult const& r) { return r.name == topic.name; });
        bool const answered = result != response.topics->end();
        if (!answered || may_succeed_later(result->error)) {
            missing.push_back(topic);
        } else if (result->error != ErrorCode::none &&
                   result->error != ErrorCode::topic_already_exists) {
            give_up(topic, *result, out);
        }
    }
    self.topics = Cow{std::move(missing)};
    if (self.topics->empty()) {
        finish(self, out);
    } else {
        out.arm(kRetry, kPollInterval);
    }
}

}  // namespace highwater
