// A scenario file, understood: what the world is made of, what happens when, what must hold.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "check/violation.h"
#include "scenario/challenge.h"
#include "scenario/errors.h"
#include "scenario/query.h"
#include "world/command.h"
#include "world/spec.h"

namespace highwater {

struct TimedCommand {
    Time at;
    Command command;
    Place place;
};

// Checked when `commands_before` commands have been carried out and, if there is none left at this
// instant, after every event of it: an expectation sees all that happened before it.
struct TimedExpectation {
    Time at;
    std::int32_t commands_before{};
    Expectation expectation;
    Place place;
    std::int32_t goal{-1};  // of Challenge::goals; -1: of a step
};

// A step of the lesson as the class sees it.
struct LessonStep {
    Time at;
    std::string say;
    std::string ask;
    std::optional<TimedQuery> answer;        // the simulator computes the true one
    std::vector<Answer> choices;             // what a class may answer; none: found by themselves
    std::vector<std::string> choice_words;   // the same in the class's language; may be none
    std::vector<std::string> phrases;        // of `do`
    std::vector<std::int32_t> expectations;  // indices in Scenario::expectations
    Place place;
};

// A data file that the run depends on; a save holds its hash.
struct DataFile {
    std::string name;  // as the scenario names it
    std::uint64_t hash{};
    std::int32_t records{};
};

struct Scenario {
    std::string file;  // as it is named in messages
    std::string text;  // as it was written
    std::string title;
    std::string question;
    std::vector<std::string> teaches;
    std::vector<std::string> after;  // lessons that should come before, by the names of their files
    std::int32_t order{};            // its turn among the lessons; 0: none is given
    std::string language;            // of its words; "": as it was written first
    std::vector<std::string> languages;  // that it has words in, sorted
    std::optional<Challenge> challenge;  // none: a lesson
    std::optional<GivenAnswer> answer;   // to the challenge, and already part of all below
    std::string kafka;
    Duration duration;
    std::optional<Time> healed;       // from then on nothing is broken: the end asks for liveness
    std::vector<InvariantId> breaks;  // what its [protocol] is meant to break
    WorldSpec world;
    std::vector<ProducerSpec> producers;
    std::vector<ConsumerSpec> consumers;
    std::vector<TimedCommand> commands;          // in the order they are carried out
    std::vector<TimedExpectation> expectations;  // in the order they are checked
    std::vector<LessonStep> steps;               // in the order of time
    std::vector<DataFile> data_files;
};

// Everything that phrases about this scenario can name.
PhraseScope scope_of(Scenario& scenario);

}  // namespace highwater
