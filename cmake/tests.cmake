# Every test runs under ctest. The label `quick` marks what ./dev test --quick runs.
find_package(GTest REQUIRED)
include(GoogleTest)

# What a test calls is optimised, the test itself is not: it compiles about a sixth sooner.
set(test_options -O0)
highwater_reader(read_engine_for_tests HEADERS <engine/timeline.h> <gtest/gtest.h>
                                       OPTIONS ${test_options} LINKS GTest::gtest)

# highwater_test(<name> SOURCES <files…> LINKS <libraries…> [LABELS <labels…>]): one GoogleTest program.
function(highwater_test name)
    cmake_parse_arguments(test "" "" "SOURCES;LINKS;LABELS" ${ARGN})
    if(NOT test_LABELS)
        set(test_LABELS quick)
    endif()
    add_executable(${name} ${test_SOURCES})
    target_link_libraries(${name} PRIVATE ${test_LINKS} highwater_settings GTest::gtest_main)
    target_compile_options(${name} PRIVATE ${test_options})
    target_compile_definitions(${name} PRIVATE HIGHWATER_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                               HIGHWATER_BINARY_DIR="${PROJECT_BINARY_DIR}")
    if(test_LINKS MATCHES "hw_(engine|scenario|cli|gui)")
        highwater_read_once(${name} read_engine_for_tests)
    endif()
    gtest_discover_tests(${name} TEST_PREFIX ${name}. WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
                         DISCOVERY_TIMEOUT 60 PROPERTIES LABELS "${test_LABELS}" TIMEOUT 300)
endfunction()

# tests/unit/<room>/*_test.cc is the program unit_<room>; it may use its room and all left of it.
file(GLOB rooms LIST_DIRECTORIES true CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/unit/*)
foreach(folder IN LISTS rooms)
    get_filename_component(room ${folder} NAME)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cc)
    if(sources AND TARGET hw_${room})
        highwater_test(unit_${room} SOURCES ${sources} LINKS hw_${room})
        if(HIGHWATER_UNITY)
            highwater_compile_in_batches(unit_${room})
        endif()
        if(room STREQUAL cli)
            target_link_libraries(unit_cli PRIVATE nlohmann_json::nlohmann_json)
        endif()
    endif()
endforeach()

# The other kinds of test bring their own CMakeLists.txt.
file(GLOB lists CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/*/CMakeLists.txt)
foreach(list IN LISTS lists)
    get_filename_component(folder ${list} DIRECTORY)
    add_subdirectory(${folder})
endforeach()
