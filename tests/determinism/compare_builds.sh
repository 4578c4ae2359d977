#!/usr/bin/env bash
# Builds the rooms and the driver once per COMPILER:LEVEL and compares what the drivers print.
#   compare_builds.sh [--reference DRIVER] COMPILER:LEVEL…
# The reference is an already built driver, or else the first build of the list.
set -euo pipefail
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=${HIGHWATER_DETERMINISM_FOLDER:-$source/build/determinism}
mkdir -p "$folder"

expected=$folder/expected.txt
name=
if [[ ${1:-} == --reference ]]; then
    name=$2
    (cd "$source" && "$2") >"$expected"
    shift 2
fi

failed=0
for build in "$@"; do
    compiler=${build%%:*}
    level=${build#*:}
    if ! command -v "$compiler" >/dev/null; then
        echo "compare_builds: $compiler is not installed (./dev determinism installs it)" >&2
        exit 1
    fi
    into=$folder/$compiler$level
    mkdir -p "$into"
    if ! cmake -G Ninja -S "$source" -B "$into" -DHIGHWATER_SIM_ONLY=ON \
        -DCMAKE_CXX_COMPILER="$compiler" -DHIGHWATER_OPTIMIZE="$level" >"$into/build.log" 2>&1 ||
        ! ninja -C "$into" -j "${HIGHWATER_JOBS:-2}" determinism_driver >>"$into/build.log" 2>&1; then
        cat "$into/build.log" >&2
        echo "compare_builds: $build does not build" >&2
        exit 1
    fi
    (cd "$source" && "$into/determinism_driver") >"$into/hashes.txt"
    if [[ -z $name ]]; then
        name=$build
        cp "$into/hashes.txt" "$expected"
        echo "$build: $(grep -c . "$expected") runs, the reference"
    elif diff -u --label "$name" --label "$build" "$expected" "$into/hashes.txt"; then
        echo "$build: the same $(grep -c . "$expected") lines as $name"
    else
        echo "$build: differs from $name" >&2
        failed=1
    fi
done

# Two empty outputs agree about nothing.
if ! [[ -s $expected ]]; then
    echo "compare_builds: the driver printed nothing" >&2
    failed=1
fi
exit $failed
