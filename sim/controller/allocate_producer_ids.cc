// AllocateProducerIds (67): brokers hand out producer ids from blocks of a thousand.
#include "controller/active.h"

namespace highwater {

namespace {
constexpr std::int32_t kBlockSize = 1'000;
}  // namespace

void handle(Controller& self, Raft& raft, Envelope const& from,
            AllocateProducerIdsRequest const& request, Effects& out) {
    AllocateProducerIdsResponse answer;
    if (accept_broker(self, from, request, answer, out) == nullptr) return;
    answer.start = self.image.next_producer_id;
    answer.length = kBlockSize;
    ProducerId const next{answer.start.value + kBlockSize};
    Offset const last =
        write(self, raft, {ProducerIdsRecord{request.broker_id, request.broker_epoch, next}},
              {ChangeReason::config_change, request.broker_id}, out);
    answer_after(self, last, from, answer, out);
}

}  // namespace highwater
