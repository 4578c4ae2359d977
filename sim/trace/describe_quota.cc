#include "trace/describe_quota.h"

#include "trace/sentence.h"

namespace highwater {

namespace {
using sentence::join;

// "user ANONYMOUS and client-id checkout", "every client-id without one of its own".
std::string entity_text(QuotaEntity const& entity) {
    std::string text;
    for (auto part = entity.rbegin(); part != entity.rend(); ++part) {  // the user first
        text += text.empty() ? "" : " and ";
        text += part->entity_name ? part->entity_type + " " + *part->entity_name
                                  : "every " + part->entity_type + " without one of its own";
    }
    return text;
}

std::string unit_of(std::string const& key) {
    if (key == "producer_byte_rate" || key == "consumer_byte_rate") return " B/s";
    return key == "request_percentage" ? " %" : " a second";
}
}  // namespace

std::string quota_sentence(ClientQuotaChanged const& f) {
    ClientQuotaRecord const& record = *f.record;
    std::string const what = join("The quota ", record.key, " of ", entity_text(record.entity));
    return record.remove ? what + " was deleted."
                         : join(what, " is now ", plain_text(record.value), unit_of(record.key),
                                ", on each broker.");
}

std::string quota_sentence(ClientThrottled const& f, NodeId here, Describer const& who) {
    bool const writes = f.quota->key == "producer_byte_rate";
    return join(who.node(here), " throttles ", who.node(f.client), " for ",
                format_duration(milliseconds(f.throttle_time_ms)), ": ", f.bytes, " bytes ",
                writes ? "written" : "read, this answer included,", " in ",
                format_duration(milliseconds(f.window_ms)), " are ", f.bytes * 1'000 / f.window_ms,
                " B/s, and the ", f.quota->key, " of ", entity_text(f.quota->entity), " is ",
                plain_text(f.quota->value), " B/s.");
}

std::string quota_sentence(ThrottleHeeded const& f, NodeId here, Describer const& who) {
    return join(who.node(here), " neither writes to nor fetches from ", who.node(f.broker),
                " until ", format_time(f.until), ": it was told to wait.");
}

}  // namespace highwater
