// What kafka-configs asks about the quotas of clients (KIP-546): DescribeClientQuotas (48), which
// any broker answers from what it has replayed, and AlterClientQuotas (49), which goes on to the
// active controller.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/fields.h"
#include "base/java_hash.h"
#include "protocol/metadata_record.h"
#include "protocol/payload.h"
#include "record/error_code.h"

namespace highwater {

// ClientQuotaEntity.hashCode, as a HashMap mixes it: of the map from types to names.
inline std::uint32_t java_hash(QuotaEntity const& entity) {
    std::uint32_t hash = 31;
    for (QuotaEntityPart const& part : entity) {
        hash += java_string_hash(part.entity_type) ^
                (part.entity_name ? java_string_hash(*part.entity_name) : 0);
    }
    return hash ^ hash >> 16;
}

struct QuotaOp {
    std::string key;
    std::optional<QuotaValue> value;  // none: the quota is removed
    static auto fields(auto& self) {
        return std::tuple{Field{"key", self.key}, Field{"value", self.value}};
    }
};

struct ClientQuotaAlteration {
    QuotaEntity entity;
    std::vector<QuotaOp> ops;
    static auto fields(auto& self) {
        return std::tuple{Field{"entity", self.entity}, Field{"ops", self.ops}};
    }
};

struct AlterClientQuotasRequest {
    Payload<std::vector<ClientQuotaAlteration>> entries;
    static auto fields(auto& self) { return std::tuple{Field{"entries", self.entries}}; }
};

struct AlterClientQuotasResult {
    QuotaEntity entity;
    ErrorCode error{};
    std::string message;
    static auto fields(auto& self) {
        return std::tuple{Field{"entity", self.entity}, Field{"error", self.error},
                          Field{"message", self.message}};
    }
};

struct AlterClientQuotasResponse {
    Payload<std::vector<AlterClientQuotasResult>> entries;
    static auto fields(auto& self) { return std::tuple{Field{"entries", self.entries}}; }
};

// MATCH_TYPE_EXACT, MATCH_TYPE_DEFAULT, MATCH_TYPE_SPECIFIED
enum class QuotaMatch : std::uint8_t { exact, default_entity, specified };

struct QuotaFilterComponent {
    std::string entity_type;
    QuotaMatch match_type{};
    std::string match;  // of exact
    static auto fields(auto& self) {
        return std::tuple{Field{"entity_type", self.entity_type},
                          Field{"match_type", self.match_type}, Field{"match", self.match}};
    }
};

struct DescribeClientQuotasRequest {
    bool strict{};  // entities of exactly these types
    Payload<std::vector<QuotaFilterComponent>> components;
    static auto fields(auto& self) {
        return std::tuple{Field{"strict", self.strict}, Field{"components", self.components}};
    }
};

struct DescribedClientQuotas {
    QuotaEntity entity;
    std::vector<std::pair<std::string, QuotaValue>> values;
    static auto fields(auto& self) {
        return std::tuple{Field{"entity", self.entity}, Field{"values", self.values}};
    }
};

struct DescribeClientQuotasResponse {
    ErrorCode error{};
    Payload<std::vector<DescribedClientQuotas>> entries;
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"entries", self.entries}};
    }
};

}  // namespace highwater
