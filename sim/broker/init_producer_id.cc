// InitProducerId (22): an identity for an idempotent producer, out of blocks of 1000 that the
// controller hands to brokers (KIP-730; Kafka: RPCProducerIdManager).
#include "broker/replicas.h"

namespace highwater {

namespace {
// The next block is asked for when so much of this one is used, so that nobody waits for it.
constexpr std::int64_t kPrefetchPercent = 90;

bool is_running_out(ProducerIdBlocks const& blocks) {
    std::int64_t const used = blocks.length - (blocks.end.value - blocks.next.value);
    return !blocks.following && used * 100 >= blocks.length * kPrefetchPercent;
}
}  // namespace

void ask_for_producer_ids(Broker& self, Effects& out) {
    if (self.producer_ids.is_asked || self.controller.node == kNoNode ||
        self.lifecycle.epoch == kNoBrokerEpoch) {
        return;
    }
    self.producer_ids.is_asked = true;
    ask(self, self.controller.node, AllocateProducerIdsRequest{self.id, self.lifecycle.epoch},
        milliseconds(self.config->request_timeout_ms), 0, out);
}

void handle(Broker& self, Envelope const& from, InitProducerIdRequest const& request,
            Effects& out) {
    if (request.transactional_id != kNoName) {
        // Transactions are not simulated yet; no coordinator has this id.
        out.reply(from,
                  InitProducerIdResponse{ErrorCode::coordinator_not_available, kNoProducerId, -1});
        return;
    }
    ProducerIdBlocks& blocks = self.producer_ids;
    if (blocks.next == blocks.end && blocks.following) {
        blocks.next = *blocks.following;
        blocks.end = {blocks.next.value + blocks.length};
        blocks.following.reset();
    }
    if (blocks.next == blocks.end) {
        ask_for_producer_ids(self, out);
        out.reply(from, InitProducerIdResponse{ErrorCode::coordinator_load_in_progress,
                                               kNoProducerId, -1});
        return;
    }
    ProducerId const id = blocks.next;
    ++blocks.next.value;
    if (is_running_out(blocks)) ask_for_producer_ids(self, out);
    out.reply(from, InitProducerIdResponse{ErrorCode::none, id, 0});
}

void handle(Broker& self, Envelope const& from, AllocateProducerIdsResponse const& response,
            Effects&) {
    if (!self.pending.take(from.correlation_id)) return;
    self.producer_ids.is_asked = false;  // after an error the next producer's request asks again
    if (response.error != ErrorCode::none) return;
    self.producer_ids.following = response.start;
    self.producer_ids.length = response.length;
}

}  // namespace highwater
