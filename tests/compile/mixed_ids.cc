// A broker's node.id is not the address of its process.
#include "base/ids.h"

namespace highwater {

bool same(BrokerId broker, NodeId node) { return broker == node; }

}  // namespace highwater
