// kafka-console-producer and kafka-console-consumer: tools that have a client of their own beside
// them in the same process. They look at it after each event that it has handled.
#pragma once

#include <optional>

#include "client/consumer.h"
#include "client/producer.h"
#include "client/tools/tool.h"

namespace highwater {

struct ConsoleClient {
    std::optional<ConsumerSpec> consumer;
    std::optional<ProducerSpec> producer;
};
// The client that the call asks for; none: another tool, or a call that is refused. Without a group
// a consumer gets one by `number`.
std::optional<ConsoleClient> console_client(ExecTool const& call, NameId name, ClusterId cluster,
                                            std::uint64_t number, Names& names);

void watch(Tool& self, Consumer& client, Effects& out);
void watch(Tool& self, Producer& client, Effects& out);

}  // namespace highwater
