# Language level, warnings, sanitizers and the optional quick tools (ccache, mold).
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

option(CUIJIAO_FAILPOINTS "Compile the named failpoints in (development and tests only)" OFF)
set(CUIJIAO_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize takes them; empty for none")

# Line tables are enough for a backtrace and halve the size of what is linked.
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
set(CMAKE_C_FLAGS_DEBUG "-O0 -g1")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
  set(CMAKE_C_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

if(CUIJIAO_SANITIZE)
  add_compile_options(-fsanitize=${CUIJIAO_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${CUIJIAO_SANITIZE})
endif()

# Everything written here is compiled with these; generated code is not.
add_library(cuijiao_warnings INTERFACE)
target_compile_options(cuijiao_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Werror)
# When it optimises, g++ 12 takes short strings for overlapping and empty optionals for read, both in
# the standard library's own code.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  target_compile_options(cuijiao_warnings INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
endif()

add_library(cuijiao_settings INTERFACE)
target_include_directories(cuijiao_settings INTERFACE "${PROJECT_SOURCE_DIR}")
if(CUIJIAO_FAILPOINTS)
  target_compile_definitions(cuijiao_settings INTERFACE CUIJIAO_FAILPOINTS=1)
endif()
