// What a panel asks for. The app carries it out after the frame; commands to the world are
// recorded, so that whatever was clicked can be saved as a scenario.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "gui/shortcuts.h"

namespace highwater::gui {

struct RunPhrase {
    std::string phrase;
};  // "kill broker-2": any verb of the scenario language
struct Play {};
struct Pause {};
struct StepForward {
    bool to_interesting{};
};  // one event, or the next that a learner would name
struct StepBack {
    bool to_interesting{};
};
struct SeekTime {
    Time at;
};
struct SeekEvent {
    EventId event{};
};
struct SeekPlace {
    std::uint64_t nth{};
};  // right behind the nth event of the run, whatever its id
struct GoToBookmark {
    std::size_t nth{};  // of Frame::bookmarks
};
struct SetSpeed {
    std::int64_t speed_ppm{};
};
struct Restart {};
struct Fork {
    std::string name;
};  // keeps both futures
struct SwitchBranch {
    std::int32_t branch{};
};
struct CompareAgainst {
    std::string setting;
};  // "checkout.acks=1", or several with blanks between them: the same script in another
    // configuration, beside this run
struct Combine {
    std::vector<std::string> choices;
};  // "checkout.acks=1,all": the script in every combination, each to its end
struct NameBranch {
    std::int32_t branch{};
    std::string name;
};
struct OpenScenario {
    std::string path;
};
struct SaveRun {
    std::string path;
};
struct RunUntil {
    std::string condition;
};  // a state query with a comparison
struct CallTool {
    std::string phrase;
};  // a call of one of Kafka's tools that changes something: only where it does not refuse
struct Do {
    Action action{};
};  // what a key would do
struct MarkHere {
    bool forget{};
};                 // what differs from here on is told field by field
struct HandIn {};  // saves the answer to the challenge, plays it and grades it
struct TakeBack {
    std::int32_t command{};
};  // of the answer: ChallengeDraft::commands
struct ChooseLanguage {
    std::string language;
};  // of the lessons' words; empty: as they were written first
struct Export {
    enum class What : std::uint8_t { facts_csv, facts_json, sequence, storyboard, picture };
    What what{};
};
struct ShowHint {
    bool shows{};
};  // a short future that shows what it means, or not now
struct Quit {};

using Request =
    std::variant<RunPhrase, Play, Pause, StepForward, StepBack, SeekTime, SeekEvent, SeekPlace,
                 GoToBookmark, SetSpeed, Restart, Fork, SwitchBranch, CompareAgainst, Combine,
                 NameBranch, OpenScenario, SaveRun, RunUntil, CallTool, Do, MarkHere, HandIn,
                 TakeBack, ChooseLanguage, Export, ShowHint, Quit>;

class Requests {
public:
    void push(Request request) { list_.push_back(std::move(request)); }
    std::vector<Request>& list() { return list_; }

private:
    std::vector<Request> list_;
};

}  // namespace highwater::gui
