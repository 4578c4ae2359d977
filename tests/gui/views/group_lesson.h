// Three orders partitions and a group that reads them, and the topics that Kafka makes for itself:
// what a lesson about groups looks like, without its words.
#pragma once

namespace highwater::gui {

inline constexpr char const* kGroupLesson = R"(format   = 1
title    = "A third consumer joins"
question = "Which partitions move, and who waits?"
seed     = 11
duration = "60s"

[cluster]
brokers     = 3
controllers = 3

[[topic]]
name       = "orders"
assignment = [[1, 2, 3], [2, 3, 1], [3, 1, 2], [1, 2, 3], [2, 3, 1], [3, 1, 2]]

[[producer]]
name  = "checkout"
topic = "orders"
rate  = "40/s"

[[consumer]]
group   = "billing"
members = 2
topics  = ["orders"]
[consumer.config]
partition.assignment.strategy = "cooperative-sticky"

[[step]]
at = "20s"
do = "join billing as billing-3 topics=orders partition.assignment.strategy=cooperative-sticky"
)";

}  // namespace highwater::gui
