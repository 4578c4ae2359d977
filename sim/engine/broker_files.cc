#include "engine/broker_files.h"

#include <algorithm>

#include "client/tools/options.h"
#include "record/batch_bytes.h"

namespace highwater {

namespace {
Broker const* broker_named(World const& world, std::string const& folder) {
    for (Process const& process : world.nodes) {
        if (!process.broker) continue;
        bool const is_meant = world.names.text(process.name) == folder ||
                              "node-" + std::to_string(process.broker_id.value) == folder;
        if (is_meant) return &**process.broker;
    }
    return nullptr;
}

// "orders-0".
std::optional<TopicPartition> partition_named(World const& world, std::string const& folder) {
    auto const dash = folder.rfind('-');
    std::int64_t number = 0;
    if (dash == std::string::npos || !parse_integer(folder.substr(dash + 1), number)) {
        return std::nullopt;
    }
    NameId const topic = world.names.find(folder.substr(0, dash));
    if (topic == kNoName) return std::nullopt;
    return TopicPartition{topic, static_cast<std::int32_t>(number)};
}

std::string bytes_of(Log const& log, std::size_t segment) {
    std::int64_t const end = segment + 1 < log.segments().size()
                                 ? log.segments()[segment + 1].first_batch
                                 : log.batches().size();
    std::string text;
    for (std::int64_t i = log.segments()[segment].first_batch; i < end; ++i) {
        Bytes const bytes = encode(*log.batches()[i]);
        text.append(bytes.begin(), bytes.end());
    }
    return text;
}
}  // namespace

std::optional<std::string> read_broker_file(World const& world, std::string const& path) {
    std::vector<std::string> const parts = split(path, '/');
    if (parts.size() < 3) return std::nullopt;
    Broker const* broker = nullptr;
    for (std::string const& part : parts) {
        if (broker == nullptr) broker = broker_named(world, part);
    }
    auto const id = partition_named(world, parts[parts.size() - 2]);
    if (broker == nullptr || !id) return std::nullopt;
    Partition const* partition = find_partition(*broker, *id);
    if (partition == nullptr) return std::nullopt;
    for (std::size_t i = 0; i < partition->log.segments().size(); ++i) {
        std::string const number = std::to_string(partition->log.segments()[i].base_offset.value);
        std::string const name = std::string(20 - number.size(), '0') + number + ".log";
        if (name == parts.back()) return bytes_of(partition->log, i);
    }
    return std::nullopt;
}

}  // namespace highwater
