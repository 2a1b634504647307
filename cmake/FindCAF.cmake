# Finds the C++ Actor Framework, which ships no CMake package before 0.18.
#   Components: core, io. Targets: CAF::core, CAF::io. Hint: CAF_ROOT. Result: CAF_FOUND, CAF_VERSION.
find_path(CAF_INCLUDE_DIR caf/config.hpp NO_CACHE)
if(CAF_INCLUDE_DIR)
  file(STRINGS "${CAF_INCLUDE_DIR}/caf/config.hpp" CAF_VERSION REGEX "^#define CAF_VERSION [0-9]+$")
  string(REGEX REPLACE "[^0-9]" "" CAF_VERSION "${CAF_VERSION}") # 1706 is 0.17.6
  math(EXPR major "${CAF_VERSION} / 10000")
  math(EXPR minor "${CAF_VERSION} / 100 % 100")
  math(EXPR patch "${CAF_VERSION} % 100")
  set(CAF_VERSION ${major}.${minor}.${patch})
endif()

foreach(component IN LISTS CAF_FIND_COMPONENTS)
  find_library(CAF_${component}_LIBRARY caf_${component} NO_CACHE)
  if(CAF_${component}_LIBRARY)
    set(CAF_${component}_FOUND TRUE)
  endif()
endforeach()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(CAF REQUIRED_VARS CAF_INCLUDE_DIR VERSION_VAR CAF_VERSION HANDLE_VERSION_RANGE HANDLE_COMPONENTS)

if(CAF_FOUND)
  foreach(component IN LISTS CAF_FIND_COMPONENTS)
    if(NOT TARGET CAF::${component})
      add_library(CAF::${component} UNKNOWN IMPORTED)
      set_target_properties(
        CAF::${component} PROPERTIES IMPORTED_LOCATION "${CAF_${component}_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES
                                                                                     "${CAF_INCLUDE_DIR}")
    endif()
  endforeach()
  if(TARGET CAF::io)
    set_target_properties(CAF::io PROPERTIES INTERFACE_LINK_LIBRARIES CAF::core)
  endif()
endif()
