// kafka-features (FeatureCommand): what the cluster has agreed on, and how to change it (KIP-584).
#include <algorithm>

#include "client/exceptions.h"
#include "client/tools/arguments.h"
#include "client/tools/steps.h"
#include "metadata/features.h"

namespace highwater {

namespace {
constexpr ArgumentSpec kFeature{"--feature", "", true, false, false, false};
constexpr ArgumentSpec kMetadata{"--metadata", "", true, false, false, false};
constexpr ArgumentSpec kUnsafe{"--unsafe", "", false, false, false, false};
constexpr ArgumentSpec kDryRun{"--dry-run", "", false, false, false, false};

ParserSpec const& parser() {
    static ParserSpec const spec = {"kafka-features",
                                    "This tool manages feature flags in Kafka.",
                                    {{"--bootstrap-server", "", true, false, false, true},
                                     {"--bootstrap-controller", "", true, false, false, true},
                                     {"--command-config", "", true, false, false, false}},
                                    {{"describe", {}},
                                     {"upgrade", {kMetadata, kFeature, kDryRun}},
                                     {"downgrade", {kMetadata, kFeature, kUnsafe, kDryRun}},
                                     {"disable", {kFeature, kUnsafe, kDryRun}}}};
    return spec;
}

// "feature=level"; of disable the name alone.
Expected<FeatureUpdate> parse_update(std::string const& text, FeaturesPlan const& plan,
                                     UpgradeType type) {
    if (plan.operation == "disable") return FeatureUpdate{text, 0, type};
    std::string const wrong = "Can't parse feature=level string " + text + ": ";
    auto const equals = text.find('=');
    if (equals == std::string::npos) return Problem{wrong + "equals sign not found.", {}};
    std::string const level = text.substr(equals + 1);
    std::int64_t number = 0;
    if (!parse_integer(level, number) || number < INT16_MIN || number > INT16_MAX) {
        return Problem{wrong + "unable to parse " + level + " as a short.", {}};
    }
    return FeatureUpdate{text.substr(0, equals), static_cast<std::int16_t>(number), type};
}

std::string unknown_version(std::string const& name) {
    std::string known;
    for (std::int16_t level = metadata_version_level("3.3-IV3");
         !metadata_version_name(level).empty(); ++level) {
        known += (known.empty() ? "" : ", ") + std::string{metadata_version_name(level)};
    }
    return "Unknown metadata.version " + name + ". Supported metadata.version are " + known;
}

// What it prints first goes into the plan; the problem is all it prints.
Expected<NoValue> read_updates(FeaturesPlan& plan, Options const& options) {
    UpgradeType type = UpgradeType::upgrade;
    if (plan.operation != "upgrade") {
        type = options.has("unsafe") ? UpgradeType::unsafe_downgrade : UpgradeType::safe_downgrade;
    }
    if (options.has("metadata")) {
        plan.printed = " `metadata` flag is deprecated and may be removed in a future release.\n";
        std::int16_t const level = metadata_version_level(options.get("metadata"));
        if (level == 0) return Problem{unknown_version(options.get("metadata")), {}};
        plan.updates.push_back({std::string{kMetadataVersion}, level, type});
    }
    auto const features = options.values.find("feature");
    if (features != options.values.end()) {
        for (std::string const& text : features->second) {
            Expected<FeatureUpdate> update = parse_update(text, plan, type);
            if (!update) return update.problem();
            for (FeatureUpdate const& other : plan.updates) {
                if (other.feature != update->feature) continue;
                return Problem{"Feature " + other.feature + " was specified more than once.", {}};
            }
            plan.updates.push_back(*update);
        }
    }
    if (plan.updates.empty()) {
        return Problem{"You must specify at least one feature to " + plan.operation, {}};
    }
    std::sort(plan.updates.begin(), plan.updates.end(),
              [](FeatureUpdate const& a, FeatureUpdate const& b) { return a.feature < b.feature; });
    return NoValue{};
}

UpdateFeaturesRequest request_of(FeaturesPlan const& plan) {
    return {plan.dry_run, make_payload(plan.updates)};
}

ToolText updated(FeaturesPlan const& plan, UpdateFeaturesResponse const& answer) {
    ToolText text;
    text.out = plan.printed;
    bool const disables = plan.operation == "disable";
    for (FeatureUpdate const& update : plan.updates) {
        std::string const level = std::to_string(update.max_version_level);
        if (answer.error == ErrorCode::none) {
            text.out += update.feature + (plan.dry_run ? " can be " : " was ") +
                        (disables ? "disabled." : plan.operation + "d to " + level + ".") + "\n";
            continue;
        }
        std::string const why =
            answer.message ? *answer.message : std::string{exception_message(answer.error)};
        text.out += (plan.dry_run ? "Can not " : "Could not ") + plan.operation + " " +
                    update.feature + (disables ? "" : " to " + level) + ". " + why + "\n";
    }
    if (answer.error != ErrorCode::none) {
        std::string const count = std::to_string(plan.updates.size());
        text.err = count + " out of " + count + " operation(s) failed.\n";
        text.exit = 1;
    }
    return text;
}
}  // namespace

void begin_features(Tool& self, Effects& out) {
    ArgumentOutcome const read = parse_arguments(self.call->arguments, parser());
    if (!read.is_parsed) return finish(self, read.text, out);
    Options const& options = read.arguments.options;
    FeaturesPlan plan;
    plan.via_controllers = options.has("bootstrap-controller");
    plan.dry_run = options.has("dry-run");
    if (read.arguments.command == "describe") {
        self.plan = plan;
        return ask_cluster(self, "describeFeatures", ApiVersionsRequest{}, plan.via_controllers,
                           out);
    }
    plan.operation = read.arguments.command;
    Expected<NoValue> const good = read_updates(plan, options);
    if (!good) return finish(self, {plan.printed, good.problem().message + "\n", 1}, out);
    self.plan = plan;
    ask_cluster(self, "updateFeatures", request_of(plan), plan.via_controllers, out);
}

void step(FeaturesPlan plan, Tool& self, AdminCall const& call, Message const& answer,
          Effects& out) {
    if (auto const* versions = std::get_if<ApiVersionsResponse>(&answer)) {
        return finish(
            self,
            {describe_features(*versions->features, versions->finalized_features_epoch), {}, 0},
            out);
    }
    if (goes_on(self, call, request_of(plan), plan.via_controllers, answer, out)) return;
    if (auto const* done = std::get_if<UpdateFeaturesResponse>(&answer)) {
        finish(self, updated(plan, *done), out);
    }
}

}  // namespace highwater
