# How our code is compiled: strictly, and so that every compiler computes the same run.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug or Release" FORCE)
endif()

# CHECK does not look at NDEBUG: our own claims stay on in Release. HIGHWATER_OPTIMIZE replaces the
# optimisation level alone, for the determinism builds.
set(HIGHWATER_OPTIMIZE -O2 CACHE STRING "Optimisation level of a Release build")
set(CMAKE_CXX_FLAGS_RELEASE "${HIGHWATER_OPTIMIZE} -DNDEBUG")

# Eight files of a room, or of its tests, are compiled as one: most of what a file costs is the
# headers that all of them read, and a cold build takes a third of the time.
option(HIGHWATER_UNITY "Compile the files of a room in batches of eight" ON)

find_program(HIGHWATER_CCACHE ccache)
if(HIGHWATER_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${HIGHWATER_CCACHE})
endif()

# A file is named from the checkout on (__FILE__ in CHECK and in tests): the cache serves every clone,
# and no program tells where it was built.
add_compile_options(-fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=)

# lld links the program in a second; GNU ld takes six, and there are thirty programs with the tests.
find_program(HIGHWATER_LLD ld.lld)
if(HIGHWATER_LLD)
    add_link_options(-fuse-ld=lld)
endif()

# Fused multiply-add would round differently from machine to machine, so it is off for everybody.
add_compile_options(-ffp-contract=off)
if(HIGHWATER_SANITIZE)
    add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all
                        -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
    # g++ 12 takes std::regex for uninitialised when it is instrumented (GCC bug 105562).
    add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()

# Warnings are errors in our code; headers of other projects come in as SYSTEM and stay silent.
add_library(highwater_settings INTERFACE)
target_compile_options(highwater_settings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
# At -O3 g++ 12 warns of what its optimiser made up, as overlapping memory in "v" +
# std::to_string(n) (GCC bug 105651): there its warnings are no errors.
if(NOT HIGHWATER_OPTIMIZE STREQUAL "-O3")
    target_compile_options(highwater_settings INTERFACE -Werror)
endif()
target_include_directories(highwater_settings INTERFACE ${PROJECT_SOURCE_DIR}/sim
                                                        ${PROJECT_SOURCE_DIR})
