#include "cli/saves.h"

#include "base/limits.h"
#include "cli/files.h"

namespace highwater::cli {

bool is_save_file(std::string const& path) { return path.ends_with(".save"); }

Expected<SavedRun> read_saved_run(std::string const& path) {
    Expected<std::string> const text = read_file(path, limits::kSaveFileBytes);
    if (!text) return text.problem();
    if (!looks_like_a_save(*text)) {
        return Problem{path + " is no save of a run",
                       "a save begins with \"highwater-save 1\"; `highwater run FILE --save` and "
                       "Ctrl S in the window write them"};
    }
    LoadOptions options = options_beside(path, {});
    Expected<SavedRun> run = load_saved_run(*text, options);
    if (run) return run;
    // Moved away from its scenario? The data files may still lie there.
    Expected<SaveFile> const save = read_save(*text);
    if (!save) return run;
    Expected<SavedRun> elsewhere = load_saved_run(*text, options_beside(save->scenario, {}));
    return elsewhere ? std::move(elsewhere) : std::move(run);
}

}  // namespace highwater::cli
