#include <algorithm>
#include <stdexcept>

#include "raft/raft.h"
#include "raft/rules.h"
#include "raft/state.h"
#include "record/error_code.h"
#include "tests/kafka/families.h"

namespace highwater {

namespace {
using nlohmann::json;

constexpr BrokerId kLocal{0};

NodeId node_of(BrokerId id) { return {id.value}; }

std::vector<Voter> voters_in(json const& list) {
    std::vector<Voter> voters;
    for (json const& id : list)
        voters.push_back({{id.get<std::int32_t>()}, {id.get<std::int32_t>()}});
    return voters;
}

// One replica whose every neighbour is the script.
struct Scripted {
    Raft raft;
    Effects out;
    Names names;
    Time now;

    explicit Scripted(std::vector<Voter> voters, BrokerId local = kLocal,
                      ServerConfig::Quorum config = {})
        : raft{make_raft({local, node_of(local), std::move(voters), config})} {
        begin();
    }
    void begin() { out.begin(now, 1, raft.setup.node, names, true); }

    // So many one-record batches of that epoch.
    void fill_log(std::int64_t end, std::int32_t epoch) {
        while (raft.log.end().value < end) {
            raft.log.append(make_payload(
                MetadataBatch{raft.log.end(), LeaderEpoch{epoch}, Time{}, {NoOpRecord{}}}));
        }
    }
    void lead_from(std::int64_t epoch_start) {
        fill_log(epoch_start, epoch_start > 0 ? 1 : 0);
        raft.quorum = {LeaderEpoch{2}, kNoBroker, raft.setup.id};
        raft.role = RaftRole::leader;
        raft.quorum.leader = raft.setup.id;
        raft.leading.epoch_start = raft.log.end();
        raft.leading.next_offset = raft.log.end();
        reconcile_check_quorum(raft, out);
    }
    template <class M>
    void receive(BrokerId from, M const& message) {
        begin();
        handle(raft, Envelope{node_of(from), raft.setup.node, {}, message}, message, out);
    }
    // An answer to the request of that type which went to that peer.
    template <class Request, class Response>
    void answer(BrokerId from, Response const& response) {
        for (PendingRequest const& pending : raft.pending.waiting) {
            if (pending.to != node_of(from) || pending.message_kind != Message{Request{}}.index()) {
                continue;
            }
            Envelope const envelope{node_of(from), raft.setup.node, pending.correlation_id,
                                    response};
            begin();
            handle(raft, envelope, response, out);
            return;
        }
        throw std::logic_error{"nothing was asked that this would answer"};
    }
    void fire(TimerKind kind) {
        begin();
        on_timer(raft, {kind, 0}, out);
    }
    void fetch(BrokerId replica, Offset offset) {
        RaftFetchRequest request;
        request.replica_id = replica;
        request.current_leader_epoch = raft.quorum.epoch;
        request.fetch_offset = offset;
        request.last_fetched_epoch = epoch_at(offset);
        receive(replica, request);
    }

private:
    // The epoch of the record below an offset: the fetcher's log is a prefix of this one.
    LeaderEpoch epoch_at(Offset offset) const {
        auto const below = raft.log.read(Offset{}, offset);
        return below.empty() ? LeaderEpoch{} : below.back()->epoch;
    }
};

json replay_commit(json const& input) {
    Scripted scripted{voters_in(input.at("voters")), {input.at("localId").get<std::int32_t>()}};
    Raft& raft = scripted.raft;
    scripted.lead_from(input.at("epochStartOffset").get<std::int64_t>());
    json answers = json::array();
    for (json const& op : input.at("ops")) {
        Offset const before = raft.leading.high_watermark;
        std::string const what = op.at("op");
        scripted.begin();
        json answer = json::object();
        if (what == "localAppend") {
            scripted.fill_log(op.at("endOffset").get<std::int64_t>(), 2);
            maybe_advance_high_watermark(raft, scripted.out);
        } else if (what == "fetch") {
            scripted.fetch({op.at("replica").get<std::int32_t>()},
                           {op.at("offset").get<std::int64_t>()});
        } else if (what == "setVoters") {
            raft.setup.voters = voters_in(op.at("voters"));
        } else {
            throw std::invalid_argument{"unknown step " + what};
        }
        Offset const after = raft.leading.high_watermark;
        if (what != "setVoters") answer["advanced"] = after != before;
        answer["highWatermark"] = after == kNoOffset ? json() : json(after.value);
        answers.push_back(answer);
    }
    return answers;
}

json replay_check_quorum(json const& input) {
    ServerConfig::Quorum config;
    config.fetch_timeout_ms = input.at("fetchTimeoutMs").get<std::int32_t>();
    Scripted scripted{
        voters_in(input.at("voters")), {input.at("localId").get<std::int32_t>()}, config};
    Raft& raft = scripted.raft;
    scripted.lead_from(0);
    json answers = json::array();
    for (json const& op : input.at("ops")) {
        scripted.now = Time{} + milliseconds(op.at("at").get<std::int64_t>());
        scripted.begin();
        std::string const what = op.at("op");
        if (what == "fetch") {
            scripted.fetch({op.at("replica").get<std::int32_t>()}, Offset{});
        } else if (what == "setVoters") {
            raft.setup.voters = voters_in(op.at("voters"));
        } else if (what != "tick") {
            throw std::invalid_argument{"unknown step " + what};
        }
        std::int64_t const left = (raft.leading.check_quorum_at - scripted.now).ms();
        answers.push_back({{"remainingMs", std::max<std::int64_t>(0, left)}});
    }
    return answers;
}

RaftRole role_of(std::string const& name) {
    if (name == "Unattached") return RaftRole::unattached;
    if (name == "Follower") return RaftRole::follower;
    if (name == "Prospective") return RaftRole::prospective;
    if (name == "Candidate") return RaftRole::candidate;
    if (name == "Leader") return RaftRole::leader;
    if (name == "Resigned") return RaftRole::resigned;
    throw std::invalid_argument{"unknown role " + name};
}
char const* word_of(RaftRole role) {
    switch (role) {
    case RaftRole::unattached: return "Unattached";
    case RaftRole::follower: return "Follower";
    case RaftRole::prospective: return "Prospective";
    case RaftRole::candidate: return "Candidate";
    case RaftRole::leader: return "Leader";
    case RaftRole::resigned: return "Resigned";
    case RaftRole::observer: return "Observer";
    }
    return "";
}

json replay_vote(json const& input) {
    Scripted scripted{voters_in({0, 1, 2})};
    Raft& raft = scripted.raft;
    json const& replica = input.at("replica");
    json const& state = replica.at("state");
    scripted.fill_log(replica.at("endOffset").get<std::int64_t>(),
                      replica.at("lastEpoch").get<std::int32_t>());
    raft.role = role_of(state.at("name"));
    raft.quorum = {{replica.at("epoch").get<std::int32_t>()},
                   {state.value("leader", -1)},
                   {state.value("votedFor", -1)}};
    raft.has_fetched_from_leader =
        raft.role == RaftRole::follower && state.value("hasFetchedFromLeader", true);
    json const& asked = input.at("request");
    VoteRequest request;
    request.replica_id = {asked.at("candidate").get<std::int32_t>()};
    request.replica_epoch = {asked.at("candidateEpoch").get<std::int32_t>()};
    request.last_offset_epoch = {asked.at("lastEpoch").get<std::int32_t>()};
    request.last_offset = {asked.at("lastOffset").get<std::int64_t>()};
    request.pre_vote = asked.value("preVote", false);
    scripted.receive(request.replica_id, request);
    auto const& response = std::get<VoteResponse>(scripted.out.outgoing().back().message);
    BrokerId const voted = raft.quorum.voted_for;
    return {{"error", std::string{name_of(response.error)}},
            {"voteGranted", response.vote_granted},
            {"epoch", raft.quorum.epoch.value},
            {"state", word_of(raft.role)},
            {"votedFor", voted == kNoBroker ? json() : json(voted.value)}};
}

json replay_successor_backoff(json const& input) {
    std::vector<BrokerId> successors;
    for (json const& id : input.at("preferredSuccessors"))
        successors.push_back({id.get<std::int32_t>()});
    json waits = json::object();
    for (json const& id : input.at("replicas")) {
        auto const replica = id.get<std::int32_t>();
        waits[std::to_string(replica)] =
            successor_backoff(successors, {replica},
                              input.at("electionBackoffMaxMs").get<std::int32_t>())
                .ms();
    }
    return waits;
}

// Brings a fresh voter of epoch 1 into a role by what would bring it there.
void bring_into(Scripted& scripted, RaftRole role) {
    Raft& raft = scripted.raft;
    raft.quorum.epoch = {1};
    scripted.begin();
    start(raft, scripted.out);
    if (role == RaftRole::unattached) return;
    if (role == RaftRole::follower) {
        scripted.receive({1}, BeginQuorumEpochRequest{{1}, {1}});
        return;
    }
    scripted.fire(TimerKind::election_timeout);
    if (role == RaftRole::prospective) return;
    scripted.answer<VoteRequest>({1}, VoteResponse{{}, kNoBroker, raft.quorum.epoch, true, true});
    if (role == RaftRole::candidate) return;
    scripted.answer<VoteRequest>({1}, VoteResponse{{}, kNoBroker, raft.quorum.epoch, true, false});
    if (role == RaftRole::resigned) scripted.fire(TimerKind::check_quorum);
}

// Both others refuse.
void refuse_all(Scripted& scripted, bool pre_vote) {
    LeaderEpoch const epoch = scripted.raft.quorum.epoch;
    scripted.answer<VoteRequest>({1}, VoteResponse{{}, kNoBroker, epoch, false, pre_vote});
    if (scripted.raft.role == RaftRole::prospective || !pre_vote) {
        scripted.answer<VoteRequest>({2}, VoteResponse{{}, kNoBroker, epoch, false, pre_vote});
    }
}

void play(Scripted& scripted, std::string const& event) {
    Raft& raft = scripted.raft;
    LeaderEpoch const epoch = raft.quorum.epoch;
    if (event == "voter election timeout expires") {
        scripted.fire(TimerKind::election_timeout);
    } else if (event == "majority of pre-votes granted") {
        scripted.answer<VoteRequest>({1}, VoteResponse{{}, kNoBroker, epoch, true, true});
    } else if (event == "majority of votes granted") {
        scripted.answer<VoteRequest>({1}, VoteResponse{{}, kNoBroker, epoch, true, false});
    } else if (event == "lost or timed out, leader unknown") {
        refuse_all(scripted, true);
    } else if (event == "votes rejected by a majority") {
        refuse_all(scripted, false);
    } else if (event == "BeginQuorumEpoch or Fetch response names a leader of the same epoch") {
        scripted.receive({1}, BeginQuorumEpochRequest{{1}, epoch});
    } else if (event == "no fetch from a majority for 1.5 x fetch timeout") {
        scripted.fire(TimerKind::check_quorum);
    } else if (event == "restart after crash in the same epoch") {
        lose_memory(raft);
        scripted.begin();
        start(raft, scripted.out);
    } else if (event == "learns of a higher epoch with a leader") {
        scripted.receive({1}, BeginQuorumEpochRequest{{1}, {epoch.value + 1}});
    } else if (event == "learns of a higher epoch with no leader") {
        scripted.receive({1}, VoteRequest{{epoch.value + 1}, {1}, {}, {}, false});
    } else {
        throw std::invalid_argument{"unknown event " + event};
    }
}

json replay_transition(json const& input) {
    std::string const event = input.at("event");
    RaftRole const from = role_of(input.at("state"));
    Scripted scripted{voters_in({0, 1, 2})};
    Raft& raft = scripted.raft;
    bring_into(scripted, from);
    if (raft.role != from) throw std::logic_error{"the role was not reached"};
    LeaderEpoch const before = raft.quorum.epoch;
    play(scripted, event);
    json answer{{"state", word_of(raft.role)}};
    std::int32_t const delta = raft.quorum.epoch.value - before.value;
    if (event.find("higher epoch") != std::string::npos) {
        answer["epoch"] = delta == 1 ? "the higher epoch" : std::to_string(raft.quorum.epoch.value);
    } else {
        answer["epochDelta"] = delta;
    }
    if (from == RaftRole::candidate && event == "votes rejected by a majority") {
        bool const still_waits = raft.timeout_at > scripted.now;
        scripted.fire(TimerKind::election_timeout);
        if (still_waits && raft.role == RaftRole::prospective && raft.quorum.epoch == before) {
            answer["then"] =
                "waits the rest of its election timeout, then becomes Prospective of the same "
                "epoch";
        }
    }
    return answer;
}
}  // namespace

json replay_kraft_raft(json const& input) {
    // KIP-996 changed elections in 4.0; only the present ones are built.
    if (input.value("version", "4.0") != "4.0") {
        throw std::invalid_argument{"elections of " + input["version"].get<std::string>() +
                                    " are not built"};
    }
    std::string const kind = input.at("kind");
    if (kind == "commit") return replay_commit(input);
    if (kind == "checkQuorum") return replay_check_quorum(input);
    if (kind == "vote") return replay_vote(input);
    if (kind == "successorBackoff") return replay_successor_backoff(input);
    if (kind == "transition") return replay_transition(input);
    throw std::invalid_argument{"unknown kind " + kind};
}

}  // namespace highwater
