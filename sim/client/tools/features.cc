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
constexpr ArgumentSpec kRelease{"--release-version", "", true, false, false, false};
constexpr ArgumentSpec kDryRun{"--dry-run", "", false, false, false, false};

ParserSpec const& features_parser() {
    static ParserSpec const spec = {
        "kafka-features",
        "This tool manages feature flags in Kafka.",
        {{"--bootstrap-server", "", true, false, false, true},
         {"--bootstrap-controller", "", true, false, false, true},
         {"--command-config", "", true, false, false, false}},
        {{"describe", {}},
         {"upgrade", {kMetadata, kRelease, kFeature, kDryRun}},
         {"downgrade", {kMetadata, kRelease, kFeature, kUnsafe, kDryRun}},
         {"disable", {kFeature, kUnsafe, kDryRun}},
         {"version-mapping", {kRelease}},
         {"feature-dependencies", {{"--feature", "", true, true, false, false}}}}};
    return spec;
}

// "feature=level".
Expected<FeatureUpdate> parse_level(std::string const& text, UpgradeType type) {
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

// Of disable the name alone.
Expected<FeatureUpdate> parse_update(std::string const& text, FeaturesPlan const& plan,
                                     UpgradeType type) {
    if (plan.operation == "disable") return FeatureUpdate{text, 0, type};
    return parse_level(text, type);
}

std::string unknown_version(std::string const& name) {
    std::string known;
    for (std::int16_t level = metadata_version_level("3.3-IV3");
         !metadata_version_name(level).empty(); ++level) {
        known += (known.empty() ? "" : ", ") + std::string{metadata_version_name(level)};
    }
    return "Unknown metadata.version " + name + ". Supported metadata.version are " + known;
}

// The levels that a new cluster of that metadata.version has.
std::vector<std::pair<std::string_view, std::int16_t>> default_levels(std::int16_t version) {
    std::vector<std::pair<std::string_view, std::int16_t>> levels;
    for (FeatureStep const& step : feature_steps()) {
        if (levels.empty() || levels.back().first != step.feature) {
            levels.emplace_back(step.feature, std::int16_t{0});
        }
        if (step.default_since <= version) levels.back().second = step.level;
    }
    return levels;
}

ToolText version_mapping(Options const& options) {
    std::string const release = options.has("release-version")
                                    ? options.get("release-version")
                                    : std::string{metadata_version_name(latest_metadata_version())};
    std::int16_t const version = metadata_version_level(release);
    if (version == 0) return terse(unknown_version(release));
    std::string text = "metadata.version=" + std::to_string(version) + " (" + release + ")\n";
    for (auto const& [feature, level] : default_levels(version)) {
        text += std::string{feature} + "=" + std::to_string(level) + "\n";
    }
    return {std::move(text), {}, 0};
}

// What one "feature=level" needs; the problem ends the tool.
Expected<std::string> dependencies_of(FeatureUpdate const& asked) {
    std::int16_t const level = asked.max_version_level;
    std::string const text = asked.feature + "=" + std::to_string(level);
    if (asked.feature == kMetadataVersion) {
        std::string const name{metadata_version_name(level)};
        if (name.empty()) return Problem{"Unknown metadata.version " + std::to_string(level), {}};
        return text + " (" + name + ") has no dependencies.\n";
    }
    FeatureRange const* const known = find_feature(asked.feature);
    if (known == nullptr) return Problem{"Unknown feature: " + asked.feature, {}};
    if (level < known->min_version || level > known->max_version) {
        return Problem{
            "No feature:" + asked.feature + " with feature level " + std::to_string(level), {}};
    }
    for (FeatureStep const& step : feature_steps()) {
        bool const is_it = step.feature == asked.feature && step.level == level;
        if (!is_it || step.needs_metadata_version == 0) continue;
        std::int16_t const needed = step.needs_metadata_version;
        return text + " requires:\n    metadata.version=" + std::to_string(needed) + " (" +
               std::string{metadata_version_name(needed)} + ")\n";
    }
    return text + " has no dependencies.\n";
}

ToolText feature_dependencies(Options const& options) {
    std::string printed;
    for (std::string const& text : options.values.find("feature")->second) {
        Expected<FeatureUpdate> const asked = parse_level(text, UpgradeType::upgrade);
        if (!asked) return {printed, asked.problem().message + "\n", 1};
        Expected<std::string> const told = dependencies_of(*asked);
        if (!told) return {printed, told.problem().message + "\n", 1};
        printed += *told;
    }
    return {std::move(printed), {}, 0};
}

// All features as they come with a release.
Expected<NoValue> read_release(FeaturesPlan& plan, Options const& options, UpgradeType type) {
    if (options.has("metadata") || options.has("feature")) {
        return Problem{"Can not specify `release-version` with other feature flags.", {}};
    }
    std::string const release = options.get("release-version");
    std::int16_t const version = metadata_version_level(release);
    if (version == 0) return Problem{unknown_version(release), {}};
    plan.updates.push_back({std::string{kMetadataVersion}, version, type});
    for (auto const& [feature, level] : default_levels(version)) {
        // Kafka would make the voters dynamic too; here they are fixed, and one refused update
        // would hold up all the others.
        if (feature == kKraftVersion) continue;
        // Nothing is upgraded to 0.
        if (type == UpgradeType::upgrade && level == 0) continue;
        plan.updates.push_back({std::string{feature}, level, type});
    }
    return NoValue{};
}

// What it prints first goes into the plan; the problem is all it prints.
Expected<NoValue> read_updates(FeaturesPlan& plan, Options const& options) {
    UpgradeType type = UpgradeType::upgrade;
    if (plan.operation != "upgrade") {
        type = options.has("unsafe") ? UpgradeType::unsafe_downgrade : UpgradeType::safe_downgrade;
    }
    if (options.has("release-version")) {
        Expected<NoValue> const release = read_release(plan, options, type);
        if (!release) return release;
    } else if (options.has("metadata")) {
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

ToolText updated(FeaturesPlan const& plan) {
    ToolText text;
    text.out = plan.printed;
    bool const disables = plan.operation == "disable";
    for (FeatureUpdate const& update : plan.updates) {
        std::string const level = std::to_string(update.max_version_level);
        text.out += update.feature + (plan.dry_run ? " can be " : " was ") +
                    (disables ? "disabled." : plan.operation + "d to " + level + ".") + "\n";
    }
    return text;
}

// All of them, for the same reason.
ToolText not_updated(FeaturesPlan const& plan, std::string const& why) {
    ToolText text;
    text.out = plan.printed;
    for (FeatureUpdate const& update : plan.updates) {
        std::string const level = std::to_string(update.max_version_level);
        text.out += (plan.dry_run ? "Can not " : "Could not ") + plan.operation + " " +
                    update.feature + (plan.operation == "disable" ? "" : " to " + level) + ". " +
                    why + "\n";
    }
    std::string const count = std::to_string(plan.updates.size());
    text.err = count + " out of " + count + " operation(s) failed.\n";
    text.exit = 1;
    return text;
}
}  // namespace

ToolText features_timed_out(FeaturesPlan const& plan, std::string const& what) {
    if (!plan.operation.empty()) return not_updated(plan, what);
    return {{}, exception_class(ErrorCode::request_timed_out) + ": " + what + "\n", 1};
}

void begin_features(Tool& self, Effects& out) {
    ArgumentOutcome const read = parse_arguments(self.call->arguments, features_parser());
    if (!read.is_parsed) return finish(self, read.text, out);
    Options const& options = read.arguments.options;
    if (read.arguments.command == "version-mapping") {
        return finish(self, version_mapping(options), out);
    }
    if (read.arguments.command == "feature-dependencies") {
        return finish(self, feature_dependencies(options), out);
    }
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
        if (done->error == ErrorCode::none) return finish(self, updated(plan), out);
        std::string const why =
            done->message ? *done->message : std::string{exception_message(done->error)};
        finish(self, not_updated(plan, why), out);
    }
}

}  // namespace highwater
