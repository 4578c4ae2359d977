// A challenge: a set-up that does not do what it should. A learner may change a few things of it,
// and is graded by whether the goals are reached then. The file that says what to change, and when,
// is the answer; a student can hand it in.
//
//     [challenge]
//     task    = "No order may be lost, whichever broker dies."
//     may-set = ["checkout.acks", "orders.min.insync.replicas"]
//     may-do  = ["exec kafka-configs"]
//     budget  = 2
//     [[challenge.goal]]
//     at     = "30s"
//     say    = "No acknowledged order is lost."
//     expect = "acknowledged records lost = 0"
//     why    = "A leader that answers at once may be the only one that has the record."
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "scenario/errors.h"

namespace highwater {

struct ChallengeGoal {
    std::string say;  // what it asks for, in words; may be empty
    std::string why;  // told where it is missed: what to think about
    Time at;
    std::int32_t expectation{-1};  // index in Scenario::expectations
    Place place;
};

struct Challenge {
    std::string task;
    std::vector<std::string> may_set;  // "checkout.acks", as --set names it
    std::vector<std::string> was;      // what each of them is now, as it is written; "": a default
    std::vector<std::string> may_do;   // how a command begins: "exec kafka-configs", "join billing"
    std::int32_t budget{-1};           // of changes; -1: any number
    Time from;                         // commands are given from here …
    Time until;                        // … to here
    std::vector<ChallengeGoal> goals;
    Place place;
};

// One config that an answer sets.
struct ChosenSetting {
    std::string name;  // "checkout.acks"
    std::string value;
};
// One command that it gives.
struct ChosenCommand {
    Time at;
    std::string phrase;
};

struct GivenAnswer {
    std::string by;    // who hands it in; may be empty
    std::string text;  // the file as it was written
    std::vector<ChosenSetting> settings;
    std::vector<ChosenCommand> commands;

    std::int32_t changes() const {
        return static_cast<std::int32_t>(settings.size() + commands.size());
    }
};

// A command may be given when it begins as one of `may_do` does, word by word; "kafka-topics.sh" is
// "kafka-topics".
bool may_do(Challenge const& challenge, std::string_view phrase);

// "challenge = …" of an answer: the name of the scenario's file without its folder and ending.
std::string challenge_name(std::string_view file);

// The file to hand in.
std::string write_answer_file(std::string_view challenge, GivenAnswer const& answer);

}  // namespace highwater
