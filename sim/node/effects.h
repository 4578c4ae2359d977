// What a handler wishes. It sees its own node only; the engine alone routes, delays and drops. One
// Effects is reused for every event, so that handling one allocates nothing in the steady state.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "base/draw.h"
#include "base/names.h"
#include "node/timer.h"
#include "protocol/message.h"
#include "trace/fact.h"

namespace highwater {

class Effects {
public:
    struct Outgoing {
        NodeId to{kNoNode};
        CorrelationId correlation_id{};
        Message message;
    };
    struct TimerWish {
        Timer timer;
        Time at;  // kNever: disarm
    };

    // Defined in effects.cc, like all that copies, moves or ends a Message or a Fact: each file
    // that sees such code inline pays seconds for it.
    Effects();
    Effects(Effects const&);
    Effects(Effects&&) noexcept;
    Effects& operator=(Effects const&);
    Effects& operator=(Effects&&) noexcept;
    ~Effects();

    // The engine calls this before each handler.
    void begin(Time now, std::uint64_t seed, NodeId self, Names& names, bool has_listener);

    Time now() const { return now_; }
    // What this node's own wall clock shows: the timestamps that Kafka takes from
    // currentTimeMillis. Waiting is counted by now().
    Time wall_clock() const { return now_ + clock_skew_; }
    void set_clock_skew(Duration ahead) { clock_skew_ = ahead; }
    NodeId self() const { return self_; }
    std::uint64_t draw(Draw purpose, std::uint64_t who, std::uint64_t nth) const {
        return highwater::draw(seed_, purpose, who, nth);
    }

    // The world's interned strings. Only what people type (tools, commands) interns new ones.
    Names const& names() const { return *names_; }
    NameId intern(std::string_view text) { return names_->intern(text); }
    Names& mutable_names() { return *names_; }

    void send(NodeId to, CorrelationId correlation_id, Message message);
    void reply(Envelope const& request, Message message);
    void reply(NodeId to, CorrelationId correlation_id, Message message);
    // Replaces a timer of the same kind and argument.
    void arm(Timer timer, Duration delay) { timers_.push_back({timer, now_ + delay}); }
    void arm_at(Timer timer, Time at) { timers_.push_back({timer, at < now_ ? now_ : at}); }
    void disarm(Timer timer) { timers_.push_back({timer, kNever}); }
    // This side closes its connection: what it sent and what is held in a cut is lost.
    void close_connection(NodeId peer) { closed_.push_back(peer); }
    // A server closes a client's connection: the client loses it as by a reset.
    void hang_up(NodeId client) { hung_up_.push_back(client); }
    // The process ends by itself, cleanly (a controlled shutdown was granted).
    void exit_process() { exits_ = true; }
    // The process dies on the spot, as by SIGKILL: an application that crashes.
    void crash_process() { exits_ = crashes_ = true; }
    // A fact that nobody records is never even made.
    template <class SomeFact>
    void note(SomeFact fact) {
        if (has_listener_) keep(Fact{std::move(fact)});
    }
    // True when somebody records facts: build costly ones only then. Never decide anything by it.
    bool has_listener() const { return has_listener_; }

    std::vector<Outgoing>& outgoing() { return outgoing_; }
    std::vector<TimerWish>& timers() { return timers_; }
    std::vector<NodeId>& closed() { return closed_; }
    std::vector<NodeId>& hung_up() { return hung_up_; }
    std::vector<Fact>& facts() { return facts_; }
    bool exits() const { return exits_; }
    bool crashes() const { return crashes_; }

private:
    void keep(Fact&& fact);

    Time now_;
    Duration clock_skew_;
    std::uint64_t seed_{};
    NodeId self_{kNoNode};
    Names* names_{};
    bool has_listener_{};
    bool exits_{};
    bool crashes_{};
    std::vector<Outgoing> outgoing_;
    std::vector<TimerWish> timers_;
    std::vector<NodeId> closed_;
    std::vector<NodeId> hung_up_;
    std::vector<Fact> facts_;
};

}  // namespace highwater
