// What the window does with files: a picture of itself, and a scenario that is being written.
#include <gtest/gtest.h>

#include "gui/app.h"
#include "tests/gui/app/desk.h"

namespace highwater::gui {
namespace {

TEST(Picture, IsOfTheWindowAsItIsWithoutThePalette) {
    std::string ending;
    std::string bytes;
    DashboardOptions options =
        options_for((scenarios_folder() / "basics/one-record.toml").string());
    options.write = [&](std::string const&, std::string const& end,
                        std::string const& text) -> Expected<std::string> {
        ending = end;
        bytes = text;
        return std::string{"one-record.png"};
    };
    App app{std::move(options)};
    Desk desk{{1280, 720, 1}, false};
    app.ui().show_palette = true;
    desk.draw(app);
    desk.screen().run_frame([&] { app.carry_out(Export{Export::What::picture}); });
    EXPECT_EQ(ending, ".png");
    EXPECT_TRUE(bytes.starts_with("\x89PNG"));
    // Width and height stand in the header, the largest byte first.
    ASSERT_GT(bytes.size(), 10'000U);
    EXPECT_EQ(bytes.substr(16, 8), std::string("\0\0\x05\0\0\0\x02\xD0", 8));
    EXPECT_EQ(app.ui().notice, "Saved as one-record.png");
    desk.draw(app);  // the window's own ImGui goes on
}

struct Followed {
    std::string path = (scenarios_folder() / "replication/leader-failover.toml").string();
    std::int64_t version = 7;
    bool is_broken = false;
    int loads = 0;

    App open() {
        DashboardOptions options = options_for(path);
        options.version_of = [this](std::string const&) { return version; };
        options.load = [this](std::string const& file) {
            ++loads;
            if (is_broken) return load_text("x.toml", "title = ");
            return load_lesson(file);
        };
        return App{std::move(options)};
    }
};

TEST(AFileThatChanged, IsReadAgainAtTheSameInstant) {
    Followed file;
    App app = file.open();
    Desk desk{{1280, 720, 1}, false};
    app.player().seek(Time{} + seconds(4));
    app.player().finish();
    int const before = file.loads;
    desk.sleep(2);
    desk.draw(app);
    EXPECT_EQ(file.loads, before);  // nothing has changed
    file.version = 8;
    desk.sleep(2);
    desk.draw(app);
    EXPECT_EQ(file.loads, before + 1);
    app.player().finish();
    EXPECT_EQ(app.player().timeline().world().now, Time{} + seconds(4));
    EXPECT_NE(app.ui().notice.find("has been read again"), std::string::npos) << app.ui().notice;
}

TEST(AFileThatChanged, IsLeftAloneWhereItCannotBeReadOrTheRunWasChanged) {
    Followed file;
    App app = file.open();
    Desk desk{{1280, 720, 1}, false};
    app.player().seek(Time{} + seconds(4));
    app.player().finish();
    file.is_broken = true;
    file.version = 9;
    desk.sleep(2);
    desk.draw(app);
    EXPECT_EQ(app.player().timeline().world().now, Time{} + seconds(4));
    EXPECT_FALSE(app.ui().notice.empty());
    file.is_broken = false;
    app.carry_out(RunPhrase{"kill broker-2"});
    file.version = 10;
    desk.sleep(2);
    desk.draw(app);
    EXPECT_EQ(app.player().clicked_commands(), 1);
    EXPECT_NE(app.ui().notice.find("It is not read again"), std::string::npos) << app.ui().notice;
}

}  // namespace
}  // namespace highwater::gui
