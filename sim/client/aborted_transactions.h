// What a consumer with read_committed leaves out (CompletedFetch): the records of transactions that
// were aborted, as the fetch told which, and the markers.
#pragma once

#include <vector>

#include "storage/producer_state_manager.h"

namespace highwater {

class AbortedTransactions {
public:
    // By first offset, as the broker lists them.
    explicit AbortedTransactions(std::vector<AbortedTransaction> listed);

    // To be asked batch by batch, in the order of the log.
    bool is_visible(RecordBatch const& batch);

private:
    std::vector<AbortedTransaction> waiting_;  // those that begin later, the next one last
    std::vector<ProducerId> open_;             // whose records are being left out
};

}  // namespace highwater
