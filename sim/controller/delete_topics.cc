// DeleteTopics (20): one record removes the topic, its partitions and its configs.
#include "controller/active.h"

namespace highwater {

void handle(Controller& self, Raft& raft, Envelope const& from, DeleteTopicsRequest const& request,
            Effects& out) {
    std::vector<TopicResult> results;
    std::vector<MetadataRecord> records;
    if (request.topics) {
        for (NameId const name : *request.topics) {
            TopicResult result{name, ErrorCode::none, {}, kNoUuid};
            if (TopicImage const* topic = find_topic(self.image, name)) {
                result.topic_id = topic->id;
                records.push_back(RemoveTopicRecord{topic->id});
            } else {
                result.error = ErrorCode::unknown_topic_or_partition;
                result.message = "This server does not host this topic-partition.";
            }
            results.push_back(std::move(result));
        }
    }
    DeleteTopicsResponse answer{make_payload(std::move(results))};
    if (self.role != ControllerRole::active) {
        out.reply(from, not_controller(answer));
    } else if (records.empty()) {
        answer_after_pending(self, from, answer, out);
    } else {
        Offset const last =
            write(self, raft, std::move(records), {ChangeReason::config_change, kNoBroker}, out);
        answer_after(self, last, from, answer, out);
    }
}

}  // namespace highwater
