// Records one by one: what they say, what has happened to them, a form that sends another one, and
// configs that get another value.
#include <gtest/gtest.h>

#include <algorithm>

#include "gui/app.h"
#include "gui/view/configs.h"
#include "gui/view/record_form.h"
#include "gui/view/record_life.h"
#include "gui/view/records.h"
#include "tests/gui/app/desk.h"

namespace highwater::gui {
namespace {

constexpr char const* kFailover = "replication/leader-failover.toml";

App at(char const* file, Duration time) {
    App app{options_for((scenarios_folder() / file).string())};
    app.player().seek(Time{} + time);
    app.player().finish();
    return app;
}

Selection named(App& app, std::string const& name) {
    return find_by_name(app.player().timeline().world(), name);
}

TEST(Records, EachReplicaIsReadForItself) {
    App app = at("replication/diverging-logs.toml", milliseconds(19'900));
    Frame const frame = app.player().frame();
    ServerIndex const servers{frame.world};
    auto const id = std::get<SelectedPartition>(named(app, "orders-0")).partition;
    auto const row = [&](BrokerId broker, std::int64_t offset) {
        ShownLog const shown = shown_log(servers, frame.who, id, broker);
        EXPECT_EQ(shown.broker, broker);
        return record_row(*shown.held, frame.who, offset);
    };
    EXPECT_EQ(row(BrokerId{1}, 3).value, "coffee");
    EXPECT_EQ(row(BrokerId{1}, 3).epoch, 0);
    EXPECT_EQ(row(BrokerId{2}, 3).value, "milk");
    EXPECT_EQ(row(BrokerId{2}, 3).epoch, 1);
    EXPECT_EQ(row(BrokerId{2}, 0).writer, "shop");
    EXPECT_FALSE(row(BrokerId{1}, 99).is_there);
    // Nobody is asked for: the leader.
    EXPECT_EQ(shown_log(servers, frame.who, id, kNoBroker).broker, BrokerId{2});
}

TEST(RecordLife, IsToldFromItsSendingToItsReaders) {
    App app = at(kFailover, seconds(5));
    auto const record = std::get<SelectedRecord>(named(app, "orders-1@30"));
    std::vector<LifeStep> const life =
        record_life(app.player().frame(), record.partition, record.offset, 60);
    std::size_t next = 0;
    for (char const* told : {"checkout sent", "appended", "copied",
                             "The high watermark of orders-1", "got its acknowledgement"}) {
        std::size_t found = next;
        while (found < life.size() && life[found].item.sentence.find(told) == std::string::npos) {
            ++found;
        }
        ASSERT_LT(found, life.size()) << told;
        next = found + 1;
    }
    bool const is_read = std::any_of(life.begin(), life.end(), [](LifeStep const& step) {
        return step.item.sentence.find("auditor read") != std::string::npos;
    });
    EXPECT_TRUE(is_read);
    EXPECT_TRUE(life.back().item.last);
    // Nothing has happened at an offset that is not reached yet.
    EXPECT_TRUE(record_life(app.player().frame(), record.partition, 9'999, 60).empty());
    std::vector<LifeStep> const few =
        record_life(app.player().frame(), record.partition, record.offset, 4);
    ASSERT_EQ(few.size(), 4U);
    EXPECT_EQ(few[2].item.head, std::to_string(life.size() - 3) + " more");
    EXPECT_EQ(few[2].event, EventId{});
    EXPECT_EQ(few.back().event, life.back().event);
}

TEST(RecordLife, WhatWasCutOffAndWhatTookItsPlaceAreBothTold) {
    App app = at("replication/diverging-logs.toml", seconds(35));
    auto const record = std::get<SelectedRecord>(named(app, "orders-0@3"));
    std::string all;
    for (LifeStep const& step :
         record_life(app.player().frame(), record.partition, record.offset, 60)) {
        all += step.item.sentence + "\n";
    }
    EXPECT_NE(all.find("broker-1 appended"), std::string::npos) << all;
    EXPECT_NE(all.find("broker-2 appended"), std::string::npos) << all;
    EXPECT_NE(all.find("broker-1 truncated"), std::string::npos) << all;
    EXPECT_NE(all.find("another record stands at this offset, of leader epoch 1"),
              std::string::npos)
        << all;
}

TEST(RecordLife, ABatchThatIsTriedAgainTakesOneLineAndCompactionEndsIt) {
    App app = at("replication/acks-1-loses.toml", seconds(25));
    auto const record = std::get<SelectedRecord>(named(app, "orders-1@43"));
    std::vector<LifeStep> const life =
        record_life(app.player().frame(), record.partition, record.offset, 60);
    auto const tried = std::find_if(life.begin(), life.end(), [](LifeStep const& step) {
        return step.item.sentence.find(" Tried ") != std::string::npos;
    });
    ASSERT_NE(tried, life.end());
    EXPECT_NE(tried->item.head.find(" … "), std::string::npos);

    App carts = at("logs/the-last-of-each-key.toml", seconds(17));
    auto const gone = std::get<SelectedRecord>(named(carts, "carts-0@2"));
    std::vector<LifeStep> const ended =
        record_life(carts.player().frame(), gone.partition, gone.offset, 60);
    ASSERT_FALSE(ended.empty());
    EXPECT_NE(ended.back().item.sentence.find("compacts"), std::string::npos)
        << ended.back().item.sentence;
}

TEST(Beats, OfAClickerStopAtTheAnswer) {
    App app = at("replication/acks-1-loses.toml", seconds(20));
    app.player().next_beat();
    app.player().finish();
    EXPECT_EQ(app.player().timeline().world().now, Time{} + seconds(25));
}

// The form under orders-1 has the keys, in that line.
void begin_writing(Desk& desk, App& app, RecordForm::Line line) {
    app.ui().stage = Stage::partitions;
    app.ui().selection = named(app, "orders-1");
    app.ui().record.types = line;
    for (int i = 0; i < 3; ++i) desk.draw(app);
}

TEST(RecordForm, EnterSendsWhatWasTyped) {
    App app = at(kFailover, seconds(3));
    Desk desk{{1920, 1080, 1}, false};
    begin_writing(desk, app, RecordForm::key);
    desk.screen().type("R");  // a letter here, not the key that restarts
    desk.press(letter_key('R'));
    desk.draw(app);
    desk.press(Key::tab);
    for (int i = 0; i < 3; ++i) desk.draw(app);
    desk.screen().type("two words");
    for (int i = 0; i < 2; ++i) desk.draw(app);
    EXPECT_EQ(app.player().timeline().world().now, Time{} + seconds(3));
    EXPECT_EQ(produce_phrase(app.player().frame(), app.ui()),
              "produce 1 to orders-1 key=R value=\"two words\"");
    desk.press(Key::enter);
    desk.draw(app);
    EXPECT_EQ(app.player().clicked_commands(), 1);
    app.player().seek(Time{} + seconds(4));
    app.player().finish();
    Frame const frame = app.player().frame();
    ServerIndex const servers{frame.world};
    auto const id = std::get<SelectedPartition>(app.ui().selection).partition;
    ShownLog const shown = shown_log(servers, frame.who, id, kNoBroker);
    bool is_there = false;
    for (std::int64_t offset = 0; offset < shown.held->log_end_offset().value; ++offset) {
        RecordRow const row = record_row(*shown.held, frame.who, offset);
        is_there = is_there || (row.key == "R" && row.value == "two words");
    }
    EXPECT_TRUE(is_there);
    desk.press(Key::escape);
    desk.draw(app);
    EXPECT_FALSE(app.ui().types_record());
    EXPECT_TRUE(app.ui().has_selection());  // the form was left first
}

TEST(RecordForm, TheYellowFrameIsWhereOneTypesNotWhereTheMouseRests) {
    App app = at(kFailover, seconds(3));
    Desk desk{{1920, 1080, 1}, false};
    begin_writing(desk, app, RecordForm::value);
    Rect const key = find_text(desk, app, "key (none)");
    ASSERT_FALSE(is_empty(key));
    desk.screen().move_mouse(key.middle_x(), key.middle_y());
    desk.draw(app);
    Image image = desk.screen().picture([&] {
        Requests ignored;
        draw_dashboard(desk.screen().fonts(), app.player().frame(), app.ui(), ignored);
    });
    Colour const yellow = theme_of(Mode::dark).now_outline;
    auto const has_yellow = [&](float x) {
        for (int y = static_cast<int>(key.top) - 12; y < static_cast<int>(key.bottom) + 12; ++y) {
            std::uint8_t const* pixel = image.pixel(static_cast<int>(x), y);
            if (IM_COL32(pixel[0], pixel[1], pixel[2], 255) == yellow) return true;
        }
        return false;
    };
    EXPECT_FALSE(has_yellow(key.middle_x()));
    EXPECT_TRUE(has_yellow(key.middle_x() + 120));  // the next line of the form
}

TEST(RecordForm, EnterWaitsForTheLettersBeforeIt) {
    App app = at(kFailover, seconds(3));
    Desk desk{{1920, 1080, 1}, false};
    begin_writing(desk, app, RecordForm::value);
    // All of it in one slow frame.
    desk.screen().type("tea");
    for (int i = 0; i < 3; ++i) desk.press(Key::character);
    desk.press(Key::enter);
    for (int i = 0; i < 3; ++i) desk.draw(app);
    ASSERT_EQ(app.player().clicked_commands(), 1);
    EXPECT_EQ(app.player().frame().given->back().command.phrase, "produce 1 to orders-1 value=tea");
}

TEST(RecordForm, ATextWithBothKindsOfQuotesIsSentAndLoadsAgain) {
    App app = at(kFailover, seconds(3));
    app.ui().selection = named(app, "orders-1");
    std::string const text = "\"it's\" = 'a' \"b\"";
    app.ui().record.texts[RecordForm::value] = text;
    app.carry_out(RunPhrase{produce_phrase(app.player().frame(), app.ui())});
    ASSERT_EQ(app.player().clicked_commands(), 1) << app.ui().notice;
    auto const is_written = [&](App& run) {
        run.player().seek(Time{} + seconds(4));
        run.player().finish();
        Frame const frame = run.player().frame();
        ServerIndex const servers{frame.world};
        auto const id = std::get<SelectedPartition>(named(run, "orders-1")).partition;
        ShownLog const shown = shown_log(servers, frame.who, id, kNoBroker);
        for (std::int64_t i = 0; i < shown.held->log_end_offset().value; ++i) {
            if (record_row(*shown.held, frame.who, i).value == text) return true;
        }
        return false;
    };
    EXPECT_TRUE(is_written(app));
    // As Ctrl S writes it.
    std::string const saved = app.player().as_scenario();
    DashboardOptions options;
    options.load = [&](std::string const& path) { return load_text(path, saved); };
    options.file = (scenarios_folder() / kFailover).string();
    App again{std::move(options)};
    EXPECT_TRUE(is_written(again)) << saved;
}

TEST(RecordForm, SaysThatTheRecordWaitsWhileTimeStandsStill) {
    App app = at(kFailover, seconds(3));
    app.carry_out(RunPhrase{"produce 1 to orders-1 value=tea"});
    EXPECT_NE(app.ui().notice.find("Space or → lets it go"), std::string::npos) << app.ui().notice;
    app.act(Action::play_or_pause);
    EXPECT_LE(app.ui().notice_seconds, 0);  // it is not so any more
    app.carry_out(RunPhrase{"produce 1 to orders-1 value=tea"});
    EXPECT_EQ(app.ui().notice.find("Space"), std::string::npos) << app.ui().notice;
    app.act(Action::play_or_pause);
    app.carry_out(RunPhrase{"kill broker-3"});  // is done at once
    EXPECT_EQ(app.ui().notice.find("Space"), std::string::npos) << app.ui().notice;
}

// Below the partitions there is no room: they come in their place, by the key that is shown.
TEST(RecordForm, OnALowStageTakesThePlaceOfThePartitions) {
    App app = at(kFailover, seconds(14));
    Desk desk{{1280, 720, 1.5F}, false};
    app.ui().stage = Stage::partitions;
    app.ui().selection = named(app, "orders-1");
    auto const shows = [&](char const* text) {
        for (int i = 0; i < 2; ++i) desk.draw(app);
        LayoutProbe probe;
        desk.draw(app);
        EXPECT_TRUE(probe.overlaps().empty());
        EXPECT_TRUE(probe.clipped().empty());
        return probe.has(text);
    };
    EXPECT_TRUE(shows("records of orders-1, and send one"));
    EXPECT_FALSE(shows("Send"));
    desk.press(letter_key('E'));
    EXPECT_TRUE(shows("Send"));
    EXPECT_TRUE(shows("← partitions"));
    EXPECT_TRUE(app.ui().types_record());
    desk.press(Key::escape);
    EXPECT_TRUE(shows("← partitions"));  // the line was left first
    desk.press(Key::escape);
    EXPECT_TRUE(shows("records of orders-1, and send one"));
    EXPECT_TRUE(app.ui().has_selection());
    // However low it is, nothing lies over anything.
    app.ui().shows_records = true;
    Desk tiny{{1280, 720, 2.5F}, false};
    for (int i = 0; i < 3; ++i) tiny.draw(app);
    {
        LayoutProbe probe;
        tiny.draw(app);
        EXPECT_TRUE(probe.has("← partitions"));
        EXPECT_TRUE(probe.overlaps().empty());
        EXPECT_TRUE(probe.clipped().empty());
    }
    // On a narrow window what is selected gives way to the form.
    app.ui().shows_records = false;
    app.ui().show_right = true;
    Desk narrow{{1280, 720, 2}, false};
    for (int i = 0; i < 2; ++i) narrow.draw(app);
    narrow.press(letter_key('E'));
    for (int i = 0; i < 2; ++i) narrow.draw(app);
    EXPECT_FALSE(app.ui().show_right);
    EXPECT_FALSE(is_empty(find_text(narrow, app, "Send")));
    // With room for both there is nothing to open.
    app.ui().show_right = true;
    Desk large{{1920, 1080, 1}, false};
    large.press(letter_key('E'));
    for (int i = 0; i < 3; ++i) large.draw(app);
    EXPECT_TRUE(app.ui().types_record());
    EXPECT_FALSE(app.ui().shows_records);
}

TEST(RecordForm, WithoutItsFormNobodyTypesInIt) {
    App app = at(kFailover, seconds(3));
    Desk desk{{1920, 1080, 1}, false};
    begin_writing(desk, app, RecordForm::key);
    EXPECT_TRUE(app.ui().types_record());
    app.ui().selection = named(app, "broker-1");
    for (int i = 0; i < 2; ++i) desk.draw(app);
    EXPECT_FALSE(app.ui().types_record());
    desk.press(Key::space);
    for (int i = 0; i < 2; ++i) desk.draw(app);
    EXPECT_TRUE(app.player().is_playing());
}

void give(App& app, char const* name, char const* value) {
    Desk desk{{1920, 1080, 1}, false};
    for (int i = 0; i < 2; ++i) desk.draw(app);  // it is known whose configs they are
    app.ui().config.name = name;
    app.ui().config.value = value;
    desk.press(Key::enter);
    for (int i = 0; i < 3; ++i) {
        desk.draw(app);
        app.player().finish();
    }
}

TEST(ConfigForm, ATopicsConfigIsAlteredByKafkasToolOrRefusedInItsWords) {
    App app = at(kFailover, seconds(3));
    app.ui().selection = named(app, "orders-1");
    ConfigsView const before = configs_view(app.player().frame(), app.ui().selection);
    EXPECT_EQ(before.title, "Configs of orders");
    ASSERT_FALSE(before.rows.empty());
    EXPECT_EQ(before.rows.front().name, "min.insync.replicas");
    EXPECT_EQ(before.rows.front().value, "2");
    EXPECT_TRUE(before.rows.front().is_set);
    EXPECT_FALSE(before.rows.back().is_set);
    give(app, "min.insync.replicas", "0");
    EXPECT_EQ(app.player().clicked_commands(), 0);
    EXPECT_EQ(app.ui().notice,
              "InvalidConfigurationException: Invalid value 0 for configuration "
              "min.insync.replicas: Value must be at least 1");
    give(app, "min.insync.replicas", "1");
    EXPECT_EQ(app.player().clicked_commands(), 1);
    EXPECT_NE(app.ui().notice.find("Space or → lets it go"), std::string::npos) << app.ui().notice;
    app.player().seek(Time{} + seconds(5));
    app.player().finish();
    ConfigsView const after = configs_view(app.player().frame(), app.ui().selection);
    EXPECT_EQ(after.rows.front().value, "1");
}

TEST(ConfigForm, ABrokersStaticConfigIsRefused) {
    App app = at(kFailover, seconds(3));
    app.ui().selection = named(app, "broker-1");
    give(app, "broker.session.timeout.ms", "1000");
    EXPECT_NE(app.ui().notice.find("Cannot update these configs dynamically"), std::string::npos)
        << app.ui().notice;
}

TEST(ConfigForm, AClientsConfigIsComparedWithTheRunAsItIs) {
    App app = at(kFailover, seconds(3));
    app.ui().selection = named(app, "checkout");
    ConfigsView const configs = configs_view(app.player().frame(), app.ui().selection);
    ASSERT_TRUE(configs.is_of_client);
    give(app, "acks", "1");
    EXPECT_EQ(app.ui().stage, Stage::compare);
    EXPECT_EQ(app.player().clicked_commands(), 0);
}

TEST(Records, StandInTheirCellsWhereTheyAreFewOrOneLooksClosely) {
    Desk desk{{1280, 720, 1}, false};
    auto const says = [&](App& app, char const* text) {
        for (int i = 0; i < 2; ++i) desk.draw(app);
        LayoutProbe probe;
        desk.draw(app);
        return probe.has(text);
    };
    App few = at("replication/diverging-logs.toml", milliseconds(19'900));
    few.ui().stage = Stage::partitions;
    EXPECT_TRUE(says(few, "tea"));
    EXPECT_TRUE(says(few, "milk"));
    EXPECT_TRUE(says(few, "coffee"));  // struck out: the leader does not have it
    App app = at(kFailover, milliseconds(6'000));
    app.ui().stage = Stage::partitions;
    for (int i = 0; i < 2; ++i) desk.draw(app);
    EXPECT_TRUE(is_empty(find_text(desk, app, "C-1")));
    for (int i = 0; i < kClosestCells + 2; ++i) app.act(Action::zoom_in);
    EXPECT_EQ(app.ui().cell_zoom, kClosestCells);
    EXPECT_TRUE(app.ui().time.is_whole());  // in this stage the keys are the records'
    app.act(Action::zoom_out);
    for (int i = 0; i < 2; ++i) desk.draw(app);
    EXPECT_FALSE(is_empty(find_text(desk, app, "C-1")));
}

TEST(Records, TheirStageIsCalmOnEveryScreen) {
    for (Screen const& screen :
         {Screen{1280, 720, 1}, Screen{1920, 1080, 1}, Screen{1920, 1080, 1.5F},
          Screen{1920, 1080, 2.5F}, Screen{1000, 700, 1}, Screen{1280, 720, 1.5F}}) {
        App app = at(kFailover, seconds(14));
        Desk desk{screen, false};
        app.ui().stage = Stage::partitions;
        for (char const* name : {"orders-1@40", "orders-2", "broker-1", "checkout"}) {
            app.ui().selection = named(app, name);
            app.ui().config.shows_all = true;
            for (int i = 0; i < 3; ++i) desk.draw(app);
            LayoutProbe probe;
            desk.draw(app);
            for (TextPair const& pair : probe.overlaps()) {
                ADD_FAILURE() << screen.width << "×" << screen.scale << " " << name << ": “"
                              << pair.first.text << "” over “" << pair.second.text << "”";
            }
            for (PlacedText const& text : probe.clipped()) {
                ADD_FAILURE() << screen.width << "×" << screen.scale << " " << name << ": “"
                              << text.text << "” is clipped";
            }
        }
    }
}

}  // namespace
}  // namespace highwater::gui
