#include "controller/decide.h"

#include <algorithm>

namespace highwater {

std::vector<BrokerId> without(std::vector<BrokerId> const& brokers,
                              std::vector<BrokerId> const& removed) {
    std::vector<BrokerId> kept;
    for (BrokerId const id : brokers) {
        if (!contains(removed, id)) kept.push_back(id);
    }
    return kept;
}

std::vector<BrokerId> sorted(std::vector<BrokerId> brokers) {
    std::sort(brokers.begin(), brokers.end());
    return brokers;
}

std::optional<CompletedReassignment> completed_reassignment(std::vector<BrokerId> const& replicas,
                                                            std::vector<BrokerId> const& adding,
                                                            std::vector<BrokerId> const& removing,
                                                            std::vector<BrokerId> const& isr) {
    if (adding.empty() && removing.empty()) return std::nullopt;
    CompletedReassignment done{without(replicas, removing), without(isr, removing)};
    if (done.isr.empty() || done.replicas.empty()) return std::nullopt;
    for (BrokerId const replica : done.replicas) {
        if (!contains(done.isr, replica)) return std::nullopt;
    }
    return done;
}

namespace {
// The targets while they are being worked out, in the order of the steps in decide().
struct Deciding {
    PartitionQuestion const& question;
    PartitionRegistration const& before;
    std::vector<BrokerId> isr;
    std::vector<BrokerId> replicas;
    std::vector<BrokerId> adding;
    std::vector<BrokerId> removing;
    std::vector<BrokerId> elr;
    std::vector<BrokerId> last_known_elr;
    PartitionChangeRecord change;

    explicit Deciding(PartitionQuestion const& asked)
        : question{asked},
          before{asked.before},
          isr{asked.target_isr.value_or(before.isr)},
          replicas{asked.target_replicas.value_or(before.replicas)},
          adding{asked.target_adding.value_or(before.adding_replicas)},
          removing{asked.target_removing.value_or(before.removing_replicas)},
          elr{before.elr},
          last_known_elr{before.last_known_elr} {}

    void complete_reassignment() {
        auto const done = completed_reassignment(replicas, adding, removing, isr);
        if (!done) return;
        isr = done->isr;
        replicas = done->replicas;
        adding.clear();
        removing.clear();
    }

    // Below the minimum ISR the high watermark stands still, so whoever leaves the ISR now still
    // holds everything below it.
    void populate_elr() {
        if (!question.elr_enabled) return;
        if (static_cast<std::int32_t>(isr.size()) >= question.min_isr) {
            elr.clear();
            last_known_elr.clear();
            return;
        }
        std::vector<BrokerId> candidates = elr;
        for (BrokerId const id : before.isr) {
            if (!contains(candidates, id)) candidates.push_back(id);
        }
        elr = sorted(without(without(candidates, isr), question.unclean_shutdown));
        for (BrokerId const id : last_known_elr) {
            if (!contains(candidates, id)) candidates.push_back(id);
        }
        last_known_elr = sorted(without(without(candidates, isr), elr));
    }

    bool is_acceptable(BrokerId id) const { return contains(question.acceptable_leaders, id); }
    bool is_valid_leader(BrokerId id) const {
        return (contains(isr, id) || (isr.empty() && contains(elr, id))) && is_acceptable(id);
    }

    struct Elected {
        BrokerId leader{kNoBroker};
        bool unclean{};
    };
    Elected elect() const {
        bool const prefers = question.election == Election::preferred;
        if (prefers && is_valid_leader(replicas.front())) return {replicas.front(), false};
        if (is_valid_leader(before.leader)) return {before.leader, false};
        for (BrokerId const id : replicas) {  // the order of preference decides, never the log
            if (is_valid_leader(id)) return {id, false};
        }
        if (can_elect_last_known_leader()) return {before.last_known_elr.front(), true};
        if (question.election == Election::unclean) {
            for (BrokerId const id : replicas) {
                if (is_acceptable(id)) return {id, true};
            }
        }
        return {};
    }
    bool can_elect_last_known_leader() const {
        return question.elr_enabled && question.use_last_known_leader && isr.empty() &&
               elr.empty() && before.last_known_elr.size() == 1 &&
               is_acceptable(before.last_known_elr.front());
    }

    void elect_leader() {
        Elected const elected = elect();
        if (elected.leader == before.leader) return;
        change.leader = elected.leader;
        if (contains(elr, elected.leader)) {
            isr = {elected.leader};
            elr = without(elr, isr);
        }
        if (!elected.unclean) return;
        // Whatever the others have beyond its log is lost, so nobody is in sync with it.
        change.isr = {elected.leader};
        if (before.leader_recovery_state != LeaderRecoveryState::recovering) {
            change.leader_recovery_state = LeaderRecoveryState::recovering;
        }
    }

    // A broker that is no replica any more must not go on fetching or acknowledging in this epoch.
    void bump_epoch_for_removed_replicas() {
        if (change.leader || without(before.replicas, replicas).empty()) return;
        change.leader = before.leader;
    }

    void set_elr() {
        if (change.isr || !question.elr_enabled) {  // an unclean election starts afresh
            elr.clear();
            last_known_elr.clear();
        }
        if (elr != before.elr) change.eligible_leader_replicas = elr;
        bool const replaces_last_known =
            !question.use_last_known_leader && last_known_elr != before.last_known_elr;
        if (replaces_last_known) change.last_known_elr = last_known_elr;
    }

    void set_isr() {
        if (change.isr || isr == before.isr) return;
        if (!isr.empty() || question.elr_enabled) change.isr = isr;
    }

    // lastKnownElr remembers who led when the ISR became empty, until there is a leader again.
    void remember_last_leader() {
        if (!question.use_last_known_leader || !question.elr_enabled) return;
        bool const is_remembered = before.last_known_elr == std::vector<BrokerId>{before.leader};
        if (change.isr && change.isr->empty() && !is_remembered) {
            change.last_known_elr = std::vector{before.leader};
            return;
        }
        BrokerId const leader = change.leader.value_or(before.leader);
        if (leader != kNoBroker && !before.last_known_elr.empty()) {
            change.last_known_elr = std::vector<BrokerId>{};
        }
    }

    void set_assignment() {
        if (!replicas.empty() && replicas != before.replicas) change.replicas = replicas;
        if (adding != before.adding_replicas) change.adding_replicas = adding;
        if (removing != before.removing_replicas) change.removing_replicas = removing;
    }
};

bool is_no_op(PartitionChangeRecord const& change) {
    return !change.isr && !change.leader && !change.replicas && !change.removing_replicas &&
           !change.adding_replicas && !change.leader_recovery_state &&
           !change.eligible_leader_replicas && !change.last_known_elr && !change.directories;
}
}  // namespace

std::optional<PartitionChangeRecord> decide(PartitionQuestion const& question) {
    Deciding deciding{question};
    deciding.complete_reassignment();
    deciding.populate_elr();
    deciding.elect_leader();
    deciding.bump_epoch_for_removed_replicas();
    deciding.set_elr();
    deciding.set_isr();
    deciding.remember_last_leader();
    deciding.set_assignment();
    PartitionChangeRecord& change = deciding.change;
    if (question.target_recovery_state &&
        *question.target_recovery_state != question.before.leader_recovery_state) {
        change.leader_recovery_state = question.target_recovery_state;
    }
    if (is_no_op(change)) return std::nullopt;
    return std::move(change);
}

}  // namespace highwater
