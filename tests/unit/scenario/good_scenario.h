// A small good scenario; tests spoil one line of it.
#pragma once

#include <string>

#include "scenario/loader.h"

namespace highwater {

inline std::string const kGoodScenario = R"(format   = 1
title    = "A leader dies"
question = "Who leads afterwards?"
seed     = 7
duration = "30s"

[cluster]
brokers     = 3
controllers = 3
racks       = ["a", "b", "c"]
[cluster.config]
replica.lag.time.max.ms = 10_000

[network]
latency = "0.5ms..2ms"

[[topic]]
name = "orders"
partitions = 3
replication-factor = 3
[topic.config]
min.insync.replicas = 2

[[producer]]
name  = "checkout"
topic = "orders"
rate  = "20/s"
file  = "data/orders.jsonl"
key   = "customer_id"
[producer.config]
acks = "all"

[[consumer]]
name   = "auditor"
assign = ["orders-0"]
from   = "earliest"

[[step]]
at = "6s"
say = "Watch."
ask = "Who will lead?"
answer = "leader of orders-1 at 20s"
do = ["kill broker-2", "cut broker-1 from broker-3"]

[[step]]
at = "20s"
expect = [
  "leader of orders-1 is broker-3",
  "acknowledged records lost = 0",
]
)";

inline LoadOptions good_options() {
    LoadOptions options;
    options.read_data = [](std::string const& name) -> Expected<std::string> {
        if (name != "data/orders.jsonl")
            return Problem{"no file " + name, "have data/orders.jsonl"};
        return std::string{"{\"customer_id\": \"C-1\"}\n{\"customer_id\": \"C-2\"}\n"};
    };
    return options;
}

inline Loaded load(std::string const& text, LoadOptions const& options = good_options()) {
    return load_scenario("good.toml", text, options);
}

// With the first `from` replaced.
inline std::string spoil(std::string const& from, std::string const& to) {
    std::string text = kGoodScenario;
    std::size_t const at = text.find(from);
    if (at == std::string::npos) return "the test names a line that is not there: " + from;
    return text.replace(at, from.size(), to);
}

}  // namespace highwater
