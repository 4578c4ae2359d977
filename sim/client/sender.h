// Sends what the accumulator holds and deals with the answers (org.apache.kafka.clients.producer
// .internals.Sender): who can be sent to, what is retried, what has failed for good.
#pragma once

#include "client/producer.h"
#include "client/send_failure.h"

namespace highwater {

// Sends every batch that may leave now, and arms the sender timer for the next that may.
void run_sender(Producer& self, Effects& out);
// A batch was opened: it leaves at the end of its linger at the latest.
void arm_sender(Producer& self, Time at, Effects& out);

void handle_produce_answer(Producer& self, PendingRequest const& request,
                           ProduceResponse const& response, Effects& out);
// The requests were lost with their connection: NETWORK_EXCEPTION, or REQUEST_TIMED_OUT where it
// was closed because an answer did not come. No error: the peer had never answered, so nothing has
// reached it, and no attempt of a batch is used up.
void fail_produce_requests(Producer& self, std::vector<PendingRequest> const& lost,
                           std::optional<ErrorCode> error, Effects& out);

// The record or batch will not be written any more, as far as the producer can tell.
void fail_record(Producer& self, RecordToSend const& record, SendFailure const& failure,
                 Effects& out);

// Resumes send() calls that wait for metadata or memory, and the next record of a command.
// Defined with the application's side, in producer.cc.
void resume_application(Producer& self, Effects& out);
// Told by the sender for every record's end.
void record_done(Producer& self, Records const& records, TopicPartition partition,
                 Offset base_offset, SendFailure const& failure = {});

}  // namespace highwater
