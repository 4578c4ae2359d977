#include "metadata/client_quota.h"

#include <algorithm>
#include <optional>

namespace highwater {

namespace {
// How one part of an entity stands to a client.
enum class PartIs : std::uint8_t { absent, this_one, the_default, another };

PartIs part_is(QuotaEntity const& entity, char const* type, std::string_view name) {
    for (QuotaEntityPart const& part : entity) {
        if (part.entity_type != type) continue;
        if (!part.entity_name) return PartIs::the_default;
        return *part.entity_name == name ? PartIs::this_one : PartIs::another;
    }
    return PartIs::absent;
}

struct Looking {
    MetadataImage const& image;
    std::string_view key;
    std::string_view user;
    std::string_view client_id;

    ClientQuota const* find(PartIs user_is, PartIs client_is) const {
        for (ClientQuota const& quota : image.client_quotas) {
            if (quota.key == key && part_is(quota.entity, kQuotaUser, user) == user_is &&
                part_is(quota.entity, kQuotaClientId, client_id) == client_is) {
                return &quota;
            }
        }
        return nullptr;
    }
};

// Kinds of entities that have such a quota (ClientQuotaManager.quotaTypesEnabled).
struct TypesEnabled {
    bool client_id{};
    bool user{};
    bool both{};
};

TypesEnabled types_enabled(MetadataImage const& image, std::string_view key) {
    TypesEnabled enabled;
    for (ClientQuota const& quota : image.client_quotas) {
        if (quota.key != key) continue;
        bool const has_user = part_is(quota.entity, kQuotaUser, {}) != PartIs::absent;
        bool const has_client_id = part_is(quota.entity, kQuotaClientId, {}) != PartIs::absent;
        enabled.both = enabled.both || (has_user && has_client_id);
        enabled.user = enabled.user || (has_user && !has_client_id);
        enabled.client_id = enabled.client_id || (!has_user && has_client_id);
    }
    return enabled;
}

constexpr QuotaShare kByBoth{true, true};
constexpr QuotaShare kByUser{true, false};
constexpr QuotaShare kByClientId{false, true};

// Kafka's order of precedence, the most specific first.
struct Level {
    PartIs user;
    PartIs client_id;
    QuotaShare share;
};
constexpr Level kLevels[] = {
    {PartIs::this_one, PartIs::this_one, kByBoth},
    {PartIs::this_one, PartIs::the_default, kByBoth},
    {PartIs::this_one, PartIs::absent, kByUser},
    {PartIs::the_default, PartIs::this_one, kByBoth},
    {PartIs::the_default, PartIs::the_default, kByBoth},
    {PartIs::the_default, PartIs::absent, kByUser},
    {PartIs::absent, PartIs::this_one, kByClientId},
    {PartIs::absent, PartIs::the_default, kByClientId},
};
}  // namespace

bool has_client_quota(MetadataImage const& image, std::string_view key) {
    return std::any_of(
        image.client_quotas.begin(), image.client_quotas.end(), [&](ClientQuota const& quota) {
            return quota.key == key && part_is(quota.entity, kQuotaIp, {}) == PartIs::absent;
        });
}

// Where quotas of one kind of entity are set, that kind alone decides.
QuotaShare quota_share(MetadataImage const& image, std::string_view key, std::string_view user,
                       std::string_view client_id) {
    TypesEnabled const enabled = types_enabled(image, key);
    if (!enabled.user && !enabled.both) return kByClientId;
    if (!enabled.client_id && !enabled.both) return kByUser;
    if (!enabled.client_id && !enabled.user) return kByBoth;
    Looking const look{image, key, user, client_id};
    for (Level const& level : kLevels) {
        if (look.find(level.user, level.client_id) != nullptr) return level.share;
    }
    return kByClientId;
}

ClientQuota const* find_client_quota(MetadataImage const& image, std::string_view key,
                                     QuotaShare share, std::string_view user,
                                     std::string_view client_id) {
    Looking const look{image, key, user, client_id};
    for (Level const& level : kLevels) {
        if (!(level.share == share)) continue;
        if (ClientQuota const* quota = look.find(level.user, level.client_id)) return quota;
    }
    return nullptr;
}

bool comes_before(QuotaEntity const& a, QuotaEntity const& b) {
    return std::lexicographical_compare(
        a.begin(), a.end(), b.begin(), b.end(),
        [](QuotaEntityPart const& left, QuotaEntityPart const& right) {
            if (left.entity_type != right.entity_type) return left.entity_type < right.entity_type;
            return left.entity_name < right.entity_name;
        });
}

}  // namespace highwater
