# leat_warnings: to be linked privately by what is built here.
add_library(leat_warnings INTERFACE)
target_compile_options(leat_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion $<$<BOOL:${LEAT_WERROR}>:-Werror>)
