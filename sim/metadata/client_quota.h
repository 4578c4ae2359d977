// Which quota holds for a client (KIP-55, KIP-546; Kafka: ClientQuotaManager's
// DefaultQuotaCallback): the most specific one, from {user, client-id} to the default of all
// client ids. What is compared with it is not always the client's own rate: with a quota of a user
// all clients of that user share it.
#pragma once

#include <string_view>

#include "metadata/image.h"

namespace highwater {

inline constexpr char kProducerByteRate[] = "producer_byte_rate";
inline constexpr char kConsumerByteRate[] = "consumer_byte_rate";
inline constexpr char kRequestPercentage[] = "request_percentage";
inline constexpr char kControllerMutationRate[] = "controller_mutation_rate";
inline constexpr char kConnectionCreationRate[] = "connection_creation_rate";

// Over PLAINTEXT nobody says who he is.
inline constexpr char kAnonymousUser[] = "ANONYMOUS";

// Is there any quota of this kind? Until then brokers do not even measure.
bool has_client_quota(MetadataImage const& image, std::string_view key);

// Whose rate is measured together (Kafka: the tags of the metric).
struct QuotaShare {
    bool by_user{};
    bool by_client_id{};
    friend bool operator==(QuotaShare a, QuotaShare b) {
        return a.by_user == b.by_user && a.by_client_id == b.by_client_id;
    }
};
QuotaShare quota_share(MetadataImage const& image, std::string_view key, std::string_view user,
                       std::string_view client_id);
// What it may be at most; nullptr: as much as it likes.
ClientQuota const* find_client_quota(MetadataImage const& image, std::string_view key,
                                     QuotaShare share, std::string_view user,
                                     std::string_view client_id);

// By the types, then by the names; a default comes before every name.
bool comes_before(QuotaEntity const& a, QuotaEntity const& b);

}  // namespace highwater
