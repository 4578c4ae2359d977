// Keeps an idempotent producer's id and epoch good: asks for the first, and bumps the epoch when a
// partition's sequence cannot go on (TransactionManager.bumpIdempotentEpochAndResetIdIfNeeded).
#pragma once

#include "client/producer.h"

namespace highwater {

// Before every pass of the sender. Nothing may be sent while identity.id is kNoProducerId.
void renew_identity(Producer& self, Effects& out);

void handle_producer_id(Producer& self, InitProducerIdResponse const& response, Effects& out);
void producer_id_request_failed(Producer& self, Effects& out);

}  // namespace highwater
