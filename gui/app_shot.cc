// The dashboard of an instant as a picture.
#include "gui/app.h"

#include "gui/dashboard.h"
#include "gui/shot.h"
#include "scenario/units.h"
#include "world/lookup.h"

namespace highwater::gui {

Stage stage_called(std::string_view name) {
    if (name == "partitions") return Stage::partitions;
    if (name == "groups") return Stage::groups;
    if (name == "sequence") return Stage::sequence;
    if (name == "compare") return Stage::compare;
    return name == "events" ? Stage::events : Stage::cluster;
}

Selection find_by_name(World const& world, std::string_view name) {
    NodeId const node = find_node(world, name);
    if (node != kNoNode) return SelectedNode{node};
    std::size_t const at = name.rfind('@');
    if (at != std::string_view::npos) {
        Selection const whole = find_by_name(world, name.substr(0, at));
        auto const* partition = std::get_if<SelectedPartition>(&whole);
        auto const offset = parse_integer(std::string{name.substr(at + 1)});
        if (partition == nullptr || !offset) return {};
        return SelectedRecord{partition->partition, kNoBroker, *offset};
    }
    std::size_t const dash = name.rfind('-');
    MetadataImage const* image = current_image(world);
    if (dash == std::string_view::npos || image == nullptr) return {};
    for (Cow<TopicImage> const& topic : image->topics) {
        if (world.names.text(topic->name) != name.substr(0, dash)) continue;
        for (std::size_t i = 0; i < topic->partitions.size(); ++i) {
            if (std::to_string(i) == name.substr(dash + 1)) {
                return SelectedPartition{{topic->name, static_cast<std::int32_t>(i)}};
            }
        }
    }
    return {};
}

Expected<Image> draw_shot(Scenario const& scenario, ShotRequest const& request,
                          Catalogue const* catalogue) {
    Player player{scenario};
    player.seek(request.at);
    player.finish();
    if (!request.run_phrase.empty()) {
        auto const done = player.try_phrase(request.run_phrase);
        if (!done) return done.problem();
    }
    player.finish();
    UiState ui;
    ui.show_menu = false;
    ui.mode = request.mode;
    ui.lecture = request.lecture;
    ui.stage = request.stage;
    ui.selection = find_by_name(player.timeline().world(), request.selected);
    if (!request.selected.empty() && !ui.has_selection()) {
        return Problem{"nothing is called `" + request.selected + "` at this instant",
                       "name a broker, a client, a partition (orders-1) or a record (orders-1@43)"};
    }
    ShotOptions options;
    options.width = request.width;
    options.height = request.height;
    options.scale = request.scale;
    if (request.lecture) {
        options.scale *=
            lecture_scale(static_cast<float>(request.width), static_cast<float>(request.height));
    }
    options.lecture = request.lecture;
    options.mode = request.mode;
    options.letters = extra_letters(scenario.text);
    if (ui.needs_messages()) player.read_messages();
    if (request.other) player.set_against(*request.other, request.against);
    if (auto choices = read_choices(request.choices)) {
        player.set_combinations(*std::move(choices), request.combined);
        player.finish();
        ui.shows_combinations = true;
    }
    if (ui.compares()) player.compare_with(request.other ? kConfiguration : -1);
    Image whole = render_offscreen(options, [&](FontSet const& fonts) {
        Requests ignored;
        draw_dashboard(fonts, player.frame(catalogue), ui, ignored);
    });
    if (!request.only_stage || request.lecture) return whole;
    Rect const stage = places_of(static_cast<float>(request.width),
                                 static_cast<float>(request.height), request.scale, ui)
                           .stage;
    return cropped(whole, static_cast<int>(stage.left), static_cast<int>(stage.top),
                   static_cast<int>(stage.width()), static_cast<int>(stage.height()));
}

Expected<Written> shot(Scenario const& scenario, ShotRequest const& request) {
    auto const image = draw_shot(scenario, request);
    if (!image) return image.problem();
    return write_png(request.out, *image);
}

}  // namespace highwater::gui
