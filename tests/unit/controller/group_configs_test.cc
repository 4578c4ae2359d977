// What the active controller makes of the configs of groups.
#include <gtest/gtest.h>

#include "tests/unit/controller/lone_controller.h"

namespace highwater {
namespace {

ConfigResource group_resource(std::string name) {
    return {ConfigResourceType::group, std::move(name)};
}
AlterConfigOp set_of_group(std::string name, std::string value) {
    return {std::move(name), ConfigOperation::set, std::move(value)};
}

TEST(AlterGroupConfigs, WritesWhatChangesWhetherOrNotAnybodyIsInTheGroup) {
    LoneController lone;
    lone.new_records();
    EXPECT_EQ(lone.configure(group_resource("billing"),
                             {set_of_group("consumer.session.timeout.ms", "50000"),
                              set_of_group("share.auto.offset.reset", "earliest")})
                  .error,
              ErrorCode::none);
    EXPECT_EQ(lone.new_records().size(), 2U);
    EXPECT_EQ(*find_config(lone.controller.image, ConfigResourceType::group, "billing",
                           "consumer.session.timeout.ms"),
              "50000");
    // The same once more, and the removal of one that is not there, are no changes.
    lone.configure(group_resource("billing"),
                   {set_of_group("consumer.session.timeout.ms", "50000"),
                    {"consumer.heartbeat.interval.ms", ConfigOperation::remove, {}}});
    EXPECT_TRUE(lone.new_records().empty());
    lone.configure(group_resource("billing"),
                   {{"consumer.session.timeout.ms", ConfigOperation::remove, {}}});
    ASSERT_EQ(lone.new_records().size(), 1U);
    EXPECT_EQ(find_config(lone.controller.image, ConfigResourceType::group, "billing",
                          "consumer.session.timeout.ms"),
              nullptr);
}

TEST(AlterGroupConfigs, RefusesInKafkasWords) {
    LoneController lone;
    lone.configure(group_resource("billing"),
                   {set_of_group("consumer.heartbeat.interval.ms", "6000")});
    lone.new_records();
    AlterConfigsResult result = lone.configure(group_resource("billing"),
                                               {set_of_group("consumer.session.timeout.ms", "1")});
    EXPECT_EQ(result.error, ErrorCode::invalid_config);
    EXPECT_EQ(result.message,
              "consumer.session.timeout.ms must be greater than or equal to "
              "group.consumer.min.session.timeout.ms");
    result = lone.configure(group_resource("billing"), {set_of_group("foobar", "1")});
    EXPECT_EQ(result.error, ErrorCode::invalid_config);
    EXPECT_EQ(result.message, "Unknown group config name: foobar");
    result =
        lone.configure(group_resource(""), {set_of_group("consumer.session.timeout.ms", "50000")});
    EXPECT_EQ(result.error, ErrorCode::invalid_request);
    EXPECT_EQ(result.message, "Default group resources are not allowed.");
    result = lone.configure(group_resource("billing"),
                            {{"consumer.session.timeout.ms", ConfigOperation::append, "50000"}});
    EXPECT_EQ(result.message,
              "Can't APPEND to key consumer.session.timeout.ms because its type is not LIST.");
    EXPECT_TRUE(lone.new_records().empty());
}

TEST(AlterGroupConfigs, GoesByTheBoundsOfItsOwnFile) {
    ServerConfig config;
    config.group.consumer.min_session_timeout_ms = 1'000;
    config.group.consumer.min_heartbeat_interval_ms = 100;
    LoneController lone{config};
    EXPECT_EQ(lone.configure(group_resource("billing"),
                             {set_of_group("consumer.session.timeout.ms", "6000"),
                              set_of_group("consumer.heartbeat.interval.ms", "500")})
                  .error,
              ErrorCode::none);
}

}  // namespace
}  // namespace highwater
