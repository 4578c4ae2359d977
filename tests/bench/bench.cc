// ./dev bench [NAME] [--json]
#include "tests/bench/bench.h"

#include <malloc.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstring>
#include <ctime>

namespace highwater::bench {

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::int64_t peak_rss_kb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

std::int64_t allocated_bytes() {
    struct mallinfo2 const info = mallinfo2();
    return static_cast<std::int64_t>(info.uordblks + info.hblkhd);
}

Row::Row(std::string_view bench) { cells_.push_back({"bench", std::string{bench}, true}); }

Row& Row::text(std::string_view key, std::string_view value) {
    cells_.push_back({std::string{key}, std::string{value}, true});
    return *this;
}

Row& Row::integer(std::string_view key, std::int64_t value) {
    cells_.push_back({std::string{key}, std::to_string(value), false});
    return *this;
}

Row& Row::number(std::string_view key, double value) {
    char text[32];
    std::snprintf(text, sizeof text, value < 100 ? "%.2f" : "%.0f", value);
    cells_.push_back({std::string{key}, text, false});
    return *this;
}

Row& Row::hash(std::uint64_t value) {
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(value));
    cells_.push_back({"history_hash", text, true});
    return *this;
}

Row& Row::reached(bool yes) {
    cells_.push_back({"peak_rss_kb", std::to_string(peak_rss_kb()), false});
    cells_.push_back({"reached", yes ? "true" : "false", false});
    return *this;
}

void Row::print(bool json) const {
    std::string line;
    for (Cell const& cell : cells_) {
        if (!line.empty()) line += json ? ", " : "  ";
        if (json) {
            line += '"' + cell.key + "\": ";
            line += cell.quoted ? '"' + cell.value + '"' : cell.value;
        } else {
            line += cell.key + ' ' + cell.value;
        }
    }
    std::puts(json ? ('{' + line + '}').c_str() : line.c_str());
    std::fflush(stdout);
}

namespace {
struct Named {
    char const* name;
    void (*run)(bool json);
};
constexpr Named kAll[] = {
    {"phold", phold},   {"churn", churn}, {"steady", steady}, {"seek", seek},
    {"memory", memory}, {"scale", scale}, {"storm", storm},   {"rebalance", rebalance},
#ifdef HIGHWATER_HAS_GUI
    {"frame", frame},   {"hour", hour}
#endif
};

int usage() {
    std::fputs("bench [NAME] [--json], where NAME is one of:", stderr);
    for (Named const& bench : kAll) std::fprintf(stderr, " %s", bench.name);
    std::fputs("\n", stderr);
    return 2;
}
}  // namespace

}  // namespace highwater::bench

int main(int count, char** arguments) {
    using namespace highwater::bench;
    bool json = false;
    char const* only = nullptr;
    for (int i = 1; i < count; ++i) {
        if (std::strcmp(arguments[i], "--json") == 0) {
            json = true;
        } else if (only == nullptr) {
            only = arguments[i];
        } else {
            return usage();
        }
    }
    bool found = false;
    for (Named const& bench : kAll) {
        if (only != nullptr && std::strcmp(only, bench.name) != 0) continue;
        found = true;
        bench.run(json);
    }
    return found ? 0 : usage();
}
