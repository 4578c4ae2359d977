// kafka-configs of clients, users and ips: their quotas (ConfigCommand.alterQuotaConfigs,
// describeQuotaConfigs, KIP-546). Before it changes any the tool asks which there are.
#include <algorithm>
#include <array>

#include "base/java_hash.h"
#include "client/tools/steps.h"

namespace highwater {

namespace {
constexpr std::array kClientQuotaNames = {"consumer_byte_rate", "controller_mutation_rate",
                                          "producer_byte_rate", "request_percentage"};
constexpr std::array kScramNames = {"SCRAM-SHA-256", "SCRAM-SHA-512"};

template <class List>
bool lists(List const& names, std::string const& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

char const* entity_type_of(std::string const& type) {
    return type == "users" ? kQuotaUser : type == "clients" ? kQuotaClientId : kQuotaIp;
}

QuotaEntity entity_of(ClientQuotasPlan const& plan) {
    QuotaEntity entity;
    for (std::size_t i = 0; i < plan.types.size(); ++i) {
        std::optional<std::string> name;
        if (!plan.names[i].empty()) name = plan.names[i];
        entity.push_back({entity_type_of(plan.types[i]), std::move(name)});
    }
    std::sort(entity.begin(), entity.end(), [](QuotaEntityPart const& a, QuotaEntityPart const& b) {
        return a.entity_type < b.entity_type;
    });
    return entity;
}

void ask_for_quotas(ClientQuotasPlan plan, Tool& self, Effects& out) {
    std::vector<QuotaFilterComponent> components;
    for (std::size_t i = 0; i < plan.types.size(); ++i) {
        QuotaFilterComponent component;
        component.entity_type = entity_type_of(plan.types[i]);
        if (i >= plan.names.size()) {
            component.match_type = QuotaMatch::specified;
        } else if (plan.names[i].empty()) {
            component.match_type = QuotaMatch::default_entity;
        } else {
            component.match = plan.names[i];
        }
        components.push_back(std::move(component));
    }
    self.plan = std::move(plan);
    ask(self, "describeClientQuotas",
        DescribeClientQuotasRequest{true, make_payload(std::move(components))}, kNoNode, out,
        seconds(30));
}

// As Scala prints a set and a list.
std::string list_text(std::vector<std::string> const& names, std::string_view separator) {
    std::string text;
    for (std::string const& name : names)
        text += (text.empty() ? "" : std::string{separator}) + name;
    return text;
}

// What is no quota of such an entity; "" when all are.
std::string wrong_names(ClientQuotasPlan const& plan) {
    std::vector<std::string> added;
    std::vector<std::string> removed;
    bool const is_ip = plan.types.front() == "ips";
    auto const is_known = [&](std::string const& name) {
        return is_ip ? name == "connection_creation_rate" : lists(kClientQuotaNames, name);
    };
    for (auto const& [name, value] : plan.added) {
        if (!is_known(name)) added.push_back(name);
    }
    for (std::string const& name : plan.removed) {
        if (!is_known(name)) removed.push_back(name);
    }
    sort_as_hash_map(
        added, java_buckets(plan.added.size()),
        [](std::string const& name) -> auto const& { return name; });
    if (is_ip) {
        added.insert(added.end(), removed.begin(), removed.end());
        if (added.empty()) return {};
        return "Only connection quota configs can be added for 'ips' using --bootstrap-server. "
               "Unexpected config names: " +
               list_text(added, ",");
    }
    bool const is_user = plan.types.size() == 1 && plan.types.front() == "users";
    auto const is_scram = [](std::string const& name) { return lists(kScramNames, name); };
    bool const has_scram = std::any_of(added.begin(), added.end(), is_scram) ||
                           std::any_of(removed.begin(), removed.end(), is_scram);
    if (is_user && has_scram) {
        return "Highwater simulates the quotas of users, not their SCRAM credentials";
    }
    std::string const what =
        is_user ? "Only quota and SCRAM credential configs can be " : "Only quota configs can be ";
    std::string const whose = is_user ? "'users'" : "'clients'";
    std::string const using_server = " for " + whose +
                                     " using --bootstrap-server. Unexpected "
                                     "config names: ";
    if (!added.empty())
        return what + "added" + using_server + "Set(" + list_text(added, ", ") + ")";
    if (removed.empty()) return {};
    return what + "deleted" + using_server + "ArrayBuffer(" + list_text(removed, ", ") + ")";
}

// "user-principal 'ANONYMOUS', the default client-id".
std::string entity_text(QuotaEntity const& entity) {
    std::string text;
    for (char const* const type : {kQuotaUser, kQuotaClientId, kQuotaIp}) {
        for (QuotaEntityPart const& part : entity) {
            if (part.entity_type != type) continue;
            std::string const noun =
                part.entity_type == kQuotaUser ? "user-principal" : part.entity_type;
            text += text.empty() ? "" : ", ";
            text +=
                part.entity_name ? noun + " '" + *part.entity_name + "'" : "the default " + noun;
        }
    }
    return text;
}

std::string described_text(std::vector<DescribedClientQuotas> entries) {
    std::string text;
    sort_as_hash_map(
        entries, java_buckets_made_for(entries.size()),
        [](DescribedClientQuotas const& entry) -> auto const& { return entry.entity; });
    for (DescribedClientQuotas& entry : entries) {
        sort_as_hash_map(
            entry.values, java_buckets_made_for(entry.values.size()),
            [](auto const& value) -> auto const& { return value.first; });
        std::vector<std::string> values;
        for (auto const& [key, value] : entry.values)
            values.push_back(key + "=" + java_text(value));
        text += "Quota configs for " + entity_text(entry.entity) + " are " +
                list_text(values, ", ") + "\n";
    }
    return text;
}

void alter_present(ClientQuotasPlan const& plan, Tool& self,
                   std::vector<DescribedClientQuotas> const& present, Effects& out) {
    std::vector<std::string> missing;
    for (std::string const& name : plan.removed) {
        bool const is_there =
            !present.empty() &&
            std::any_of(present.front().values.begin(), present.front().values.end(),
                        [&](auto const& value) { return value.first == name; });
        if (!is_there) missing.push_back(name);
    }
    if (!missing.empty()) {
        return finish(self, terse("Invalid config(s): " + list_text(missing, ",")), out);
    }
    ClientQuotaAlteration alteration{entity_of(plan), {}};
    for (auto const& [name, text] : plan.added) {
        std::optional<QuotaValue> const value = parse_quota_value(text);
        if (!value) {
            return finish(self,
                          terse("Cannot parse quota configuration value for " + name + ": " + text),
                          out);
        }
        alteration.ops.push_back({name, value});
    }
    for (std::string const& name : plan.removed) alteration.ops.push_back({name, std::nullopt});
    ask(self, "alterClientQuotas",
        AlterClientQuotasRequest{make_payload(std::vector{std::move(alteration)})}, kNoNode, out);
}

void quotas_altered(ClientQuotasPlan const& plan, Tool& self, AlterClientQuotasResult const& result,
                    AdminCall const& call, Effects& out) {
    if (result.error == ErrorCode::not_controller || result.error == ErrorCode::request_timed_out) {
        return ask_again(self, call, out);
    }
    if (result.error != ErrorCode::none) {
        return finish(self, config_command_failed({}, plan.arguments, result.error, result.message),
                      out);
    }
    std::string const& type = plan.types.front();
    std::string const& name = plan.names.front();
    std::string const done =
        name.empty() ? "Completed updating default config for " + type + " in the cluster.\n"
                     : "Completed updating config for " + type.substr(0, type.size() - 1) + " " +
                           name + ".\n";
    finish(self, {done, {}, 0}, out);
}
}  // namespace

void begin_client_quotas(ClientQuotasPlan plan, Tool& self, Effects& out) {
    if (plan.alters) {
        std::string const wrong = wrong_names(plan);
        if (!wrong.empty()) return finish(self, terse(wrong), out);
    } else if (plan.names.size() > plan.types.size()) {
        return finish(self, terse("More entity names specified than entity types"), out);
    }
    ask_for_quotas(std::move(plan), self, out);
}

void step(ClientQuotasPlan plan, Tool& self, AdminCall const& call, Message const& answer,
          Effects& out) {
    if (auto const* described = std::get_if<DescribeClientQuotasResponse>(&answer)) {
        if (plan.alters) return alter_present(plan, self, *described->entries, out);
        return finish(self, {described_text(*described->entries), {}, 0}, out);
    }
    if (auto const* altered = std::get_if<AlterClientQuotasResponse>(&answer)) {
        return quotas_altered(plan, self, altered->entries->front(), call, out);
    }
}

}  // namespace highwater
