#include "tests/kafka/assignor_cases.h"
#include "tests/kafka/families.h"

namespace highwater {

nlohmann::json replay_assignor_cooperative_sticky(nlohmann::json const& input) {
    return replay_assignor(AssignorKind::cooperative_sticky, input);
}

}  // namespace highwater
