# LEAT_SANITIZE: all that is built here is instrumented.
if(LEAT_SANITIZE)
  list(JOIN LEAT_SANITIZE "," sanitizers)
  add_compile_options(-fsanitize=${sanitizers} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${sanitizers})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU") # which then sees members that nobody set, and copies of endless strings
    add_compile_options(-Wno-array-bounds -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow)
  endif()
endif()

# Half the time of compiling templates goes to checks that ASan mostly makes, too, and to laying out ASan's own.
if("address" IN_LIST LEAT_SANITIZE AND NOT LEAT_SANITIZE_ALL)
  add_compile_options(-fno-sanitize=alignment,null,object-size,pointer-overflow,vptr)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options("SHELL:--param asan-instrumentation-with-call-threshold=0")
  endif()
endif()

# TSan knows CAF's locks and queues only when CAF is built with it, too; tools/caf_tsan does that.
if("thread" IN_LIST LEAT_SANITIZE AND NOT DEFINED CAF_ROOT)
  execute_process(
    COMMAND "${PROJECT_SOURCE_DIR}/tools/caf_tsan" --where
    OUTPUT_VARIABLE LEAT_CAF_TSAN OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  if(EXISTS "${LEAT_CAF_TSAN}/complete")
    set(CAF_ROOT "${LEAT_CAF_TSAN}")
  else()
    message(WARNING "CAF is not built with TSan: programs with actors will report races that are none. Run tools/caf_tsan first.")
  endif()
endif()
