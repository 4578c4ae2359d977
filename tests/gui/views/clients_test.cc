// The clients of the cluster stage: what is lost of what they were promised, and who has a card
// where there is not room for all.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "gui/view/cluster.h"
#include "tests/gui/views/scene.h"

namespace highwater::gui {
namespace {

ClientCard const* card_of(ClusterView const& view, std::string const& name) {
    auto const found = std::find_if(view.clients.begin(), view.clients.end(),
                                    [&](ClientCard const& each) { return each.name == name; });
    return found == view.clients.end() ? nullptr : &*found;
}

TEST(Clients, TheProducersCardSaysWhatIsLostOfWhatItWasPromised) {
    Scene scene{"replication/acks-1-loses.toml"};
    scene.go_to(Time{29'500'000});
    LifeStory lives;
    lives.follow(scene.frame().trace);
    ClusterView const untold = cluster_view(scene.frame(), {3, 4, {}}, lives);
    ASSERT_NE(card_of(untold, "checkout"), nullptr);
    EXPECT_EQ(card_of(untold, "checkout")->trouble, "");
    std::vector<LostRecord> const lost = lost_records(scene.world());
    ASSERT_EQ(lost.size(), 2U);
    ClusterView const view = cluster_view(scene.frame(), {3, 4, {}}, lives, lost);
    EXPECT_EQ(card_of(view, "checkout")->trouble, "2 acknowledged records lost");
    EXPECT_EQ(card_of(view, "checkout")->short_trouble, "2 lost");
    EXPECT_EQ(card_of(view, "checkout")->trouble_meaning, Meaning::lost);
    EXPECT_EQ(card_of(view, "auditor")->trouble, "");
}

TEST(Clients, WhoIsSelectedHasACardWhereThereIsRoomForOne) {
    Scene scene{"replication/acks-1-loses.toml"};
    scene.go_to(Time{5'500'000});
    LifeStory lives;
    lives.follow(scene.frame().trace);
    for (char const* name : {"checkout", "auditor"}) {
        ClusterView const view = cluster_view(scene.frame(), {3, 1, {}, scene.node(name)}, lives);
        ASSERT_EQ(view.clients.size(), 1U);
        EXPECT_EQ(view.clients[0].name, name);
        ASSERT_EQ(view.clients_not_shown.size(), 1U);
        EXPECT_NE(view.clients_not_shown[0], name);
    }
}

}  // namespace
}  // namespace highwater::gui
