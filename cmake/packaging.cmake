# Install rules and the CMake package: find_package(leat), then link leat::leat.
include(CMakePackageConfigHelpers)
set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/leat")

install(TARGETS leat leat_operators leat_actors leat_runtime EXPORT leatTargets FILE_SET HEADERS)
install(EXPORT leatTargets NAMESPACE leat:: DESTINATION "${package_dir}")
configure_package_config_file(cmake/leatConfig.cmake.in leatConfig.cmake INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file(leatConfigVersion.cmake COMPATIBILITY SameMajorVersion)
install(FILES "${PROJECT_BINARY_DIR}/leatConfig.cmake" "${PROJECT_BINARY_DIR}/leatConfigVersion.cmake" cmake/FindCAF.cmake
        DESTINATION "${package_dir}")
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}")
