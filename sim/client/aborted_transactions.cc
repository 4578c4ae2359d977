#include "client/aborted_transactions.h"

#include <algorithm>

namespace highwater {

AbortedTransactions::AbortedTransactions(std::vector<AbortedTransaction> listed)
    : waiting_{std::move(listed)} {
    std::stable_sort(waiting_.begin(), waiting_.end(),
                     [](AbortedTransaction const& a, AbortedTransaction const& b) {
                         return a.first_offset > b.first_offset;
                     });
}

bool AbortedTransactions::is_visible(RecordBatch const& batch) {
    while (!waiting_.empty() && waiting_.back().first_offset <= batch.last_offset()) {
        open_.push_back(waiting_.back().id);
        waiting_.pop_back();
    }
    auto const open = std::find(open_.begin(), open_.end(), batch.producer_id);
    if (batch.is_control()) {
        if (batch.control == ControlType::abort && open != open_.end()) open_.erase(open);
        return false;
    }
    return !batch.is_transactional || open == open_.end();
}

}  // namespace highwater
