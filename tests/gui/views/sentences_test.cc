// Sentences of facts as a reader of the window meets them.
#include <gtest/gtest.h>

#include "protocol/metadata_record.h"
#include "trace/describe.h"

namespace highwater::gui {
namespace {

TEST(Sentences, EqualRecordsOfAMetadataBatchAreCounted) {
    Names names;
    Describer who;
    who.names = &names;
    who.nodes.push_back({names.intern("controller-3001"), BrokerId{3001}});
    auto const said = [&](std::vector<MetadataRecord> records) {
        MetadataBatch batch;
        batch.base_offset = Offset{40};
        batch.records = std::move(records);
        MetadataAppended fact;
        fact.base_offset = Offset{40};
        fact.batch = make_payload(std::move(batch));
        return describe({EventId{1}, Time{}, NodeId{0}, fact}, who);
    };
    PartitionChangeRecord const change;
    EXPECT_EQ(said({change}), "controller-3001 wrote metadata offset 40: PARTITION_CHANGE_RECORD.");
    EXPECT_EQ(said({change, change, change}),
              "controller-3001 wrote metadata offsets 40–42: 3 × PARTITION_CHANGE_RECORD.");
    EXPECT_EQ(said({TopicRecord{}, PartitionRecord{}, PartitionRecord{}, TopicRecord{}}),
              "controller-3001 wrote metadata offsets 40–43: TOPIC_RECORD, 2 × PARTITION_RECORD, "
              "TOPIC_RECORD.");
}

}  // namespace
}  // namespace highwater::gui
