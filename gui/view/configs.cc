#include "gui/view/configs.h"

#include <algorithm>
#include <type_traits>

#include "broker/describe_configs.h"
#include "gui/view/cluster.h"
#include "gui/view/partition_state.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

std::string_view words_of(ConfigSource source) {
    switch (source) {
    case ConfigSource::topic: return "topic";
    case ConfigSource::dynamic_broker: return "this broker, dynamic";
    case ConfigSource::dynamic_default_broker: return "all brokers, dynamic";
    case ConfigSource::static_broker: return "server.properties";
    case ConfigSource::group: return "group";
    case ConfigSource::default_config: return "default";
    }
    return "";
}

void take_described(std::vector<DescribedConfig> const& configs, ConfigSource own,
                    ConfigsView& view) {
    for (DescribedConfig const& each : configs) {
        // A topic shows its brokers' values as given by them, not as its own.
        bool const is_set = each.source == own || (each.source != ConfigSource::default_config &&
                                                   own != ConfigSource::topic);
        view.rows.push_back({each.name, each.value, std::string{words_of(each.source)}, is_set});
    }
}

// ---- clients ------------------------------------------------------------------------------------

template <class Value>
std::string text_of(Value const& value) {
    if constexpr (std::is_same_v<Value, bool>) {
        return value ? "true" : "false";
    } else if constexpr (std::is_integral_v<Value>) {
        return std::to_string(value);
    } else if constexpr (std::is_convertible_v<Value, std::string>) {
        return value;
    } else if constexpr (requires { name_of(value); }) {
        return std::string{name_of(value)};
    } else {
        return {};
    }
}

// What has no text of its own is shown among all fields in memory.
template <class Config>
void take_fields(Config const& config, Config const& otherwise, ConfigsView& view) {
    std::vector<std::pair<std::string, std::string>> values;
    std::vector<std::string> defaults;
    for_each_field(config, [&](char const* name, auto const& field) {
        values.emplace_back(name, text_of(field));
    });
    for_each_field(otherwise,
                   [&](char const*, auto const& field) { defaults.push_back(text_of(field)); });
    for (std::size_t i = 0; i < values.size(); ++i) {
        auto& [name, value] = values[i];
        if (value.empty() && defaults[i].empty()) continue;
        bool const is_set = value != defaults[i];
        if (name == "acks" && value == "-1") value = "all";
        view.rows.push_back({name, value, is_set ? "client" : "default", is_set});
    }
}

// A live broker's word, the leader's first.
Broker const* broker_to_ask(ServerIndex const& servers, PartitionRegistration const& registration) {
    auto const live = [&](BrokerId id) -> Broker const* {
        Process const* process = servers.is_alive(id) ? servers.server(id) : nullptr;
        return process != nullptr && process->broker ? &**process->broker : nullptr;
    };
    if (Broker const* leader = live(registration.leader)) return leader;
    for (BrokerId const id : registration.replicas) {
        if (Broker const* broker = live(id)) return broker;
    }
    return nullptr;
}

Process const* selected_process(Frame const& frame, Selection const& selection) {
    auto const* node = std::get_if<SelectedNode>(&selection);
    return node == nullptr ? nullptr : find_process(frame.world, node->node);
}

std::string topic_name(Frame const& frame, Selection const& selection) {
    return frame.world.names.text(selected_partition(selection).topic);
}

// As kafka-configs takes it: a list in brackets, and all in quotes where there are blanks.
std::string added(std::string const& name, std::string const& value) {
    bool const is_list = value.find(',') != std::string::npos;
    std::string const text = name + "=" + (is_list ? "[" + value + "]" : value);
    return text.find(' ') == std::string::npos ? text : "\"" + text + "\"";
}

}  // namespace

ConfigsView configs_view(Frame const& frame, Selection const& selection) {
    ConfigsView view;
    if (selected_partition(selection).partition >= 0) {
        ServerIndex const servers{frame.world};
        PartitionRegistration const* registration =
            registration_of(servers, selected_partition(selection));
        Broker const* broker =
            registration == nullptr ? nullptr : broker_to_ask(servers, *registration);
        if (broker == nullptr) return view;
        std::string const topic = topic_name(frame, selection);
        view.title = "Configs of " + topic;
        take_described(described_topic_configs(*broker, topic), ConfigSource::topic, view);
    } else if (Process const* process = selected_process(frame, selection)) {
        view.title = "Configs of " + frame.who.node(process->id);
        if (process->broker && process->is_alive) {
            take_described(described_broker_configs(**process->broker),
                           ConfigSource::dynamic_broker, view);
        } else if (process->producer) {
            take_fields((*process->producer)->spec->config, ProducerConfig{}, view);
            view.is_of_client = true;
        } else if (process->consumer) {
            take_fields((*process->consumer)->spec->config, ConsumerConfig{}, view);
            view.is_of_client = true;
        }
    }
    if (view.rows.empty()) return {};
    std::stable_sort(view.rows.begin(), view.rows.end(),
                     [](ConfigRow const& a, ConfigRow const& b) { return a.is_set && !b.is_set; });
    return view;
}

ConfigChange config_change(Frame const& frame, Selection const& selection, std::string const& name,
                           std::string const& value) {
    std::string entity;
    if (selected_partition(selection).partition >= 0) {
        entity = "topics --entity-name " + topic_name(frame, selection);
    } else if (Process const* process = selected_process(frame, selection)) {
        if (!process->broker) {
            if (value.empty()) return {};
            return {{}, frame.who.node(process->id) + "." + name + "=" + value};
        }
        entity = "brokers --entity-name " + std::to_string(process->broker_id.value);
    }
    std::string phrase = "exec kafka-configs --alter --entity-type " + entity;
    phrase += value.empty() ? " --delete-config " + name : " --add-config " + added(name, value);
    return {std::move(phrase), {}};
}

}  // namespace highwater::gui
