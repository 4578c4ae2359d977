// UpdateFeatures (57): the cluster agrees on another level of a feature (FeatureControlManager).
// All updates of a request go through, or none.
#include "controller/active.h"
#include "metadata/features.h"

namespace highwater {

namespace {
std::string range_text(FeatureRange const& range) {
    if (range.min_version == range.max_version) return std::to_string(range.min_version);
    return std::to_string(range.min_version) + "-" + std::to_string(range.max_version);
}

std::string invalid_metadata_version(std::int16_t level, std::string const& why) {
    return "Invalid metadata.version " + std::to_string(level) + ". " + why;
}

// None: it may be done.
std::string complaint(Controller const& self, FeatureUpdate const& update) {
    std::int16_t const present = finalized_level(self.image, update.feature);
    std::int16_t const wanted = update.max_version_level;
    bool const is_upgrade = update.upgrade_type == UpgradeType::upgrade;
    auto const invalid = [&](std::string const& why) {
        return "Invalid update version " + std::to_string(wanted) + " for feature " +
               update.feature + ". " + why;
    };
    if (wanted < 0) return invalid("A feature version cannot be less than 0.");
    FeatureRange const* range = find_feature(update.feature);
    std::string const local = "Local controller " + std::to_string(self.setup.id.value);
    if (range == nullptr) return invalid(local + " does not support this feature.");
    if (wanted < range->min_version || wanted > range->max_version) {
        return invalid(local + " only supports versions " + range_text(*range));
    }
    if (wanted < present && is_upgrade) {
        return invalid(
            "Can't downgrade the version of this feature without setting the upgrade type to "
            "either safe or unsafe downgrade.");
    }
    if (wanted > present && !is_upgrade) return invalid("Can't downgrade to a newer version.");
    if (update.feature == kKraftVersion && wanted > present) {
        return invalid("The voters of this cluster are fixed by controller.quorum.voters.");
    }
    if (update.feature == kMetadataVersion && wanted < present) {
        return invalid_metadata_version(
            wanted, update.upgrade_type == UpgradeType::unsafe_downgrade
                        ? "Unsafe metadata downgrade is not supported in this version."
                        : "Refusing to perform the requested downgrade because it might delete "
                          "metadata information.");
    }
    return {};
}

// Eligible leader replicas are reckoned by one minimum for the whole cluster: it is written down,
// and no broker may have one of its own
// (ConfigurationControlManager.maybeGenerateElrSafetyRecords).
void add_elr_safety(Controller const& self, std::vector<MetadataRecord>& records) {
    std::string const name = "min.insync.replicas";
    if (find_config(self.image, ConfigResourceType::broker, "", name) == nullptr) {
        records.push_back(
            ConfigRecord{ConfigResourceType::broker, "", name,
                         std::to_string(self.setup.config.topic.min_insync_replicas)});
    }
    for (ConfigEntry const& config : self.image.configs) {
        bool const is_of_one_broker = config.resource_type == ConfigResourceType::broker &&
                                      !config.resource_name.empty() && config.name == name;
        if (!is_of_one_broker) continue;
        records.push_back(
            ConfigRecord{config.resource_type, config.resource_name, name, std::nullopt});
    }
}
}  // namespace

void handle(Controller& self, Raft& raft, Envelope const& from,
            UpdateFeaturesRequest const& request, Effects& out) {
    UpdateFeaturesResponse answer;
    if (self.role != ControllerRole::active) {
        out.reply(from, not_controller(answer));
        return;
    }
    std::vector<MetadataRecord> records;
    std::vector<MetadataRecord> safety;
    for (FeatureUpdate const& update : *request.updates) {
        std::string const wrong = complaint(self, update);
        if (!wrong.empty()) {
            answer.error = ErrorCode::invalid_update_version;
            answer.message = make_payload(
                "The update failed for all features since the following feature had an error: " +
                wrong);
            answer_after_pending(self, from, answer, out);
            return;
        }
        if (update.feature == kElrVersion && update.max_version_level > 0) {
            add_elr_safety(self, safety);
        }
        records.push_back(FeatureLevelRecord{update.feature, update.max_version_level});
    }
    records.insert(records.begin(), safety.begin(), safety.end());
    if (request.validate_only || records.empty()) {
        answer_after_pending(self, from, answer, out);
        return;
    }
    Cause const cause{ChangeReason::config_change, kNoBroker};
    answer_after(self, write(self, raft, std::move(records), cause, out), from, answer, out);
}

}  // namespace highwater
