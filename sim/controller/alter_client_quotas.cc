// AlterClientQuotas (49), as ClientQuotaControlManager decides it: all changes of one entity, or
// none of them.
#include <algorithm>

#include "base/java_hash.h"
#include "controller/active.h"
#include "metadata/client_quota.h"

namespace highwater {

namespace {
// The types of QuotaConfig's ConfigDef.
enum class QuotaNumber : std::uint8_t { of_long, of_double, of_int };
struct QuotaKey {
    std::string_view name;
    QuotaNumber number;
    bool is_of_ips;
};
constexpr QuotaKey kQuotaKeys[] = {
    {kProducerByteRate, QuotaNumber::of_long, false},
    {kConsumerByteRate, QuotaNumber::of_long, false},
    {kRequestPercentage, QuotaNumber::of_double, false},
    {kControllerMutationRate, QuotaNumber::of_double, false},
    {kConnectionCreationRate, QuotaNumber::of_int, true},
};

// What is wrong with an entity; "" when nothing is.
std::string wrong_quota_entity(QuotaEntity const& entity) {
    if (entity.empty()) return "Invalid empty client quota entity";
    for (QuotaEntityPart const& part : entity) {
        bool const is_known = part.entity_type == kQuotaUser ||
                              part.entity_type == kQuotaClientId || part.entity_type == kQuotaIp;
        if (!is_known) return "Unhandled client quota entity type: " + part.entity_type;
        if (part.entity_name && part.entity_name->empty()) {
            return "Empty " + part.entity_type + " not supported";
        }
    }
    bool const has_ip = std::any_of(entity.begin(), entity.end(), [](QuotaEntityPart const& part) {
        return part.entity_type == kQuotaIp;
    });
    if (has_ip && entity.size() > 1) {
        return "Invalid quota entity combination, IP entity shouldnot be combined with User or "
               "ClientId";
    }
    return {};
}

bool is_of_ip(QuotaEntity const& entity) { return entity.front().entity_type == kQuotaIp; }

std::string wrong_quota_value(QuotaEntity const& entity, std::string const& key, QuotaValue value) {
    auto const known = std::find_if(
        std::begin(kQuotaKeys), std::end(kQuotaKeys),
        [&](QuotaKey const& one) { return one.name == key && one.is_of_ips == is_of_ip(entity); });
    if (known == std::end(kQuotaKeys)) return "Invalid configuration key " + key;
    bool const is_positive = value.whole > 0 || (value.whole == 0 && value.millionths > 0);
    if (!is_positive) return "Quota " + key + " must be greater than 0";
    if (known->number == QuotaNumber::of_double) return {};
    if (known->number == QuotaNumber::of_int && value.whole > INT32_MAX) {
        return "Proposed value for " + key + " is too large for an INT.";
    }
    if (value == kTooLargeQuota) return "Proposed value for " + key + " is too large for a LONG.";
    // A remainder of a millionth is none (ClientQuotaControlManager's epsilon).
    return value.millionths > 1 ? key + " cannot be a fractional value." : std::string{};
}

// As Java prints the map of an entity.
std::string java_entity(QuotaEntity entity) {
    sort_as_hash_map(
        entity, [](QuotaEntityPart const& part) -> auto const& { return part.entity_type; });
    std::string text;
    for (QuotaEntityPart const& part : entity) {
        text +=
            (text.empty() ? "" : ", ") + part.entity_type + "=" + part.entity_name.value_or("null");
    }
    return "ClientQuotaEntity(entries={" + text + "})";
}

ClientQuota const* find_present(Controller const& self, QuotaEntity const& entity,
                                std::string const& key) {
    for (ClientQuota const& quota : self.image.client_quotas) {
        if (quota.entity == entity && quota.key == key) return &quota;
    }
    return nullptr;
}

// Adds the records of one alteration; "" or why there are none.
std::string alter_quotas(Controller const& self, ClientQuotaAlteration const& alteration,
                         std::vector<MetadataRecord>& records) {
    std::vector<QuotaOp> ops = alteration.ops;
    for (auto op = ops.begin(); op != ops.end(); ++op) {
        bool const is_twice = std::any_of(
            ops.begin(), op, [&](QuotaOp const& earlier) { return earlier.key == op->key; });
        if (is_twice) return "Ignoring duplicate entity " + java_entity(alteration.entity);
    }
    std::string wrong = wrong_quota_entity(alteration.entity);
    if (!wrong.empty()) return wrong;
    sort_as_hash_map(
        ops, [](QuotaOp const& op) -> auto const& { return op.key; });
    std::vector<MetadataRecord> changes;
    for (QuotaOp const& op : ops) {
        ClientQuota const* present = find_present(self, alteration.entity, op.key);
        if (!op.value) {
            if (present == nullptr) continue;
            changes.push_back(ClientQuotaRecord{alteration.entity, op.key, {}, true});
            continue;
        }
        wrong = wrong_quota_value(alteration.entity, op.key, *op.value);
        if (!wrong.empty()) return wrong;
        if (present != nullptr && present->value == *op.value) continue;
        changes.push_back(ClientQuotaRecord{alteration.entity, op.key, *op.value, false});
    }
    records.insert(records.end(), changes.begin(), changes.end());
    return {};
}
}  // namespace

void handle(Controller& self, Raft& raft, Envelope const& from,
            AlterClientQuotasRequest const& request, Effects& out) {
    if (self.role != ControllerRole::active) {
        out.reply(from, error_response(request, ErrorCode::not_controller));
        return;
    }
    std::vector<MetadataRecord> records;
    std::vector<AlterClientQuotasResult> results;
    if (request.entries) {
        for (ClientQuotaAlteration const& alteration : *request.entries) {
            AlterClientQuotasResult result{alteration.entity, ErrorCode::none, {}};
            result.message = alter_quotas(self, alteration, records);
            if (!result.message.empty()) result.error = ErrorCode::invalid_request;
            results.push_back(std::move(result));
        }
    }
    AlterClientQuotasResponse answer{make_payload(std::move(results))};
    if (records.empty()) {
        answer_after_pending(self, from, answer, out);
        return;
    }
    Offset const last =
        write(self, raft, std::move(records), {ChangeReason::config_change, kNoBroker}, out);
    answer_after(self, last, from, answer, out);
}

}  // namespace highwater
