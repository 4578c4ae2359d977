// The table: what must hold, when, and who looks.
#include "check/look.h"

namespace highwater::check {

namespace {
constexpr std::uint8_t kClean = bit(Premise::clean_elections);
constexpr std::uint8_t kDisks = bit(Premise::disks_kept);
constexpr std::uint8_t kQuorum = bit(Premise::quorum_disks_kept);
constexpr std::uint8_t kOrder = bit(Premise::idempotent_producers);
constexpr std::uint8_t kRebalanced = bit(Premise::leaders_rebalanced);
constexpr std::uint8_t kReadOn = bit(Premise::consumers_read_on);
constexpr std::uint8_t kWhole = bit(Premise::whole_logs);

constexpr std::string_view kAlways = "always";
constexpr std::string_view kQuorumKept = "no voter of the metadata quorum lost its disk";
constexpr std::string_view kNothingLost =
    "elections were clean and no replica or voter lost its disk";
constexpr std::string_view kNothingGone =
    "elections were clean, no replica or voter lost its disk, and no replica was compacted";

std::vector<std::size_t> with(std::vector<std::size_t> facts, std::size_t more) {
    facts.push_back(more);
    return facts;
}
std::vector<std::size_t> with(std::vector<std::size_t> facts,
                              std::vector<std::size_t> const& more) {
    facts.insert(facts.end(), more.begin(), more.end());
    return facts;
}

std::vector<InvariantRow> make_rows() {
    using Id = InvariantId;
    auto const written = on<BatchAppended, BatchReplicated>();
    auto const moved =
        on<BatchAppended, BatchReplicated, HighWatermarkAdvanced, LogTruncated, BecameLeader>();
    auto const committed =
        with(on<HighWatermarkAdvanced, LogTruncated, BecameLeader>(), kOnSettled);
    std::vector<std::size_t> const changed{kOnChange};
    auto const handed_out = on<GroupAssigned, TargetAssignmentComputed>();
    std::vector<std::size_t> const quorum{kOnQuorum};
    return {
        {Id::offsets_monotone, "A1 offsets-monotone", "no compaction",
         "What is appended to a log gets the next offset; nothing is skipped.", kWhole, written,
         offsets_monotone},
        {Id::epochs_monotone, "A2 epochs-monotone", kAlways,
         "Along a log the leader epoch never goes back.", 0, written, epochs_monotone},
        {Id::bounds, "A3 bounds", kAlways,
         "A log begins at or below its leader's high watermark, and no high watermark is beyond "
         "the end of its log.",
         0, moved, bounds},
        {Id::isr_subset, "A4 isr-subset", kQuorumKept,
         "The ISR is a subset of the replicas, and names nobody twice.", kQuorum, changed,
         isr_subset},
        {Id::leader_in_isr, "A5 leader-in-isr", kQuorumKept,
         "Whoever leads is in the ISR; otherwise nobody leads.", kQuorum, changed, leader_in_isr},
        {Id::isr_not_empty, "A6 isr-not-empty", kQuorumKept,
         "An ISR is empty only while nobody leads (KIP-966).", kQuorum, changed, isr_not_empty},
        {Id::elr_disjoint, "A7 elr-disjoint", kQuorumKept,
         "Eligible leader replicas are replicas outside the ISR, and there are none while the ISR "
         "has min.insync.replicas members (KIP-966). Those that a reassignment took away may stay: "
         "Kafka does not look at them.",
         kQuorum, changed, elr_disjoint},
        {Id::elr_holds_committed, "A8 elr-holds-committed", kNothingGone,
         "Each member of the ISR, and each eligible leader replica, has all that is committed.",
         kClean | kDisks | kQuorum | kWhole, committed, elr_holds_committed},
        {Id::active_broker, "A9 active-broker", kQuorumKept,
         "A fenced broker leads nothing and is in no ISR.", kQuorum, changed, active_broker},
        {Id::one_change_in_flight, "A10 one-change-in-flight", kAlways,
         "A leader asks for one ISR change at a time (KIP-497).", 0,
         on<IsrShrinkProposed, IsrExpandProposed>(), one_change_in_flight},
        {Id::counters_grow, "A11 counters-grow", kQuorumKept,
         "Leader, partition, controller, broker and producer epochs never go back.", kQuorum,
         with(on<BrokerRegistered, ProducerIdAssigned, RaftRoleChanged>(), kOnChange),
         counters_grow},

        {Id::one_leader_per_epoch, "B1 one-leader-per-epoch", kQuorumKept,
         "In one leader epoch of a partition one broker alone accepts records.", kQuorum,
         on<BatchAppended>(), one_leader_per_epoch},
        {Id::log_matching, "B2 log-matching", kQuorumKept,
         "Two replicas that have a record with the same offset and leader epoch have the same "
         "record there, and the same ones before it.",
         kQuorum, written, log_matching},
        {Id::weak_isr, "B3 weak-isr", kNothingGone,
         "Whoever believes to lead is right that the ISR it knows has all below its high "
         "watermark.",
         kClean | kDisks | kQuorum | kWhole, committed, weak_isr},
        {Id::strong_isr, "B4 strong-isr", kNothingGone,
         "All below the high watermark of whoever believes to lead is on every member of the true "
         "ISR.",
         kClean | kDisks | kQuorum | kWhole, committed, strong_isr},
        {Id::committed_durable, "B5 committed-durable", kNothingGone,
         "A record once below a leader's high watermark is in the log of every later leader.",
         kClean | kDisks | kQuorum | kWhole, on<BecameLeader>(), committed_durable},
        {Id::acks_all_durable, "B6 acks-all-durable", kNothingGone,
         "What is acknowledged with acks=all is committed.", kClean | kDisks | kQuorum | kWhole,
         on<Acknowledged>(), acks_all_durable},
        {Id::high_watermark_monotone, "B8 high-watermark-monotone", kAlways,
         "While a leader leads, its high watermark never goes back.", 0,
         on<HighWatermarkAdvanced>(), high_watermark_monotone},
        {Id::maximal_isr, "B9 maximal-isr", kNothingLost,
         "No member of the controller's ISR ends below the leader's high watermark (KIP-497).",
         kClean | kDisks | kQuorum, committed, maximal_isr},
        {Id::zombie_cannot_commit, "B10 zombie-cannot-commit", kQuorumKept,
         "An ISR change that rests on an older state is refused.", kQuorum, on<IsrChanged>(),
         zombie_cannot_commit},
        {Id::follower_truncation, "B11 follower-truncation", kNothingGone,
         "No follower cuts a committed record.", kClean | kDisks | kQuorum | kWhole,
         on<LogTruncated>(), follower_truncation},
        {Id::isr_join, "B12 isr-join", kAlways,
         "Who joins the ISR has reached the high watermark and the start of the leader's epoch.", 0,
         on<IsrExpandProposed>(), isr_join},
        {Id::min_isr_freeze, "B13 min-isr-freeze", kAlways,
         "While the ISR is smaller than min.insync.replicas the high watermark stands still.", 0,
         on<HighWatermarkAdvanced>(), min_isr_freeze},
        {Id::reads_committed,
         "B14 reads-committed",
         kNothingGone,
         "A consumer sees what is committed, from whichever replica.",
         kClean | kDisks | kQuorum | kWhole,
         {kOnMessage},
         reads_committed},
        {Id::recovery, "B15 recovery", kAlways,
         "A process that was killed finds its log as it was.", 0, on<NodeStarted>(), recovery},

        {Id::one_active_controller, "C1 one-active-controller", kQuorumKept,
         "An epoch has one active controller.", kQuorum, on<ControllerElected>(),
         one_active_controller},
        {Id::election_safety, "C2 election-safety", kQuorumKept,
         "A voter votes once in an epoch, and so an epoch has one leader.", kQuorum,
         on<RaftRoleChanged, VoteAnswered>(), election_safety},
        {Id::state_machine_safety, "C2 state-machine-safety", kQuorumKept,
         "What one node saw committed stands at the same place in the log of every later leader, "
         "and nobody ever sees anything else there.",
         kQuorum, with(on<RaftRoleChanged, MetadataTruncated>(), kOnQuorum), state_machine_safety},
        {Id::commit_rule, "C3 commit-rule", kQuorumKept,
         "A leader commits nothing before a record of its own epoch, and never goes back.", kQuorum,
         quorum, commit_rule},
        {Id::image_is_prefix, "C4 image-is-prefix", kQuorumKept,
         "What a broker knows of the cluster is a beginning of the committed metadata log.",
         kQuorum, on<MetadataReplayed>(), image_is_prefix},
        {Id::pre_vote, "C5 pre-vote", kAlways,
         "Nobody raises the epoch before a majority said that it would vote so (KIP-996).", 0,
         on<RaftRoleChanged>(), pre_vote},
        {Id::election_order, "C6 election-order", "the election was clean",
         "The first replica of the assignment that is alive and in the ISR leads, or an eligible "
         "leader replica; nobody else.",
         kClean | kQuorum, changed, election_order},
        {Id::epochs_change, "C7 epochs-change", kQuorumKept,
         "A new leader has a new leader epoch; every change has a new partition epoch.", kQuorum,
         changed, epochs_change},
        {Id::reassignment, "C8 reassignment", kQuorumKept,
         "A replica goes only when all that replace it are in the ISR.", kQuorum, changed,
         reassignment},
        {Id::caught_up_unfencing, "C9 caught-up-unfencing", kQuorumKept,
         "A broker is unfenced once it has replayed its own registration (KIP-631).", kQuorum,
         on<BrokerUnfenced>(), caught_up_unfencing},

        {Id::producer_order, "D1 producer-order",
         "the producer is idempotent, or sends one request at a time",
         "The records of a producer stand in a partition in the order it sent them.",
         kOrder | kClean | kDisks, on<BatchAppended>(), producer_order},
        {Id::no_duplicates, "D2 no-duplicates", kNothingLost,
         "A producer's sequence number stands in a partition once.", kClean | kDisks,
         on<BatchAppended>(), no_duplicates},
        {Id::no_gap, "D3 no-gap", kNothingLost,
         "The sequence numbers of a producer follow each other.", kClean | kDisks,
         on<BatchAppended>(), no_gap},
        {Id::producer_fencing, "D4 producer-fencing", kNothingLost,
         "After a producer's newer epoch nothing of an older one is appended.", kClean | kDisks,
         on<BatchAppended>(), producer_fencing},

        {Id::exclusive_ownership, "E1 exclusive-ownership", kAlways,
         "A group's coordinator gives a partition to one member at a time.", 0,
         with(handed_out, on<MemberReconciled>()), exclusive_ownership},
        {Id::coverage, "E2 coverage", kAlways,
         "Each partition of a topic that a group reads, as whoever assigns knows it, is somebody's "
         "who asked for it.",
         0, handed_out, coverage},
        {Id::revoke_before_assign, "E3 revoke-before-assign", kAlways,
         "A partition has a new owner once the old one gave it up (KIP-429, KIP-848). "
         "Where members read different topics, Kafka's cooperative assignor takes a member's "
         "word for what it owns.",
         0, with(handed_out, on<MemberReconciled>()), revoke_before_assign},
        {Id::generation_fencing, "E4 generation-fencing", kAlways,
         "Each join raises the generation by one, and nothing is committed with another one.", 0,
         on<GroupGenerationBegan, OffsetCommitted>(), generation_fencing},
        {Id::static_membership, "E5 static-membership", kAlways,
         "A group has one member for each group.instance.id (KIP-345).", 0,
         on<GroupMemberJoined, StaticMemberReplaced>(), static_membership},
        {Id::balance, "E6 balance", "all members read the same topics",
         "Shares differ by one partition at most; those of range do so in each topic.", 0,
         handed_out, balance},
        {Id::stickiness, "E7 stickiness",
         "all members read the same topics with a sticky assignor, and know no racks",
         "A member that has no more than its share loses nothing of it (KIP-54).", 0, handed_out,
         stickiness},
        {Id::committed_in_log, "E8 committed-in-log",
         "no application goes to an offset of its own choice",
         "A consumer commits no offset beyond what was committed in the log.", kReadOn,
         on<OffsetCommitted>(), committed_in_log},
        {Id::read_before_committed, "E9 read-before-committed",
         "no application goes to an offset of its own choice",
         "A consumer commits no further than it has read.", kReadOn, on<OffsetCommitted>(),
         read_before_committed},
        {Id::one_coordinator, "E10 one-coordinator", kNothingLost,
         "Whoever leads the group's partition of __consumer_offsets coordinates it, and has all "
         "its commits.",
         kClean | kDisks | kQuorum,
         on<OffsetCommitted, GroupGenerationBegan, TargetAssignmentComputed, MemberReconciled,
            GroupCoordinatorLoaded>(),
         one_coordinator},

        {Id::retention, "F1 retention", kAlways,
         "Old records go from a log's beginning, and none above the high watermark.", 0,
         on<SegmentsDeleted, RecordsDeleted>(), retention},
        {Id::batches_unchanged, "F6 batches-unchanged", kAlways,
         "A follower writes a batch as it was sent.", 0, on<BatchReplicated>(), batches_unchanged},

        {Id::controller_active,
         "G1 controller-active",
         "a majority of the voters is up",
         "In the end some controller is active.",
         0,
         {},
         nullptr},
        {Id::partition_has_leader,
         "G2 partition-has-leader",
         "a member of its ISR or an eligible leader replica is up",
         "In the end every partition has a leader.",
         0,
         {},
         nullptr},
        {Id::laggard_leaves, "G3 laggard-leaves",
         "its leader is at work and no ISR change of it is unanswered",
         "Who lags leaves the ISR within 1.5 times replica.lag.time.max.ms.", 0,
         on<BatchAppended, IsrProposalAnswered>(), laggard_leaves},
        {Id::follower_rejoins,
         "G4 follower-rejoins",
         "it can fetch faster than producers write",
         "In the end every live replica is in the ISR.",
         0,
         {},
         nullptr},
        {Id::high_watermark_arrives,
         "G5 high-watermark-arrives",
         "the ISR has min.insync.replicas members",
         "In the end the high watermark reaches the end of the log.",
         0,
         {},
         nullptr},
        {Id::produce_ends,
         "G6 produce-ends",
         "the producer runs",
         "A record is acknowledged or has failed within delivery.timeout.ms.",
         0,
         {},
         nullptr},
        {Id::rebalance_ends,
         "G7 rebalance-ends",
         "its coordinator is at work",
         "In the end no classic group waits for longer than its members' timeouts.",
         0,
         {},
         nullptr},
        {Id::preferred_leader_returns, "G9 preferred-leader-returns",
         "auto.leader.rebalance.enable",
         "Whoever comes first among a partition's replicas leads it again within "
         "leader.imbalance.check.interval.seconds.",
         kRebalanced | kQuorum, with(on<MetadataAppended>(), kOnChange), preferred_leader_returns},
        {Id::cut_off_leader_resigns, "G10 cut-off-leader-resigns", kAlways,
         "A leader of the metadata quorum that no majority fetches from resigns within 1.5 times "
         "controller.quorum.fetch.timeout.ms.",
         0, on<MetadataAppended>(), cut_off_leader_resigns},
        {Id::broker_unfences,
         "G11 broker-unfences",
         "its heartbeats reach the controller",
         "In the end every live broker is unfenced.",
         0,
         {},
         nullptr},
        {Id::election_ends, "G12 election-ends",
         "a majority of the voters is up, and its messages take no longer than a tenth of "
         "controller.quorum.election.timeout.ms",
         "Candidates do not keep each other from winning for ever.", 0, on<RaftRoleChanged>(),
         election_ends},
    };
}
}  // namespace

std::vector<InvariantRow> const& invariants() {
    static std::vector<InvariantRow> const rows = make_rows();
    return rows;
}

}  // namespace highwater::check

namespace highwater {

std::string_view name_of(InvariantId id) {
    for (check::InvariantRow const& row : check::invariants()) {
        if (row.id == id) return row.name;
    }
    return {};
}

std::optional<InvariantId> find_invariant(std::string_view text) {
    for (check::InvariantRow const& row : check::invariants()) {
        std::size_t const blank = row.name.find(' ');
        if (row.name == text || row.name.substr(blank + 1) == text) return row.id;
    }
    return std::nullopt;
}

bool is_asked_in_the_end(InvariantId id) {
    for (check::InvariantRow const& row : check::invariants()) {
        if (row.id == id) return row.function == nullptr;
    }
    return false;
}

std::vector<InvariantHelp> invariant_reference() {
    std::vector<InvariantHelp> all;
    for (check::InvariantRow const& row : check::invariants()) {
        all.push_back({row.id, row.name, row.premise, row.explanation});
    }
    return all;
}

}  // namespace highwater
