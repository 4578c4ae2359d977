# highwater_room(<name> [FOLDER <path>] DEPS <rooms…>) makes the library hw_<name> of every .cc below
# sim/<name>. A room of headers alone, or one that is not there yet, is an INTERFACE library, so that
# the rooms right of it still reach those left of it.
function(highwater_room name)
    cmake_parse_arguments(room "" "FOLDER" "DEPS" ${ARGN})
    if(NOT room_FOLDER)
        set(room_FOLDER sim/${name})
    endif()
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${room_FOLDER}/*.cc)
    list(FILTER sources EXCLUDE REGEX "/main\\.cc$")
    set(links ${room_DEPS})
    list(TRANSFORM links PREPEND hw_)
    if(sources)
        add_library(hw_${name} STATIC ${sources})
        target_link_libraries(hw_${name} PUBLIC ${links} PRIVATE highwater_settings)
        target_include_directories(hw_${name} PUBLIC ${PROJECT_SOURCE_DIR}/sim ${PROJECT_SOURCE_DIR})
        if(HIGHWATER_UNITY)
            highwater_compile_in_batches(hw_${name})
            # The window's panels are worked on one by one, and name their measures alike.
            list(FILTER sources INCLUDE REGEX "/gui/panels/")
            set_source_files_properties(${sources} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
        endif()
    else()
        add_library(hw_${name} INTERFACE)
        target_link_libraries(hw_${name} INTERFACE ${links})
        target_include_directories(hw_${name} INTERFACE ${PROJECT_SOURCE_DIR}/sim
                                                        ${PROJECT_SOURCE_DIR})
    endif()
endfunction()

# A batch of files is read by the compiler as one: they share a scope, so what is private to a file
# needs a name that no other file of its room has. A build of the rooms alone is done once, for one
# comparison, and takes a whole room as one batch.
function(highwater_compile_in_batches target)
    set(files_at_once 8)
    if(HIGHWATER_SIM_ONLY)
        set(files_at_once 0) # all
    endif()
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON
                                               UNITY_BUILD_BATCH_SIZE ${files_at_once})
endfunction()

# What every file right of the engine begins with takes a compiler five seconds to read.
# highwater_reader(<name> HEADERS <headers…> [OPTIONS <options…>] [LINKS <libraries…>]) has it read
# once, for all targets of highwater_read_once(<target> <name>); they are compiled with the same
# options. Without HIGHWATER_UNITY each file reads its own, which shows an include that one forgot.
function(highwater_reader name)
    cmake_parse_arguments(reader "" "" "HEADERS;OPTIONS;LINKS" ${ARGN})
    file(CONFIGURE OUTPUT nothing.cc CONTENT "// The headers are read for others.\n")
    add_library(${name} OBJECT EXCLUDE_FROM_ALL ${CMAKE_CURRENT_BINARY_DIR}/nothing.cc)
    target_link_libraries(${name} PRIVATE highwater_settings ${reader_LINKS})
    target_compile_options(${name} PRIVATE ${reader_OPTIONS})
    target_precompile_headers(${name} PRIVATE ${reader_HEADERS})
endfunction()

function(highwater_read_once target reader)
    if(HIGHWATER_UNITY AND NOT HIGHWATER_SIM_ONLY)
        target_precompile_headers(${target} REUSE_FROM ${reader})
    endif()
endfunction()

# Another project's library, visible in the .cc files of one room only.
function(highwater_link_privately name)
    get_target_property(kind hw_${name} TYPE)
    if(NOT kind STREQUAL INTERFACE_LIBRARY)
        target_link_libraries(hw_${name} PRIVATE ${ARGN})
    endif()
endfunction()
