// A call of one of Kafka's command-line tools on a copy of the world: it sees the cluster as it is
// at the cursor, past or present, and leaves no trace in the run.
#pragma once

#include <functional>
#include <string>

#include "client/tools/tool.h"
#include "engine/step.h"

namespace highwater::gui {

class ToolAside {
public:
    // `exec` is the phrase's command, read with `names`.
    ToolAside(World world, Names const& names, Command exec);

    // Goes on as long as there is time; true once the tool has ended, or has not within the five
    // minutes that no tool of Kafka's waits for.
    bool go_on(std::function<bool()> const& has_time);
    bool has_ended() const { return has_ended_; }
    // Of the tool that ended; is_finished is false when it never did.
    ToolResult const& result() const { return result_; }

private:
    void look();

    World world_;
    Runner runner_;
    std::size_t first_new_{};  // of the nodes
    Time patience_;
    ToolResult result_;
    bool has_ended_{};
};

// Whether this call changes the cluster, so that it belongs into the run: reading alone does not.
bool changes_cluster(std::vector<std::string> const& arguments);

}  // namespace highwater::gui
