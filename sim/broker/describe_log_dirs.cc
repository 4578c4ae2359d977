// DescribeLogDirs (35): what the replicas on this broker take on its disk, whatever the controller
// says of them.
#include <algorithm>

#include "broker/replicas.h"

namespace highwater {

void handle(Broker& self, Envelope const& from, DescribeLogDirsRequest const& request,
            Effects& out) {
    LogDirDescription dir;
    dir.log_dir = kLogDir;
    for (PartitionTable::Entry const& entry : self.partitions.entries()) {
        bool const is_asked =
            !request.partitions || std::find(request.partitions->begin(), request.partitions->end(),
                                             entry.id) != request.partitions->end();
        if (!is_asked) continue;
        Partition const& partition = self.partitions[entry.slot];
        std::int64_t const lag = partition.high_watermark - partition.log.end_offset();
        dir.replicas.push_back(
            {entry.id, partition.log.size_in_bytes(), std::max<std::int64_t>(lag, 0)});
    }
    DescribeLogDirsResponse answer;
    answer.log_dirs = make_payload(std::vector<LogDirDescription>{std::move(dir)});
    out.reply(from, std::move(answer));
}

}  // namespace highwater
