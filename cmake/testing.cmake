# How tests are added. Every test has the labels of its area (operators, surface …) and of its speed: quick ones (the
# default) run first. Labels "caf" and "static" mark tests that include CAF and tests that run nothing of Leat's.

function(leat_set_test_properties test area)
  cmake_parse_arguments(PARSE_ARGV 2 arg "SLOW;SERIAL" "TIMEOUT" "LABELS")
  if(arg_SLOW)
    set(speed slow)
    set(cost 1)
    set(timeout 1200)
  else()
    set(speed quick)
    set(cost 1000)
    set(timeout 180)
    if(LEAT_SANITIZE) # ten times slower
      set(timeout 600)
    endif()
  endif()
  if(arg_TIMEOUT)
    set(timeout ${arg_TIMEOUT})
  endif()
  set_tests_properties(
    ${test}
    PROPERTIES LABELS "${area};${speed};${arg_LABELS}"
               COST ${cost}
               TIMEOUT ${timeout}
               RUN_SERIAL ${arg_SERIAL})
endfunction()

# leat_add_tests(NAME area [SOURCES file...] [SLOW_SOURCES file...] [CAF_SOURCES file...] [LIBRARIES target...])
#   One Boost.Test program per area, of main.cpp and the files; one test per file, which holds one suite with the file's
#   name: filter_test.cpp has BOOST_AUTO_TEST_SUITE(filter_test). CAF_SOURCES are files that include CAF.
function(leat_add_tests)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "SOURCES;SLOW_SOURCES;CAF_SOURCES;LIBRARIES")
  set(target test_${arg_NAME})
  set(files ${arg_SOURCES} ${arg_SLOW_SOURCES} ${arg_CAF_SOURCES})
  add_executable(${target} main.cpp ${files})
  target_compile_definitions(${target} PRIVATE BOOST_TEST_DYN_LINK)
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}") # private headers: "actors/caf/..."
  target_link_libraries(${target} PRIVATE leat_warnings Boost::unit_test_framework ${arg_LIBRARIES})
  # g++ 12 at -O3 sees copies of endless strings in what BOOST_TEST makes of its messages, and with ASan members of
  # std::regex that nobody set.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -Wno-array-bounds -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow)
  endif()
  set(precompiled tests)
  if("leat::leat" IN_LIST arg_LIBRARIES)
    set(precompiled leat_tests)
  endif()
  leat_precompile(${target} ${precompiled})
  set_source_files_properties(main.cpp PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  leat_includes_caf(${arg_CAF_SOURCES})

  set(suites)
  foreach(file IN LISTS files)
    cmake_path(GET file STEM suite)
    list(APPEND suites ${suite})
    set(test ${arg_NAME}.${suite})
    add_test(NAME ${test} COMMAND ${target} --run_test=${suite} --report_level=short --color_output=no)
    set(options)
    if(file IN_LIST arg_SLOW_SOURCES)
      list(APPEND options SLOW)
    endif()
    if(file IN_LIST arg_CAF_SOURCES)
      list(APPEND options LABELS caf)
    endif()
    leat_set_test_properties(${test} ${arg_NAME} ${options})
  endforeach()

  # a case outside the suite of its file would never run
  add_test(NAME ${arg_NAME}.suites COMMAND ${CMAKE_COMMAND} -D "PROGRAM=$<TARGET_FILE:${target}>" -D "SUITES=${suites}" -P
                                           "${PROJECT_SOURCE_DIR}/cmake/check_suites.cmake")
  leat_set_test_properties(${arg_NAME}.suites ${arg_NAME})
endfunction()

# leat_add_program_test(area file [SLOW] [SERIAL] [TIMEOUT seconds] [LIBRARIES target...] [ARGUMENTS word...]
#                       [LABELS label...])
#   A program that is a test by its exit code: target and test are <area>_<file> and <area>.<file>.
function(leat_add_program_test area file)
  cmake_parse_arguments(PARSE_ARGV 2 arg "SLOW;SERIAL" "TIMEOUT" "LIBRARIES;ARGUMENTS;LABELS")
  cmake_path(GET file STEM name)
  add_executable(${area}_${name} ${file})
  target_link_libraries(${area}_${name} PRIVATE ${arg_LIBRARIES})
  if("leat::leat" IN_LIST arg_LIBRARIES)
    leat_precompile(${area}_${name} programs)
  endif()
  add_test(NAME ${area}.${name} COMMAND ${area}_${name} ${arg_ARGUMENTS})
  set(options LABELS ${arg_LABELS})
  foreach(flag SLOW SERIAL)
    if(arg_${flag})
      list(APPEND options ${flag})
    endif()
  endforeach()
  if(arg_TIMEOUT)
    list(APPEND options TIMEOUT ${arg_TIMEOUT})
  endif()
  leat_set_test_properties(${area}.${name} ${area} ${options})
endfunction()

# leat_add_output_test(area target [ARGUMENTS word...])
#   What the program prints must be what <target>.expected says.
function(leat_add_output_test area target)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "ARGUMENTS")
  add_test(
    NAME ${area}.${target}
    COMMAND
      ${CMAKE_COMMAND} -D "PROGRAM=$<TARGET_FILE:${target}>" -D "ARGUMENTS=${arg_ARGUMENTS}" -D
      "EXPECTED=${CMAKE_CURRENT_SOURCE_DIR}/${target}.expected" -P "${PROJECT_SOURCE_DIR}/cmake/compare_output.cmake")
  leat_set_test_properties(${area}.${target} ${area})
endfunction()

# leat_note_checks(test...)
#   These tests write down which checks of the contract they made with which operator; see tools/contract_checks.
function(leat_note_checks)
  set(folder "${PROJECT_BINARY_DIR}/contract_checks")
  file(MAKE_DIRECTORY "${folder}")
  foreach(test IN LISTS ARGN)
    set_tests_properties(${test} PROPERTIES ENVIRONMENT "LEAT_CONTRACT_CHECKS=${folder}/${test}" FIXTURES_SETUP contract_checks)
  endforeach()
endfunction()
