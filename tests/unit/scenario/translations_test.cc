// Lessons in several languages.
#include <gtest/gtest.h>

#include "engine/step.h"
#include "scenario/play.h"
#include "tests/unit/scenario/good_scenario.h"

namespace highwater {
namespace {

std::string const kTranslated =
    spoil("title    = \"A leader dies\"\n",
          "title    = \"A leader dies\"\n\"title.de\" = \"Ein Leader stirbt\"\n");

std::string with_german(std::string text, std::string const& line) {
    std::string const say = "say = \"Watch.\"\n";
    text.replace(text.find(say), say.size(), say + line + "\n");
    return text;
}

Loaded in(std::string const& language, std::string const& text) {
    LoadOptions options = good_options();
    options.language = language;
    Loaded loaded = load(text, options);
    for (Diagnostic const& each : loaded.diagnostics) ADD_FAILURE() << render(each);
    return loaded;
}

TEST(Translations, AreChosenAndFallBack) {
    std::string const text = with_german(kTranslated, "\"say.de\" = \"Schau hin.\"");
    Loaded const german = in("de", text);
    ASSERT_TRUE(german.scenario);
    EXPECT_EQ(german.scenario->title, "Ein Leader stirbt");
    EXPECT_EQ(german.scenario->steps[0].say, "Schau hin.");
    EXPECT_EQ(german.scenario->question, "Who leads afterwards?");  // nobody translated it
    EXPECT_EQ(german.scenario->languages, std::vector<std::string>{"de"});
    EXPECT_EQ(in("", text).scenario->title, "A leader dies");
    EXPECT_EQ(in("fr", text).scenario->title, "A leader dies");
    EXPECT_EQ(in("de-AT", text).scenario->title, "Ein Leader stirbt");
}

// TOML itself wants quotes beside a plain key; nobody should stumble over it.
TEST(Translations, NeedNoQuotes) {
    for (char const* line :
         {"say.de = \"Schau hin.\"", "\"say.de\" = \"Schau hin.\"", "  say.de=\"Schau hin.\""}) {
        EXPECT_EQ(in("de", with_german(kTranslated, line)).scenario->steps[0].say, "Schau hin.");
    }
    std::string english = kTranslated;
    english.replace(english.find("say = "), 6, "say.en = ");
    english = english.replace(english.find("say.en = \"Watch.\"\n"), 18,
                              "say.en = \"Watch.\"\nsay.de = \"Schau hin.\"\n");
    EXPECT_EQ(in("", english).scenario->steps[0].say, "Watch.");
    EXPECT_EQ(in("de", english).scenario->steps[0].say, "Schau hin.");
}

TEST(Translations, APlaceBehindAnUnquotedKeyIsTheRightOne) {
    Loaded const loaded =
        load(with_german(kTranslated, "say.de = \"Schau hin.\"\nsayy.de = \"x\""), good_options());
    ASSERT_FALSE(loaded.scenario);
    EXPECT_NE(render(loaded.diagnostics[0]).find("`sayy`"), std::string::npos);
    EXPECT_EQ(loaded.diagnostics[0].place.column, 1);
}

TEST(Translations, WordsWithinATextOfSeveralLinesStayAsTheyAre) {
    std::string text = kTranslated;
    std::string const say = "say = \"Watch.\"";
    text.replace(text.find(say), say.size(), "say = \"\"\"Write\nsay.de = \"x\"\n\"\"\"");
    EXPECT_EQ(in("", text).scenario->steps[0].say, "Write\nsay.de = \"x\"\n");
}

TEST(Translations, WhatIsMissingIsToldToWhoeverAsks) {
    Loaded const loaded = in("de", with_german(kTranslated, "say.de = \"Schau hin.\""));
    ASSERT_EQ(loaded.untranslated.size(), 2U);  // question, ask
    EXPECT_EQ(loaded.untranslated[0].message, "`question` has no words in de");
    EXPECT_EQ(loaded.untranslated[0].place.line, 4);
    EXPECT_EQ(loaded.untranslated[1].message, "`ask` has no words in de");
    EXPECT_TRUE(in("", kTranslated).untranslated.empty());
}

TEST(Translations, ChoicesHaveWordsOfTheirOwn) {
    std::string const answer = "answer = \"leader of orders-1 at 20s\"\n";
    std::string text = kTranslated;
    text.replace(text.find(answer), answer.size(),
                 answer +
                     "choices = [\"broker-1\", \"none\"]\n"
                     "choices.de = [\"broker-1\", \"niemand\"]\n");
    Loaded const loaded = in("de", text);
    EXPECT_EQ(loaded.scenario->steps[0].choice_words,
              (std::vector<std::string>{"broker-1", "niemand"}));
    text.replace(text.find("\"broker-1\", \"niemand\""), 21, "\"niemand\"");
    Loaded const wrong = load(text, good_options());
    ASSERT_FALSE(wrong.scenario);
    EXPECT_EQ(wrong.diagnostics[0].message, "1 words for 2 choices");
}

TEST(Translations, WhatIsNoLanguageIsRefused) {
    Loaded const loaded = load(with_german(kTranslated, "\"say.german\" = \"x\""), good_options());
    ASSERT_FALSE(loaded.scenario);
    EXPECT_EQ(loaded.diagnostics[0].message, "`german` is not the name of a language");
}

// The run is the same in every language.
TEST(Translations, ChangeNothingOfTheRun) {
    std::string const text = with_german(kTranslated, "say.de = \"Schau hin.\"");
    std::uint64_t hashes[2] = {};
    for (int i = 0; i < 2; ++i) {
        World world = start_world(*in(i == 0 ? "" : "de", text).scenario);
        Runner runner;
        run_until(world, Time{} + seconds(10), runner);
        hashes[i] = world.history_hash;
    }
    EXPECT_EQ(hashes[0], hashes[1]);
}

}  // namespace
}  // namespace highwater
