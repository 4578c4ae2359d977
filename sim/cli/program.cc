#include "cli/program.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "base/limits.h"
#include "cli/build_name.h"
#include "cli/crash.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/saves.h"
#include "scenario/nearest.h"
#include "scenario/translations.h"
#include "scenario/units.h"

namespace highwater::cli {

namespace {

// An option that is there says something.
CLI::Validator const kSomething{
    [](std::string& text) { return std::string{text.empty() ? "its value is empty" : ""}; }, "",
    "something"};

CLI::Validator const kSeed{[](std::string& text) {
                               auto const seed = parse_integer(text);
                               return seed && *seed >= 0
                                          ? std::string{}
                                          : "\"" + text + "\" is no seed: a whole number from 0 on";
                           },
                           "", "a seed"};

CLI::Validator const kLanguage{
    [](std::string& text) {
        return is_language(text) ? std::string{}
                                 : "\"" + text + "\" is not the name of a language: de, pt-BR";
    },
    "", "a language"};

void add_settings(CLI::App* command, std::vector<std::string>& settings, std::string& seed) {
    command
        ->add_option("--set", settings,
                     "NAME.key=value of a producer, consumer or topic, cluster.key=value")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    command->add_option("--seed", seed, "the seed of the run")->type_name("N")->check(kSeed);
}

void add_language(CLI::App* command, std::string& language) {
    command->add_option("--language", language, "of the lesson's words, as de or pt-BR")
        ->type_name("LANGUAGE")
        ->check(kLanguage);
}

void add_instant(CLI::App* command, InstantWish& wish, std::string& seed) {
    command->add_option("FILE", wish.file, "the scenario")->required();
    command->add_option("--at", wish.at, "the instant, as 20s (default: the end)")
        ->type_name("T")
        ->check(kSomething);
    add_settings(command, wish.settings, seed);
}

std::vector<std::string> with_seed(std::vector<std::string> settings, std::string const& seed) {
    if (!seed.empty()) settings.push_back("seed=" + seed);
    return settings;
}

// CLI11 speaks of types and of itself; ours is one line and an advice.
int explain_parse_error(CLI::ParseError const& error, CLI::App const& app, int argc,
                        char const* const* argv) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    std::vector<std::string> known;
    for (CLI::App const* command : app.get_subcommands(nullptr))
        known.push_back(command->get_name());
    std::string advice = "highwater --help lists what there is";
    for (CLI::App const* command : app.get_subcommands()) {
        advice = "highwater " + command->get_name() + " --help lists what there is";
    }
    for (int i = 1; i < argc; ++i) {
        std::string const nearest = nearest_word(argv[i], known);
        if (app.get_subcommands().empty() && i == 1 && !nearest.empty()) {
            advice = "did you mean `highwater " + nearest + "`?";
        }
    }
    return refuse(error.what(), advice);
}

int open_window(std::string const& file, std::string const& language, Window const& window,
                CLI::App const& app) {
    if (!file.empty()) {
        std::vector<std::string> known;
        for (CLI::App const* command : app.get_subcommands(nullptr)) {
            known.push_back(command->get_name());
        }
        bool const looks_like_a_file =
            file.find('/') != std::string::npos || file.find('.') != std::string::npos;
        if (!looks_like_a_file) {
            std::string const nearest = nearest_word(file, known);
            return refuse("no subcommand is called `" + file + "`, and it names no scenario file",
                          nearest.empty() ? "highwater --help lists the subcommands"
                                          : "did you mean `highwater " + nearest + "`?");
        }
        if (is_save_file(file)) {
            auto const run = read_saved_run(file);
            if (!run) return refuse(run.problem().message, run.problem().advice);
        } else if (!open_scenario(file, {})) {
            return kBadInput;
        }
    }
    if (window.open == nullptr) {
        return refuse("this highwater was built without its window",
                      file.empty() ? "highwater run scenarios/… plays a lesson in the terminal"
                                   : "highwater run " + file + " plays it in the terminal");
    }
    return window.open(file, language.empty() ? kept_language() : language);
}

// Everything that options are read into.
struct Wishes {
    std::string file;
    std::string seed;
    RunWish run;
    std::vector<std::string> files;
    InstantWish instant;
    std::string format{"json"};
    std::vector<std::string> arguments;
    std::int64_t event{};
    std::string why;
    SweepWish sweep;
    CombineWish combine;
    ShotWish shot;
    std::string topic;
    std::string part;
    std::string language;
    HandoutWish handout;
    std::string out;
};

CLI::App* add_run(CLI::App& app, Wishes& wishes) {
    CLI::App* run =
        app.add_subcommand("run", "plays a scenario, prints what happened and each expectation");
    run->add_option("FILE", wishes.run.file, "the scenario")->required();
    run->add_option("--until", wishes.run.until, "stop at this instant, as 20s")
        ->type_name("T")
        ->check(kSomething);
    add_settings(run, wishes.run.settings, wishes.seed);
    run->add_option("--format", wishes.run.format, "text or json")->type_name("text|json");
    run->add_option(
           "--facts", wishes.run.facts_file,
           "write every fact: a table (.csv), a JSON array (.json), or one JSON object a line")
        ->type_name("FILE")
        ->check(kSomething);
    run->add_option("--save", wishes.run.save_file,
                    "write the run exactly, for highwater replay and the window")
        ->type_name("FILE")
        ->check(kSomething);
    run->add_option("--answer", wishes.run.answer_file, "an answer to the challenge: grades it")
        ->type_name("FILE")
        ->check(kSomething);
    add_language(run, wishes.run.language);
    run->add_option("--max-events", wishes.run.max_events, "give up after so many events")
        ->type_name("N")
        ->check(CLI::Range(std::int64_t{1}, INT64_MAX));
    run->add_option("--max-memory", wishes.run.max_memory, "give up above this, as 2GiB")
        ->type_name("SIZE");
    run->add_flag("-v,--verbose", wishes.run.is_detailed, "tell the notable facts, too");
    run->add_flag("--invariants", wishes.run.has_verdicts,
                  "say of each invariant whether it holds, is waived or violated");
    return run;
}

CLI::App* add_sweep(CLI::App& app, Wishes& wishes) {
    CLI::App* sweep =
        app.add_subcommand("sweep", "runs many seeds and stops at the first that breaks something");
    sweep->add_option("FILE", wishes.sweep.file, "the scenario");
    sweep->add_flag("--swarm", wishes.sweep.is_swarm,
                    "clusters, clients and faults drawn from the seed instead of a scenario");
    sweep->add_option("--seeds", wishes.sweep.seeds, "which, as 1..1000")
        ->type_name("A..B")
        ->check(kSomething);
    sweep->add_option("--set", wishes.sweep.settings, "as in run")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    return sweep;
}

CLI::App* add_combine(CLI::App& app, Wishes& wishes) {
    CLI::App* combine = app.add_subcommand(
        "combine", "a scenario in every combination of some settings, and what came of each");
    combine->add_option("FILE", wishes.combine.file, "the scenario")->required();
    combine
        ->add_option("SETTINGS", wishes.combine.choices,
                     "a setting and its values, as checkout.acks=1,all; several of them")
        ->required()
        ->type_name("KEY=VALUE,VALUE");
    add_settings(combine, wishes.combine.settings, wishes.seed);
    return combine;
}

CLI::App* add_handout(CLI::App& app, Wishes& wishes) {
    CLI::App* handout =
        app.add_subcommand("handout", "a lesson as a page to print; of all, with an index");
    handout->add_option("FILE", wishes.handout.file, "the scenario; none: every lesson there is");
    handout->add_option("--out", wishes.handout.out, "the page, or the folder of all pages")
        ->type_name("FILE.html");
    add_language(handout, wishes.handout.language);
    return handout;
}

CLI::App* add_export(CLI::App& app, Wishes& wishes) {
    CLI::App* exported =
        app.add_subcommand("export", "a run's facts, its messages or its storyboard as a file");
    add_instant(exported, wishes.instant, wishes.seed);
    exported
        ->add_option(
            "--out", wishes.out,
            ".csv, .json or .jsonl: facts until then; .svg: the messages before it; .html: a "
            "storyboard of the whole")
        ->type_name("FILE");
    add_language(exported, wishes.instant.language);
    return exported;
}

CLI::App* add_shot(CLI::App& app, Wishes& wishes) {
    CLI::App* shot = app.add_subcommand("shot", "the dashboard of an instant as a picture");
    add_instant(shot, wishes.instant, wishes.seed);
    shot->add_option("--out", wishes.shot.out, "the picture to write")->type_name("FILE.png");
    shot->add_option("--width", wishes.shot.width, "pixels")->check(CLI::Range(320, 7'680));
    shot->add_option("--height", wishes.shot.height, "pixels")->check(CLI::Range(240, 4'320));
    shot->add_flag("--light", wishes.shot.is_light, "the light theme");
    shot->add_flag("--lecture", wishes.shot.is_lecture, "large, for a lecture hall");
    shot->add_option("--scale", wishes.shot.scale_percent, "of letters and all, in percent")
        ->check(CLI::Range(100, 250));
    shot->add_option("--stage", wishes.shot.stage,
                     "cluster, partitions, groups, sequence, events or compare")
        ->check(
            CLI::IsMember({"cluster", "partitions", "groups", "sequence", "events", "compare"}));
    shot->add_option("--against", wishes.shot.against,
                     "the same script in another configuration, for --stage compare")
        ->type_name("KEY=VALUE")
        ->check(kSomething);
    shot->add_option("--combine", wishes.shot.choices,
                     "the table of all combinations of these, for --stage compare")
        ->type_name("KEY=VALUE,VALUE")
        ->allow_extra_args(false)
        ->excludes("--against");
    add_language(shot, wishes.instant.language);
    shot->add_option("--select", wishes.shot.selected, "what is selected: broker-2, orders-1");
    shot->add_option("--do", wishes.shot.phrase, "a command at that instant: kill broker-2");
    return shot;
}

}  // namespace

namespace {
int carry_out(int argc, char const* const* argv, Window const& window) {
    prepare_for_crash(argc, argv);
    CLI::App app{"Highwater: a Kafka you can pause, rewind, fork and break.", "highwater"};
    app.set_version_flag("--version", std::string{"highwater "} + build_name());
    Wishes wishes;
    app.add_option("FILE", wishes.file, "a scenario to open in the dashboard; none: the lessons");
    add_language(&app, wishes.language);
    CLI::App* run = add_run(app, wishes);
    CLI::App* replay =
        app.add_subcommand("replay", "runs a save again: is it the same to the last event?");
    replay->add_option("FILE", wishes.file, "a save of run --save, or of Ctrl S in the window")
        ->required();
    CLI::App* check = app.add_subcommand("check", "validates scenarios without running them");
    check->add_option("FILE", wishes.files, "scenarios")->required();
    add_language(check, wishes.language);
    CLI::App* sweep = add_sweep(app, wishes);
    CLI::App* combined = add_combine(app, wishes);
    CLI::App* minimise =
        app.add_subcommand("minimise", "the smallest scenario with the same violation");
    minimise->add_option("FILE", wishes.instant.file, "the scenario")->required();
    add_settings(minimise, wishes.instant.settings, wishes.seed);
    CLI::App* exec = app.add_subcommand("exec", "answers a call of Kafka's command-line tools");
    add_instant(exec, wishes.instant, wishes.seed);
    exec->add_option("TOOL", wishes.arguments, "behind --: the tool and its arguments");
    CLI::App* why = app.add_subcommand("explain", "the chain of causes in words");
    add_instant(why, wishes.instant, wishes.seed);
    why->add_option("--event", wishes.event, "why this event happened")->type_name("N");
    why->add_option("--why", wishes.why, "for example \"leader of orders-1\"")->type_name("WHAT");
    CLI::App* state = app.add_subcommand("state", "the whole observable state of an instant");
    add_instant(state, wishes.instant, wishes.seed);
    state->add_option("--format", wishes.format, "json")->type_name("json");
    CLI::App* shot = add_shot(app, wishes);
    CLI::App* handout = add_handout(app, wishes);
    CLI::App* exported = add_export(app, wishes);
    CLI::App* help = app.add_subcommand(
        "help", "the reference of scenario files, verbs, queries, faults, facts; the lessons");
    help->add_option("TOPIC", wishes.topic,
                     "scenario, verbs, queries, faults, facts, invariants, protocol, simplified, "
                     "challenges, languages or lessons");
    help->add_option("PART", wishes.part, "of scenario: one of its tables, for example producer");

    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        return explain_parse_error(error, app, argc, argv);
    }
    wishes.run.settings = with_seed(wishes.run.settings, wishes.seed);
    wishes.instant.settings = with_seed(wishes.instant.settings, wishes.seed);
    if (run->parsed()) return run_scenario(wishes.run);
    wishes.combine.settings = with_seed(wishes.combine.settings, wishes.seed);
    if (combined->parsed()) return combine(wishes.combine);
    if (replay->parsed()) return replay_save(wishes.file);
    if (check->parsed()) return check_scenarios(wishes.files, wishes.language);
    if (sweep->parsed()) return highwater::cli::sweep(wishes.sweep);
    if (minimise->parsed()) return minimise_scenario(wishes.instant);
    if (exec->parsed()) return exec_tool_call(wishes.instant, wishes.arguments);
    if (why->parsed()) return explain(wishes.instant, wishes.event, wishes.why);
    if (state->parsed()) return print_state(wishes.instant, wishes.format);
    if (shot->parsed()) return take_shot(wishes.instant, wishes.shot, window);
    if (handout->parsed()) return write_handout(wishes.handout, window);
    if (exported->parsed()) return export_run(wishes.instant, wishes.out, window);
    if (help->parsed()) return print_reference(wishes.topic, wishes.part);
    return open_window(wishes.file, wishes.language, window, app);
}
}  // namespace

int run_program(int argc, char const* const* argv, Window const& window) {
    int const exit = carry_out(argc, argv, window);
    std::cout.flush();
    if (exit == kGood && !std::cout) {
        return refuse("cannot write all of it to standard output", "is there room?");
    }
    return exit;
}

}  // namespace highwater::cli
