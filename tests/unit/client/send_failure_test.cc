// What send() is answered when it fails: Kafka's own words, which scripts search for.
#include "client/send_failure.h"

#include "client/exceptions.h"
#include "tests/unit/client/producer_stage.h"

namespace highwater {
namespace {

TEST(SendFailure, EndlessRetriesEndWithTheDeliveryTimeout) {
    ProducerConfig config = at_once();
    config.delivery_timeout_ms = 8'000;
    config.request_timeout_ms = 3'000;
    ProducerStage stage{config};
    stage.submit_job(records(1));
    stage.form();
    Time const began = stage.now;
    while (!stage.role.jobs.results.back().is_done()) {
        if (auto const request = stage.take<ProduceRequest>()) {
            stage.respond(*request, ErrorCode::not_enough_replicas, 0);
        }
        stage.run_for(milliseconds(50));
        ASSERT_LT(stage.now - began, seconds(20));
    }
    EXPECT_EQ(exception_name(stage.last_outcome().error), "Timeout");
    EXPECT_EQ((stage.now - began).ms(), 8'000);
    EXPECT_EQ(
        stage.last_exception(),
        "org.apache.kafka.common.errors.TimeoutException: Expiring 1 record(s) for orders-0:"
        "8000 ms has passed since batch creation. The request has not been sent, or no server "
        "response has been received yet.");
    // Whether the batch was written is not known, so the next one starts a new epoch at 0.
    stage.submit_job(records(1));
    auto const next = stage.take<ProduceRequest>();
    ASSERT_TRUE(next);
    EXPECT_EQ(ProducerStage::batch_of(*next).base_sequence, 0);
    EXPECT_EQ(ProducerStage::batch_of(*next).producer_epoch, 1);
}

TEST(SendFailure, AnUnknownTopicEndsWithMaxBlock) {
    ProducerConfig config = at_once();
    config.max_block_ms = 6'000;
    ProducerStage stage{config};
    stage.submit_job(records(1));
    int asked = 0;
    while (!stage.role.jobs.results.back().is_done()) {
        asked += stage.count<MetadataRequest>();
        stage.answer_metadata({1}, kTopic, {}, ErrorCode::unknown_topic_or_partition);
        stage.run_for(milliseconds(10));
        ASSERT_LT(stage.now, Time{} + seconds(10));
    }
    EXPECT_EQ(exception_name(stage.last_outcome().error), "Timeout");
    EXPECT_EQ(stage.last_exception(),
              "org.apache.kafka.common.errors.TimeoutException: Topic orders not present in "
              "metadata after 6000 ms.\nCaused by: "
              "org.apache.kafka.common.errors.UnknownTopicOrPartitionException: This server does "
              "not host this topic-partition.");
    EXPECT_EQ(stage.now.ms(), 6'000);
    EXPECT_GT(asked, 5);
    EXPECT_LT(asked, 40);  // with a back-off
    stage.expect_balance();
}

TEST(SendFailure, APartitionThatDoesNotExistEndsWithMaxBlock) {
    ProducerConfig config = at_once();
    config.max_block_ms = 6'000;
    ProducerStage stage{config};
    stage.submit_job(records(1, 7));
    for (int i = 0; i < 700; ++i) {
        stage.answer_metadata({1}, kTopic, {{1, 0}});
        stage.run_for(milliseconds(10));
    }
    ASSERT_TRUE(stage.role.jobs.results.back().is_done());
    EXPECT_EQ(exception_name(stage.last_outcome().error), "Timeout");
    EXPECT_EQ(stage.last_exception(),
              "org.apache.kafka.common.errors.TimeoutException: Partition 7 of topic orders with "
              "partition count 1 is not present in metadata after 6000 ms.");
}

TEST(SendFailure, TheLastMetadataSaysTheCause) {
    ProducerConfig config = at_once();
    config.max_block_ms = 6'000;
    ProducerStage stage{config};
    stage.submit_job(records(1));
    for (int i = 0; i < 700; ++i) {
        bool const is_early = stage.now < Time{} + seconds(3);
        stage.answer_metadata(
            {1}, kTopic, {},
            is_early ? ErrorCode::unknown_topic_or_partition : ErrorCode::leader_not_available);
        stage.run_for(milliseconds(10));
    }
    ASSERT_TRUE(stage.role.jobs.results.back().is_done());
    std::string const exception = stage.last_exception();
    EXPECT_NE(exception.find("LeaderNotAvailableException: "), std::string::npos) << exception;
    EXPECT_EQ(exception.find("UnknownTopicOrPartition"), std::string::npos) << exception;
}

TEST(SendFailure, AnAnswerThatTellsNothingOfTheTopicIsNoCause) {
    ProducerConfig config = at_once();
    config.max_block_ms = 6'000;
    ProducerStage stage{config};
    stage.submit_job(records(1));
    NameId const other = stage.names.intern("other");
    for (int i = 0; i < 700; ++i) {
        stage.answer_metadata({1}, other, {}, ErrorCode::unknown_topic_or_partition);
        stage.run_for(milliseconds(10));
    }
    ASSERT_TRUE(stage.role.jobs.results.back().is_done());
    EXPECT_EQ(stage.last_exception(),
              "org.apache.kafka.common.errors.TimeoutException: Topic orders not present in "
              "metadata after 6000 ms.");
}

TEST(SendFailure, ATopicThatNobodyWasThereToAskAboutHasNoCause) {
    ProducerConfig config = at_once();
    config.max_block_ms = 6'000;
    ProducerStage stage{config};
    stage.submit_job(records(1));
    stage.run_for(seconds(6));
    ASSERT_TRUE(stage.role.jobs.results.back().is_done());
    EXPECT_EQ(stage.last_exception(),
              "org.apache.kafka.common.errors.TimeoutException: Topic orders not present in "
              "metadata after 6000 ms.");
}

TEST(SendFailure, ANameThatNoTopicCanHaveFailsAtOnce) {
    ProducerStage stage{at_once()};
    ProduceRecords job = *records(2);
    job.topic = stage.names.intern("ord!ers");
    stage.submit_job(make_payload(job));
    stage.run_for(milliseconds(30));
    for (int i = 0; i < 2;
         ++i) {  // it asked before it knew that the topic is wanted, and then again
        stage.answer_metadata({1}, job.topic, {}, ErrorCode::invalid_topic_exception);
    }
    ASSERT_TRUE(stage.role.jobs.results.back().is_done());
    EXPECT_EQ(stage.now.ms(), 30);
    EXPECT_EQ(exception_name(stage.last_outcome().error), "InvalidTopic");
    auto const& outcomes = *stage.role.jobs.results.back().outcomes;
    EXPECT_EQ(*outcomes[0].exception,
              "org.apache.kafka.common.errors.InvalidTopicException: Invalid topics: [ord!ers]");
    EXPECT_EQ(*outcomes[1].exception,
              "org.apache.kafka.common.errors.InvalidTopicException: ord!ers");
    stage.expect_balance();
    // Nobody asks again before metadata.max.age.ms.
    stage.run_for(seconds(10));
    EXPECT_EQ(stage.count<MetadataRequest>(), 0);
}

TEST(SendFailure, TooLargeForMaxRequestSizeFailsAtOnce) {
    ProducerConfig config = at_once();
    config.max_request_size = 2'000;
    ProducerStage stage{config};
    ProduceRecords job = *records(1);
    job.value = std::string(3'000, 'x');
    stage.submit_job(make_payload(job));
    stage.form();
    EXPECT_EQ(stage.count<ProduceRequest>(), 0);
    EXPECT_EQ(exception_name(stage.last_outcome().error), "RecordTooLarge");
    std::string const size =
        std::to_string(batch_size_upper_bound(body_size({{}, *job.value, {}})));
    EXPECT_EQ(stage.last_exception(),
              "org.apache.kafka.common.errors.RecordTooLargeException: The message is " + size +
                  " bytes when serialized which is larger than 2000, which is the value of the "
                  "max.request.size configuration.");
}

TEST(SendFailure, TooLargeForTheBufferFailsAtOnce) {
    ProducerConfig config = at_once();
    config.batch_size = 0;
    config.buffer_memory = 2'000;
    ProducerStage stage{config};
    ProduceRecords job = *records(1);
    job.value = std::string(3'000, 'x');
    stage.submit_job(make_payload(job));
    stage.form();
    std::string const size =
        std::to_string(batch_size_upper_bound(body_size({{}, *job.value, {}})));
    EXPECT_EQ(stage.last_exception(),
              "org.apache.kafka.common.errors.RecordTooLargeException: The message is " + size +
                  " bytes when serialized which is larger than the total memory buffer you have "
                  "configured with the buffer.memory configuration.");
}

TEST(SendFailure, ABatchThatNeverFitsIntoTheBufferFailsAtOnce) {
    ProducerConfig config = at_once();
    config.buffer_memory = 1'000;
    ProducerStage stage{config};
    stage.submit_job(records(2));
    stage.form();
    EXPECT_EQ(stage.count<ProduceRequest>(), 0);
    ASSERT_TRUE(stage.role.jobs.results.back().is_done());  // nothing was waited for
    EXPECT_EQ(stage.last_exception(),
              "java.lang.IllegalArgumentException: Attempt to allocate 16384 bytes, but there is a "
              "hard limit of 1000 on memory allocations.");
    EXPECT_EQ(stage.last_outcome().error, kBatchBeyondMemory);
    ASSERT_EQ(stage.facts_of<RecordsFailed>().size(), 2U);
    EXPECT_EQ(stage.facts_of<RecordsFailed>().back().partition, (TopicPartition{kTopic, 0}));
    stage.expect_balance();
}

TEST(SendFailure, ABatchThatJustFitsIntoTheBufferIsSent) {
    ProducerConfig config = at_once();
    config.buffer_memory = config.batch_size;
    ProducerStage stage{config};
    stage.submit_job(records(1));
    stage.form();
    EXPECT_EQ(stage.count<ProduceRequest>(), 1);
}

TEST(SendFailure, ABufferThatStaysFullEndsWithMaxBlock) {
    ProducerConfig config = at_once();
    config.buffer_memory = 20'000;
    config.max_block_ms = 6'000;
    ProducerStage stage{config};
    ProduceRecords job = *records(2);
    job.at_once = true;
    job.value = std::string(16'000, 'x');
    stage.submit_job(make_payload(job));
    stage.run_for(milliseconds(500));  // of max.block.ms goes for the metadata
    stage.form();
    Effects::Outgoing const first = *stage.take<ProduceRequest>();
    stage.run_for(seconds(7));
    EXPECT_EQ(stage.role.counts.failed, 1);
    stage.respond(first, ErrorCode::none, 0);
    ASSERT_TRUE(stage.role.jobs.results.back().is_done());
    EXPECT_EQ(exception_name(stage.last_outcome().error), "Timeout");
    // The second send() began when the first had its metadata.
    EXPECT_EQ(stage.last_exception(),
              "org.apache.kafka.clients.producer.BufferExhaustedException: Failed to allocate "
              "16384 bytes within the configured max blocking time 6000 ms. Total memory: 20000 "
              "bytes. Available memory: 3616 bytes. Poolable size: 16384 bytes");
}

}  // namespace
}  // namespace highwater
