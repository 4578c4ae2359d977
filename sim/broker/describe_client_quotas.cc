// DescribeClientQuotas (48): the quotas that this broker has replayed and that the filter lets
// through (Kafka: ClientQuotasImage.describe). In the order in which Java walks its maps.
#include <algorithm>

#include "base/java_hash.h"
#include "broker/broker.h"

namespace highwater {

namespace {
bool lets_through(QuotaFilterComponent const& component, QuotaEntity const& entity) {
    for (QuotaEntityPart const& part : entity) {
        if (part.entity_type != component.entity_type) continue;
        switch (component.match_type) {
        case QuotaMatch::exact: return part.entity_name == component.match;
        case QuotaMatch::default_entity: return !part.entity_name;
        case QuotaMatch::specified: return true;
        }
    }
    return false;
}

bool is_asked_for(DescribeClientQuotasRequest const& request, QuotaEntity const& entity) {
    if (!request.components) return !request.strict;
    if (request.strict && entity.size() != request.components->size()) return false;
    return std::all_of(
        request.components->begin(), request.components->end(),
        [&](QuotaFilterComponent const& component) { return lets_through(component, entity); });
}
}  // namespace

void handle(Broker& self, Envelope const& from, DescribeClientQuotasRequest const& request,
            Effects& out) {
    std::vector<DescribedClientQuotas> entries;
    for (ClientQuota const& quota : self.image->client_quotas) {
        if (!is_asked_for(request, quota.entity)) continue;
        bool const is_new = entries.empty() || !(entries.back().entity == quota.entity);
        if (is_new) entries.push_back({quota.entity, {}});
        entries.back().values.emplace_back(quota.key, quota.value);
    }
    for (DescribedClientQuotas& entry : entries) {
        sort_as_hash_map(
            entry.values, [](auto const& value) -> auto const& { return value.first; });
    }
    sort_as_hash_map(
        entries, [](DescribedClientQuotas const& entry) -> auto const& { return entry.entity; });
    out.reply(from,
              DescribeClientQuotasResponse{ErrorCode::none, make_payload(std::move(entries))});
}

}  // namespace highwater
