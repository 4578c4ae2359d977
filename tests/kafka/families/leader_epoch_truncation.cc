#include "storage/truncation.h"

#include <stdexcept>

#include "storage/log.h"
#include "tests/kafka/families.h"

namespace highwater {

namespace {
using nlohmann::json;

// One record a batch; the epochs of the cache may know more than the records do.
Log make_log(json const& replica) {
    Log log;
    auto const records = std::make_shared<Records const>(Records{NodeId{0}, {1}, {0}, {}, 1});
    for (json const& epoch : replica.at("log_epoch_per_offset")) {
        RecordBatch batch;
        batch.base_offset = log.end_offset();
        batch.partition_leader_epoch = LeaderEpoch{epoch.get<std::int32_t>()};
        batch.records = records;
        batch.size_in_bytes = 69;
        log.append(std::make_shared<RecordBatch const>(batch), INT64_MAX);
    }
    for (json const& entry : replica.at("epochCache")) {
        LeaderEpoch const epoch{entry.at(0).get<std::int32_t>()};
        if (log.epochs().latest() && *log.epochs().latest() >= epoch) continue;
        log.begin_epoch(epoch);
        if (log.end_offset().value != entry.at(1).get<std::int64_t>()) {
            throw std::invalid_argument("an epoch that begins inside the log without records");
        }
    }
    return log;
}

json epochs_of(Log const& log) {
    json epochs = json::array();
    for (std::int64_t i = 0; i < log.batches().size(); ++i) {
        epochs.push_back(log.batches()[i]->partition_leader_epoch.value);
    }
    return epochs;
}

LeaderEpoch latest(Log const& log) { return log.epochs().latest().value_or(kNoEpoch); }

// Before truncation on fetch (inter-broker protocol 0.11 to 2.6): ask until histories agree.
json ask_for_epochs(Log const& leader, Log follower, Offset high_watermark) {
    json steps = json::array();
    if (latest(follower) == kNoEpoch) {
        follower.truncate_to(high_watermark);
        steps.push_back({{"request", nullptr},
                         {"note", "no epoch cached: truncate to HW"},
                         {"truncateTo", high_watermark.value},
                         {"done", true}});
        return {{"steps", steps}, {"logAfterTruncation", epochs_of(follower)}};
    }
    for (bool done = false; !done;) {
        LeaderEpoch const asked = latest(follower);
        EpochEnd const reply = leader.epochs().end_offset_for(asked, leader.end_offset());
        Truncation const cut =
            where_to_truncate({follower.epochs(), follower.end_offset(), high_watermark}, reply);
        follower.truncate_to(cut.to);
        done = cut.is_done;
        steps.push_back(
            {{"offsetsForLeaderEpochRequest", asked.value},
             {"leaderReply",
              {{"leaderEpoch", reply.epoch.value}, {"endOffset", reply.end_offset.value}}},
             {"truncateTo", cut.to.value},
             {"done", done},
             {"why", done ? "common epoch"
                          : "leader epoch unknown to follower: truncate to end of next lower "
                            "follower epoch, ask again"},
             {"followerLogEndOffsetAfter", follower.end_offset().value}});
    }
    return {{"steps", steps}, {"logAfterTruncation", epochs_of(follower)}};
}

json fetch_until_equal(Log const& leader, Log follower, Offset high_watermark) {
    json steps = json::array();
    for (bool done = false; !done;) {
        LeaderEpoch const last = latest(follower);
        Offset const from = follower.end_offset();
        json step = {{"fetchOffset", from.value},
                     {"lastFetchedEpoch", last == kNoEpoch ? json(nullptr) : json(last.value)}};
        Divergence const diverging =
            last == kNoEpoch ? Divergence{}
                             : find_divergence(leader.epochs(), leader.end_offset(), last, from);
        if (diverging.is_out_of_range) throw std::invalid_argument("offset out of range");
        if (diverging.end.is_defined()) {
            Truncation const cut = where_to_truncate(
                {follower.epochs(), follower.end_offset(), high_watermark}, diverging.end);
            follower.truncate_to(cut.to);
            step["divergingEpoch"] = {{"epoch", diverging.end.epoch.value},
                                      {"endOffset", diverging.end.end_offset.value}};
            step["truncateTo"] = cut.to.value;
        } else {
            std::vector<BatchRef> batches;
            leader.read(from, leader.end_offset(), INT64_MAX, batches);
            for (BatchRef const& batch : batches) follower.append(batch, INT64_MAX);
            step["recordsFetched"] = batches.size();
            done = batches.empty();
        }
        step["followerLogEndOffsetAfter"] = follower.end_offset().value;
        steps.push_back(step);
    }
    return {{"steps", steps}, {"finalLog", epochs_of(follower)}};
}
}  // namespace

nlohmann::json replay_leader_epoch_truncation(nlohmann::json const& input) {
    Log const leader = make_log(input.at("leader"));
    Log const follower = make_log(input.at("follower"));
    Offset const high_watermark{input.at("follower").at("highWatermark").get<std::int64_t>()};
    return {{"offsetsForLeaderEpoch", ask_for_epochs(leader, follower, high_watermark)},
            {"truncationOnFetch", fetch_until_equal(leader, follower, high_watermark)}};
}

}  // namespace highwater
