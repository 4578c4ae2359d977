// The run as a story in the terminal: narration, commands, what happened in sentences, and whether
// each expectation holds.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/grade.h"
#include "scenario/play.h"
#include "trace/describe.h"

namespace highwater::cli {

// Breaks prose at blanks so that no line is wider than `width` characters.
std::vector<std::string> wrap(std::string_view prose, std::size_t width);

class Story {
public:
    // `detailed`: notable facts too, not only those that change what a learner sees.
    Story(std::ostream& out, bool detailed) : out_{out}, detailed_{detailed} {}

    void open(Scenario const& scenario);
    void fact(TracedFact const& traced, Describer const& who);
    void command(Time at, std::string const& phrase);
    // `goal`: what a challenge asks for; empty for an expectation of the lesson.
    void judgement(Time at, Judgement const& judgement, std::string const& goal);
    void close(World const& world, std::int32_t held, std::int32_t failed);
    void grade(Grade const& grade);

private:
    void tell_challenge(Scenario const& scenario);
    void line(Time at, std::string_view mark, std::string_view text);
    void tool_output(Time at, std::string_view text);
    bool is_told(TracedFact const& traced, std::string const& name, std::string const& sentence);

    std::ostream& out_;
    bool detailed_;
    // The last time each client said the same: a storm of retries is told once.
    struct Told {
        std::string what;
        Time at;
    };
    std::vector<Told> told_;
    bool in_prologue_{true};
    bool tells_records_{};
};

}  // namespace highwater::cli
