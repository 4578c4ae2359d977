// The configs of what is selected, and what giving one of them another value means: of topics and
// brokers a call of kafka-configs, of clients, which have theirs from the start, a comparison with
// the same script where it is otherwise.
#pragma once

#include <string>
#include <vector>

#include "gui/frame.h"
#include "gui/ui_state.h"

namespace highwater::gui {

struct ConfigRow {
    std::string name;   // "min.insync.replicas"
    std::string value;  // as in a properties file
    std::string from;   // who gives it: "topic", "server.properties", "default"
    bool is_set{};      // somebody gives it
};

struct ConfigsView {
    std::string title;            // "Configs of orders"; empty: it has none to show
    std::vector<ConfigRow> rows;  // those that somebody gives first, then by name
    bool is_of_client{};
};
ConfigsView configs_view(Frame const& frame, Selection const& selection);

// Exactly one of the two is there.
struct ConfigChange {
    std::string phrase;   // "exec kafka-configs --alter …"
    std::string against;  // "checkout.acks=1"
};
// An empty value takes a topic's or broker's config away again; of a client it means nothing.
ConfigChange config_change(Frame const& frame, Selection const& selection, std::string const& name,
                           std::string const& value);

}  // namespace highwater::gui
