#include <gtest/gtest.h>

#include "base/draw.h"
#include "scenario/data_file.h"
#include "scenario/json_line.h"
#include "scenario/query.h"
#include "scenario/verbs.h"
#include "tests/unit/scenario/good_scenario.h"

namespace highwater {
namespace {

// A good scenario, or mistakes that all have a place and a message.
void expect_scenario_or_mistakes(std::string const& text) {
    Loaded const loaded = load(text);
    if (loaded.scenario) return;
    ASSERT_FALSE(loaded.diagnostics.empty()) << text;
    for (Diagnostic const& each : loaded.diagnostics) {
        ASSERT_GE(each.place.line, 1);
        ASSERT_GE(each.place.column, 1);
        ASSERT_FALSE(each.message.empty());
        ASSERT_FALSE(render(each).empty());
    }
}

TEST(Fuzz, AGoodFileCutAtEveryByte) {
    for (std::size_t length = 0; length <= kGoodScenario.size(); ++length) {
        expect_scenario_or_mistakes(kGoodScenario.substr(0, length));
    }
}

TEST(Fuzz, AGoodFileWithoutOneByte) {
    for (std::size_t i = 0; i < kGoodScenario.size(); ++i) {
        std::string text = kGoodScenario;
        text.erase(i, 1);
        expect_scenario_or_mistakes(text);
    }
}

TEST(Fuzz, AGoodFileWithEveryByteChanged) {
    std::string const odd{"\0\x01\"'[]{}=.,#\\\n\r\t0-x\x7f\x80\xc3\xff", 24};
    for (std::size_t i = 0; i < kGoodScenario.size(); ++i) {
        for (std::uint64_t nth = 0; nth < 3; ++nth) {
            std::string text = kGoodScenario;
            std::uint64_t const bits = draw(1, Draw::test, i, nth);
            text[i] = odd[below(bits, odd.size())];
            expect_scenario_or_mistakes(text);
        }
    }
}

TEST(Fuzz, LinesOfAGoodFileInAnyOrder) {
    SourceLines const lines{"good.toml", kGoodScenario};
    for (std::uint64_t round = 0; round < 300; ++round) {
        std::string text;
        for (std::int32_t i = 1; i <= lines.count(); ++i) {
            std::uint64_t const bits = draw(2, Draw::test, round, static_cast<std::uint64_t>(i));
            auto const line = static_cast<std::int32_t>(
                1 + below(bits, static_cast<std::uint64_t>(lines.count())));
            // Mostly in place, so that the file stays nearly good.
            bool const is_moved = bits % 16 == 0;
            text += std::string{lines.line(is_moved ? line : i)} + "\n";
        }
        expect_scenario_or_mistakes(text);
    }
}

// Random words out of the vocabulary of phrases.
TEST(Fuzz, PhrasesOfRandomWords) {
    std::vector<std::string> const words = {"kill",
                                            "cut",
                                            "heal",
                                            "all",
                                            "slow",
                                            "lose",
                                            "drop",
                                            "message",
                                            "produce",
                                            "to",
                                            "from",
                                            "as",
                                            "exec",
                                            "read",
                                            "seek",
                                            "say",
                                            "by",
                                            "at",
                                            "leader",
                                            "of",
                                            "orders-1",
                                            "orders",
                                            "broker-2",
                                            "controller-leader",
                                            "checkout",
                                            "auditor",
                                            "5%",
                                            "200ms",
                                            "-",
                                            "3",
                                            "\"",
                                            "'",
                                            "acks=all",
                                            "=",
                                            "is",
                                            "contains",
                                            "[1,",
                                            "3]",
                                            "isr",
                                            "high",
                                            "watermark",
                                            "on",
                                            "in",
                                            "position",
                                            "99999999999999999999",
                                            "",
                                            "kafka-topics",
                                            "--create",
                                            "--topic",
                                            "é",
                                            "…"};
    Names names;
    PhraseScope scope;
    scope.names = &names;
    using Kind = PhraseScope::Kind;
    scope.nodes.push_back({"broker-2", Kind::broker, NodeId{0}, BrokerId{2}});
    scope.nodes.push_back({"checkout", Kind::producer, kNoNode, kNoBroker});
    scope.nodes.push_back({"auditor", Kind::consumer, kNoNode, kNoBroker});
    scope.topics.push_back({"orders", 3});
    for (std::uint64_t round = 0; round < 30'000; ++round) {
        std::string phrase;
        std::uint64_t const length = below(draw(3, Draw::test, round, 0), 8);
        for (std::uint64_t i = 0; i < length; ++i) {
            phrase += words[below(draw(3, Draw::test, round, i + 1), words.size())];
            if (draw(4, Draw::test, round, i) % 8 != 0) phrase += " ";
        }
        PhraseScope copy = scope;
        auto const command = parse_command(phrase, copy);
        if (auto const* problem = std::get_if<PhraseProblem>(&command)) {
            ASSERT_FALSE(problem->message.empty()) << phrase;
            ASSERT_GE(problem->begin, 0) << phrase;
        }
        static_cast<void>(parse_expectation(phrase, scope));
        static_cast<void>(parse_timed_query(phrase, scope));
        static_cast<void>(complete_command(phrase, scope));
    }
}

TEST(Fuzz, DataLinesCutAtEveryByte) {
    std::string const line =
        R"({"id": "a\u00fc\ud83d\ude00", "n": [-1.5e+3, {"x": null}], "t": true, "e": ""})";
    ASSERT_EQ(read_json_object(line).problem, "");
    for (std::size_t length = 0; length < line.size(); ++length) {
        JsonLine const cut = read_json_object(line.substr(0, length));
        ASSERT_FALSE(cut.problem.empty()) << line.substr(0, length);
        ASSERT_LE(cut.at, length);
    }
    for (std::size_t i = 0; i < line.size(); ++i) {
        for (int byte = 0; byte < 256; byte += 3) {
            std::string changed = line;
            changed[i] = static_cast<char>(byte);
            static_cast<void>(read_json_object(changed));
        }
    }
}

}  // namespace
}  // namespace highwater
