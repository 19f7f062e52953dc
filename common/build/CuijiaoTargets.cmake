# Three ways to make a target; every CMakeLists.txt below uses these alone.
include(GoogleTest)

# Programs of tests labelled slow: built by this target alone, so that nobody waits for them.
add_custom_target(slow_programs)
function(cuijiao_build_when_asked name)
  set_target_properties(${name} PROPERTIES EXCLUDE_FROM_ALL ON)
  add_dependencies(slow_programs ${name})
endfunction()

# cuijiao_library(NAME SRCS a.cc … DEPS lib …): a static library of hand-written code.
function(cuijiao_library name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  if(ARG_SRCS)
    add_library(${name} STATIC ${ARG_SRCS})
    target_link_libraries(${name} PUBLIC cuijiao_settings ${ARG_DEPS} PRIVATE cuijiao_warnings)
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE cuijiao_settings ${ARG_DEPS})
  endif()
endfunction()

# cuijiao_binary(NAME SRCS a.cc … DEPS lib …): a program, put into <build>/bin.
function(cuijiao_binary name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SRCS})
  target_link_libraries(${name} PRIVATE cuijiao_warnings cuijiao_settings ${ARG_DEPS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
endfunction()

# cuijiao_test(NAME [WHOLE] [APART] SRCS a.cc … DEPS lib … [LABELS l …]): a GoogleTest program.
# Each TEST is one ctest test; with WHOLE the program is one (for those that start a database). With
# APART its sources are compiled one by one, because they name their helpers alike.
function(cuijiao_test name)
  cmake_parse_arguments(ARG "WHOLE;APART" "" "SRCS;DEPS;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SRCS})
  target_link_libraries(${name} PRIVATE
    cuijiao_warnings cuijiao_settings ${ARG_DEPS} GTest::gmock GTest::gtest GTest::gtest_main)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/test")
  if("slow" IN_LIST ARG_LABELS)
    cuijiao_build_when_asked(${name})
  endif()
  if(ARG_APART)
    set_target_properties(${name} PROPERTIES UNITY_BUILD OFF)
  endif()
  if(ARG_WHOLE)
    add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
    set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 600 COST 10)
  else()
    # A case is named by its number or its own name; its bytes would differ from build to build.
    gtest_discover_tests(${name} NO_PRETTY_VALUES WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
      DISCOVERY_TIMEOUT 60 PROPERTIES LABELS "${ARG_LABELS}")
  endif()
endfunction()
