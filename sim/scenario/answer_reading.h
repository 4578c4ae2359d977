// The answer to a challenge: a small TOML file of its own. What it may not change, what is beyond
// the budget and what nobody knows is told with its place in that file.
//
//     format    = 1
//     challenge = "the-order-that-vanished"
//     by        = "Ada"
//     [set]
//     checkout.acks = "all"
//     [[step]]
//     at = "5s"
//     do = "exec kafka-configs --alter …"
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "scenario/loader_parts.h"

namespace highwater {

class AnswerReading {
public:
    explicit AnswerReading(AnswerText const& answer);

    // Before the tables of the scenario: what it sets becomes settings of the loading.
    void read(Loading& loading);
    // Behind the steps of the scenario: what it does becomes commands.
    void give_commands(Loading& loading);
    // Its mistakes join those of the scenario.
    void report_to(Errors& errors) const;

private:
    struct Phrase {
        Time at;
        Value const* text{};
    };
    void read_head(TableReader& reader, Loading const& loading);
    void read_settings(TableReader& reader, Loading& loading);
    void read_step(Value const& table, Loading const& loading);
    void check_budget(Challenge const& challenge);

    SourceLines source_;
    Errors errors_;
    std::optional<Value> root_;
    GivenAnswer answer_;
    std::vector<Phrase> phrases_;
    std::vector<std::pair<Place, std::int32_t>> changes_;  // where each stands, and how wide
};

}  // namespace highwater
