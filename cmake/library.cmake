# leat_add_library(name HEADERS file... SOURCES file... [CAF_SOURCES file...])
#   The target leat_<name>, known as leat::<name>. HEADERS are public: installed, and compiled alone by the target
#   all_verify_interface_header_sets. CAF_SOURCES are the files that include CAF.
function(leat_add_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS;SOURCES;CAF_SOURCES")
  set(target leat_${name})
  add_library(${target} ${arg_SOURCES} ${arg_CAF_SOURCES})
  add_library(leat::${name} ALIAS ${target})
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS "${CMAKE_CURRENT_SOURCE_DIR}" FILES ${arg_HEADERS})
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}") # private headers: "actors/caf/..."
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:leat_warnings>)
  set_target_properties(
    ${target}
    PROPERTIES EXPORT_NAME ${name}
               VERSION ${PROJECT_VERSION}
               SOVERSION ${PROJECT_VERSION_MAJOR}
               INSTALL_RPATH "$ORIGIN"
               POSITION_INDEPENDENT_CODE ON
               VERIFY_INTERFACE_HEADER_SETS ${PROJECT_IS_TOP_LEVEL})

  if(arg_CAF_SOURCES) # its headers take 5 s a file
    target_precompile_headers(${target} PRIVATE <caf/all.hpp> <caf/io/all.hpp>)
    set_source_files_properties(${arg_SOURCES} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  endif()
  leat_includes_caf(${arg_CAF_SOURCES})
endfunction()

# leat_includes_caf(file...): UBSan would report CAF's init_fun_factory at every spawn.
function(leat_includes_caf)
  if(ARGN AND "undefined" IN_LIST LEAT_SANITIZE)
    set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS -fno-sanitize=null)
  endif()
endfunction()
