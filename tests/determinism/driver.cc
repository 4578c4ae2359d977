// Prints what must be the same from every compiler, at every level of optimisation: the hashes of
// fixed runs, on the way and at the end. No scenario files, no arguments.
#include <cstdio>

#include "tests/worlds.h"

namespace {

using namespace highwater;

void print(char const* name, std::uint64_t seed, World const& world) {
    std::printf("%s seed=%llu at=%lld events=%llu history=%016llx state=%016llx\n", name,
                static_cast<unsigned long long>(seed), static_cast<long long>(world.now.us),
                static_cast<unsigned long long>(world.counters.events),
                static_cast<unsigned long long>(world.history_hash),
                static_cast<unsigned long long>(state_hash(world)));
}

void run(char const* name, std::uint64_t seed, World world, std::int64_t until_seconds) {
    Runner runner;
    for (std::int64_t at = 0; at <= until_seconds; at += 10) {
        run_until(world, Time{} + seconds(at), runner);
        print(name, seed, world);
    }
}

}  // namespace

int main() {
    for (std::uint64_t const seed : {1U, 2U, 3U}) run("failover", seed, worlds::failover(seed), 70);
    run("combined", 4, worlds::failover(4, {3, 0, 3, 3, 10'000}), 70);
    run("single", 5, worlds::failover(5, {3, 1, 6, 2, 30'000}), 30);
    run("steady", 6, worlds::steady(6), 10);
    return 0;
}
