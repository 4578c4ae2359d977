#include "tests/kafka/recording.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string_view>

namespace highwater {

using nlohmann::json;

std::string RecordedStep::kind() const {
    return action.is_object() ? action.value("do", "") : std::string{};
}

std::optional<Recording> read_recording(std::filesystem::path const& path) {
    std::ifstream in{path};
    json const file = json::parse(in, nullptr, false);
    if (!file.is_object() || !file.contains("steps") || !file.contains("cluster")) {
        return std::nullopt;
    }
    Recording recording;
    recording.name = path.stem().string();
    recording.repetitions = file.value("repetitions", 1);
    recording.cluster = file.at("cluster");
    recording.groups = file.value("groups", json::array());
    for (json const& step : file.at("steps")) {
        recording.steps.push_back(
            {step.value("step", json{}), step.value("observed", json::object())});
    }
    for (json const& one : file.value("varies", json::array())) {
        recording.varies[one.at("path").get<std::string>()] = one.at("values");
    }
    return recording;
}

namespace {

// ---- what is not built yet; this list may only shrink ----

struct Missing {
    std::string_view what;  // a step kind, tool or config
    std::string_view needs;
};

constexpr Missing kStepKinds[] = {
    {"txn", "transactions"},
    {"files", "the bytes of a log directory"},
    {"damage", "the bytes of a log directory"},
    {"log", "the brokers' own log lines"},
};

constexpr std::string_view kPlayed[] = {
    "create-topic", "tool",   "produce", "consume", "kill",           "stop",   "start",
    "pause",        "resume", "wipe",    "wait",    "close-producer", "member",
};

constexpr Missing kTools[] = {
    {"kafka-transactions", "transactions"},
};

constexpr Missing kConfigs[] = {
    {"index.interval.bytes", "the bytes of a log directory"},
    {"transactional.id", "transactions"},
};

static_assert(std::size(kStepKinds) <= 4 && std::size(kTools) <= 1 && std::size(kConfigs) <= 2,
              "what is not built yet only shrinks: lower these numbers with it");

template <typename Table>
Missing const* find(Table const& table, std::string_view what) {
    auto const found = std::find_if(std::begin(table), std::end(table),
                                    [&](Missing const& row) { return row.what == what; });
    return found == std::end(table) ? nullptr : &*found;
}

// Of which the bytes of files are left out: those of what is compressed are made by libraries.
constexpr std::string_view kOfRecordsOnly[] = {"log-compression"};

std::string needs_of_step(RecordedStep const& step) {
    if (Missing const* const row = find(kStepKinds, step.kind())) return std::string{row->needs};
    if (step.kind() == "tool") {
        std::string const tool = step.action.value("tool", "");
        if (Missing const* const row = find(kTools, tool)) return std::string{row->needs};
    }
    return "";
}

// The configs that a step sets: its own, or those of "a=1,b=[c,d]" after --add-config.
std::vector<std::string> configs_of(json const& action) {
    std::vector<std::string> names;
    // The logs of Kafka's own topics are not looked at.
    if (action.value("topic", "").rfind("__", 0) == 0) return names;
    json const config = action.value("config", json::object());
    for (auto const& item : config.items()) names.push_back(item.key());
    json const args = action.value("args", json::array());
    for (std::size_t i = 0; i + 1 < args.size(); ++i) {
        if (args[i] != "--add-config") continue;
        std::string const pairs = "," + args[i + 1].get<std::string>();
        for (Missing const& row : kConfigs) {
            std::string const pair = "," + std::string{row.what} + "=";
            if (pairs.find(pair) != std::string::npos) names.emplace_back(row.what);
        }
    }
    return names;
}

bool writes_records(Recording const& recording) {
    return std::any_of(
        recording.steps.begin(), recording.steps.end(), [](RecordedStep const& step) {
            return step.kind() == "produce" || step.kind() == "txn" || step.kind() == "member";
        });
}

}  // namespace

std::string needs_what_is_not_yet(Recording const& recording) {
    // What a config of the log does shows only where something is logged.
    bool const configs_matter = writes_records(recording);
    for (RecordedStep const& step : recording.steps) {
        if (!step.action.is_object()) continue;
        if (step.kind() == "files" && is_of_records_only(recording)) continue;
        if (std::string needs = needs_of_step(step); !needs.empty()) return needs;
        if (!configs_matter) continue;
        for (std::string const& name : configs_of(step.action)) {
            if (Missing const* const row = find(kConfigs, name)) return std::string{row->needs};
        }
    }
    return "";
}

bool is_of_records_only(Recording const& recording) {
    return std::find(std::begin(kOfRecordsOnly), std::end(kOfRecordsOnly), recording.name) !=
           std::end(kOfRecordsOnly);
}

std::string unknown_step_kind(Recording const& recording) {
    for (RecordedStep const& step : recording.steps) {
        std::string const kind = step.kind();
        if (kind.empty() || find(kStepKinds, kind)) continue;
        if (std::find(std::begin(kPlayed), std::end(kPlayed), kind) == std::end(kPlayed)) {
            return kind;
        }
    }
    return "";
}

bool depends_on_member_ids(Recording const& recording) {
    return std::any_of(recording.steps.begin(), recording.steps.end(),
                       [](RecordedStep const& step) {
                           if (step.kind() != "member") return false;
                           json const config = step.action.value("config", json::object());
                           return config.value("group.protocol", "") == "consumer";
                       });
}

}  // namespace highwater
