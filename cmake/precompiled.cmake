# Headers that many programs include are compiled once for all of them; leat_precompile(target which) says which.
#   programs     <leat/leat.hpp>
#   tests        Boost.Test
#   leat_tests   both, and <leat/testing.hpp>
function(leat_add_precompiled which)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS;LIBRARIES")
  set(source "${PROJECT_BINARY_DIR}/precompiled/${which}.cpp")
  file(CONFIGURE OUTPUT "${source}" CONTENT "")
  add_library(leat_precompiled_${which} STATIC EXCLUDE_FROM_ALL "${source}")
  target_compile_features(leat_precompiled_${which} PRIVATE cxx_std_20)
  target_link_libraries(leat_precompiled_${which} PRIVATE leat_warnings ${arg_LIBRARIES})
  target_precompile_headers(leat_precompiled_${which} PRIVATE ${arg_HEADERS})
endfunction()

function(leat_precompile target which)
  target_precompile_headers(${target} REUSE_FROM leat_precompiled_${which})
endfunction()

leat_add_precompiled(programs HEADERS <leat/leat.hpp> LIBRARIES leat::leat)
if(LEAT_BUILD_TESTS)
  find_package(Boost 1.74 REQUIRED COMPONENTS unit_test_framework)
  leat_add_precompiled(tests HEADERS <boost/test/unit_test.hpp> LIBRARIES Boost::unit_test_framework)
  leat_add_precompiled(
    leat_tests
    HEADERS <boost/test/unit_test.hpp> <leat/leat.hpp> <leat/testing.hpp>
    LIBRARIES leat::leat Boost::unit_test_framework)
  foreach(which tests leat_tests)
    target_compile_definitions(leat_precompiled_${which} PRIVATE BOOST_TEST_DYN_LINK)
  endforeach()
endif()
