# cmake --install, and a Debian package made by CPack, for rooms in which nobody compiles:
#   cpack --config build/CPackConfig.cmake    (dpkg -x unpacks it without root, too)
if(NOT TARGET highwater)
    return()
endif()
include(GNUInstallDirs)
# The program alone is packed: its tests need not be built for that.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
install(TARGETS highwater RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
# Beside the program, where it looks for its lessons (sim/cli/lessons.cc).
install(DIRECTORY ${PROJECT_SOURCE_DIR}/scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/highwater
        PATTERN "*-mine*" EXCLUDE PATTERN "*-answer*" EXCLUDE)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/LICENSE
        DESTINATION ${CMAKE_INSTALL_DOCDIR})
if(HIGHWATER_HAS_GUI)
    install(FILES ${PROJECT_SOURCE_DIR}/assets/highwater.desktop
            DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
    install(FILES ${PROJECT_SOURCE_DIR}/assets/highwater.svg
            DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME highwater)
set(CPACK_PACKAGE_VERSION 0.9.0)
set(CPACK_PACKAGE_VENDOR Highwater)
set(CPACK_PACKAGE_CONTACT "Highwater authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "A Kafka cluster you can pause, rewind, fork and break")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION education)
# The libraries it is linked with, as dpkg-shlibdeps finds them; the letters are the system's.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-inter, fonts-jetbrains-mono")
include(CPack)
