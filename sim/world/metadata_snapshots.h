// When a server writes a snapshot of the metadata log, and when it drops what is old (KIP-630;
// Kafka: SnapshotGenerator, which brokers and controllers of one process share, and the log
// cleaner of KafkaRaftClient).
#pragma once

#include "base/fields.h"
#include "node/effects.h"

namespace highwater {

struct SnapshotGenerator {
    Time last_snapshot_at;  // or when the process started
    Time last_cleaned_at;
    static auto fields(auto& self) {
        return std::tuple{Field{"last_snapshot_at", self.last_snapshot_at},
                          Field{"last_cleaned_at", self.last_cleaned_at}};
    }
};

struct Process;

// To be asked whenever more is committed, after every role of the process has replayed it. The
// active controller's no-op records see to it that this is twice a second.
void maybe_create_snapshot(Process& process, Effects& out);

}  // namespace highwater
