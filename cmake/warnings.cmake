# leat_warnings: to be linked privately by what is built here.
add_library(leat_warnings INTERFACE)
target_compile_options(leat_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion $<$<BOOL:${LEAT_WERROR}>:-Werror>)
# g++ 12 at -O3 sees copies of endless strings and vectors where there are none (GCC bugs 105329, 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(leat_warnings INTERFACE -Wno-restrict -Wno-stringop-overflow)
endif()
