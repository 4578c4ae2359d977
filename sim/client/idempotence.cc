#include "client/idempotence.h"

#include <algorithm>

#include "base/check.h"

namespace highwater {

std::int32_t sequence_after(std::int32_t sequence, std::int32_t records) {
    std::int32_t const left = INT32_MAX - sequence;
    return records > left ? records - left - 1 : sequence + records;
}

bool may_start_batch(Sequences const& self, ProducerIdentity const& identity) {
    bool const is_stale = self.id != identity.id || self.epoch != identity.epoch;
    if (!self.unsettled.empty() && is_stale) return false;
    return !self.unresolved.has_value();
}

bool is_next_to_retry(Sequences const& self, std::int32_t base_sequence) {
    return self.unsettled.empty() || self.unsettled.front() == base_sequence;
}

bool is_next_sequence(Sequences const& self, std::int32_t base_sequence) {
    if (self.last_acknowledged < 0) return base_sequence == 0;
    return base_sequence == sequence_after(self.last_acknowledged, 1);
}

std::int32_t assign_sequence(Sequences& self, ProducerIdentity const& identity,
                             std::int32_t records) {
    if (self.id != identity.id || self.epoch != identity.epoch) {
        CHECK(self.unsettled.empty());
        restart_sequences(self, identity);
    }
    std::int32_t const sequence = self.next;
    self.next = sequence_after(sequence, records);
    self.unsettled.push_back(sequence);
    return sequence;
}

void settle_sequence(Sequences& self, std::int32_t base_sequence) {
    auto const at = std::find(self.unsettled.begin(), self.unsettled.end(), base_sequence);
    if (at != self.unsettled.end()) self.unsettled.erase(at);
}

void split_sequence(Sequences& self, std::int32_t base_sequence,
                    std::vector<std::int32_t> const& parts) {
    auto const at = std::find(self.unsettled.begin(), self.unsettled.end(), base_sequence);
    CHECK(at != self.unsettled.end());
    self.unsettled.insert(self.unsettled.erase(at), parts.begin(), parts.end());
}

void acknowledge_sequence(Sequences& self, std::int32_t base_sequence, std::int32_t records) {
    settle_sequence(self, base_sequence);
    std::int32_t const last = sequence_after(base_sequence, records - 1);
    // Answers of one connection come in order; after a wrap the smaller number is the later one.
    bool const has_wrapped = self.last_acknowledged - last > INT32_MAX / 2;
    if (last > self.last_acknowledged || has_wrapped) self.last_acknowledged = last;
}

void restart_sequences(Sequences& self, ProducerIdentity const& identity) {
    self.id = identity.id;
    self.epoch = identity.epoch;
    self.next = 0;
    self.last_acknowledged = -1;
    self.unsettled.clear();
    self.unresolved.reset();
    self.wants_rewrite = false;
}

}  // namespace highwater
