#include "tests/kafka/stage_spec.h"

#include <algorithm>

#include "node/config_names.h"

namespace highwater {

using nlohmann::json;

std::string text_of(json const& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

namespace {
ServerConfig server_config(json const& config, int brokers) {
    ServerConfig out;
    for (auto const& item : config.items()) {
        bool const is_idle = is_known_config(ConfigScope::broker, item.key()) &&
                             !has_effect(ConfigScope::broker, item.key());
        if (!is_idle) must(set_config(out, item.key(), text_of(item.value())), item.key());
    }
    // Set for every recording (recordings/README.md).
    must(set_config(out, "auto.create.topics.enable", "false"), "auto.create.topics.enable");
    must(set_config(out, "group.initial.rebalance.delay.ms", "0"), "initial delay");
    must(set_config(out, "offsets.topic.replication.factor", std::to_string(std::min(3, brokers))),
         "offsets.topic.replication.factor");
    return out;
}
}  // namespace

WorldSpec spec_of(Recording const& recording, std::uint64_t seed) {
    WorldSpec spec;
    spec.seed = seed;
    int const brokers = recording.cluster.value("brokers", 3);
    int const controllers = recording.cluster.value("controllers", 1);
    json const racks = recording.cluster.value("racks", json::array());
    ServerConfig const config =
        server_config(recording.cluster.value("config", json::object()), brokers);
    auto const add = [&](int id, char const* kind, bool is_broker, bool is_controller) {
        NodeSpec node;
        node.id = BrokerId{id};
        node.name = spec.names.intern(kind + ("-" + std::to_string(id)));
        node.is_broker = is_broker;
        node.is_controller = is_controller;
        node.config = config;
        if (is_broker && !racks.empty()) {
            std::size_t const turn = static_cast<std::size_t>(id - 1) % racks.size();
            node.rack = spec.names.intern(racks[turn].get<std::string>());
        }
        spec.nodes.push_back(std::move(node));
    };
    for (int id = 1; id <= brokers; ++id) add(id, "broker", true, controllers == 0);
    for (int i = 1; i <= controllers; ++i) add(3000 + i, "controller", false, true);
    // All processes ran on one machine. kafka-delete-records, which asks without a pause, tells how
    // fast it was: 0.26 ms for a question and its answer (rep-offsets-delete-records).
    spec.network = {microseconds(50), microseconds(210)};
    return spec;
}

ProducerConfig producer_config(json const& config) {
    ProducerConfig out;
    std::vector<std::string> names;
    auto const set = [&](std::string const& name, std::string const& value) {
        must(set_config(out, name, value), name);
        names.push_back(name);
    };
    set("delivery.timeout.ms", "8000");
    set("request.timeout.ms", "3000");
    set("max.block.ms", "6000");
    set("linger.ms", "0");
    for (auto const& item : config.items()) set(item.key(), text_of(item.value()));
    must(settle(out, names), "producer");
    return out;
}

ConsumerConfig member_config(json const& action) {
    ConsumerConfig config;
    auto const set = [&](std::string const& name, std::string const& value) {
        must(set_config(config, name, value), name);
    };
    set("group.id", action.at("group"));
    set("auto.offset.reset", "earliest");
    set("auto.commit.interval.ms", "500");
    json const given = action.value("config", json::object());
    for (auto const& item : given.items()) set(item.key(), text_of(item.value()));
    return config;
}

}  // namespace highwater
