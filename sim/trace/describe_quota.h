// The sentences of trace/quota_fact.h; part of trace/describe.cc, which would be too long.
#pragma once

#include <string>

#include "trace/describe.h"

namespace highwater {

std::string quota_sentence(ClientQuotaChanged const& fact);
std::string quota_sentence(ClientThrottled const& fact, NodeId here, Describer const& who);
std::string quota_sentence(ThrottleHeeded const& fact, NodeId here, Describer const& who);

}  // namespace highwater
