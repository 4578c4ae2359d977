# The program: the command line, and the window where its packages are found. build/highwater.
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(spdlog REQUIRED)

highwater_room(cli DEPS scenario)
highwater_read_once(hw_cli read_engine)
find_package(Git QUIET)
if(GIT_FOUND)
    execute_process(COMMAND ${GIT_EXECUTABLE} rev-parse --short HEAD
                    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_VARIABLE commit
                    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    set_source_files_properties(${PROJECT_SOURCE_DIR}/sim/cli/build_name.cc PROPERTIES
                                COMPILE_DEFINITIONS "HIGHWATER_COMMIT=\"${commit}\"")
endif()
highwater_link_privately(cli CLI11::CLI11 nlohmann_json::nlohmann_json spdlog::spdlog)

# The window needs Dear ImGui, GLFW and OpenGL; pictures need libpng.
set(HIGHWATER_HAS_GUI OFF)
if(NOT HIGHWATER_GUI STREQUAL OFF)
    if(HIGHWATER_GUI STREQUAL AUTO)
        set(needed QUIET)
    else()
        set(needed REQUIRED)
    endif()
    find_package(PkgConfig ${needed})
    if(PkgConfig_FOUND)
        pkg_check_modules(imgui ${needed} IMPORTED_TARGET imgui)
    endif()
    find_package(glfw3 ${needed})
    find_package(OpenGL ${needed} COMPONENTS OpenGL)
    find_package(PNG ${needed})
    if(imgui_FOUND AND glfw3_FOUND AND OpenGL_FOUND AND PNG_FOUND)
        set(HIGHWATER_HAS_GUI ON)
    else()
        message(STATUS "No window: install libimgui-dev libglfw3-dev libgl-dev libpng-dev")
    endif()
endif()

if(HIGHWATER_HAS_GUI)
    highwater_room(gui FOLDER gui DEPS scenario)
    get_target_property(kind hw_gui TYPE)
    if(kind STREQUAL INTERFACE_LIBRARY)
        set(HIGHWATER_HAS_GUI OFF)
    else()
        # PUBLIC: the tests of the window drive ImGui themselves.
        target_link_libraries(hw_gui PUBLIC PkgConfig::imgui glfw OpenGL::GL PNG::PNG
                                            ${CMAKE_DL_LIBS})
        highwater_read_once(hw_gui read_engine)
    endif()
endif()

# main.cc is the one place that knows both the command line and the window.
file(GLOB main CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/sim/cli/main.cc)
if(main)
    add_executable(highwater ${main})
    target_link_libraries(highwater PRIVATE hw_cli highwater_settings CLI11::CLI11
                                            nlohmann_json::nlohmann_json spdlog::spdlog)
    if(HIGHWATER_HAS_GUI)
        target_link_libraries(highwater PRIVATE hw_gui)
        target_compile_definitions(highwater PRIVATE HIGHWATER_HAS_GUI=1)
    endif()
    set_target_properties(highwater PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
endif()
