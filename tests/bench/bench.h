// What every measurement shares: a CPU clock, one row of results, the table of measurements.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace highwater::bench {

// CPU seconds of this process: what other programs do meanwhile does not count.
double cpu_seconds();
std::int64_t peak_rss_kb();
// Bytes that malloc has handed out and not got back.
std::int64_t allocated_bytes();

// One line of output: keys in the order of SCENARIOS.md.
class Row {
public:
    explicit Row(std::string_view bench);
    Row& text(std::string_view key, std::string_view value);
    Row& integer(std::string_view key, std::int64_t value);
    Row& number(std::string_view key, double value);
    Row& hash(std::uint64_t value);
    Row& reached(bool yes);

    void print(bool json) const;

private:
    struct Cell {
        std::string key;
        std::string value;
        bool quoted;
    };
    std::vector<Cell> cells_;
};

void phold(bool json);
void churn(bool json);
void steady(bool json);
void seek(bool json);
void memory(bool json);
void scale(bool json);
void storm(bool json);
void rebalance(bool json);
// Where there is a window:
void frame(bool json);
void hour(bool json);

}  // namespace highwater::bench
