#include "tests/kafka/assignor_cases.h"
#include "tests/kafka/families.h"

namespace highwater {

nlohmann::json replay_assignor_range(nlohmann::json const& input) {
    return replay_assignor(AssignorKind::range, input);
}

}  // namespace highwater
