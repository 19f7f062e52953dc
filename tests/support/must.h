// For worlds that tests are played in: what cannot be had ends the test program.
#ifndef CUIJIAO_TESTS_SUPPORT_MUST_H_
#define CUIJIAO_TESTS_SUPPORT_MUST_H_

#include <cstdlib>
#include <iostream>
#include <source_location>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace cuijiao::support {

// The last message says where, and what was being done.
inline void MustBeOk(const absl::Status& status, std::string_view doing = {},
                     std::source_location where = std::source_location::current()) {
  if (status.ok()) return;
  std::cerr << where.file_name() << ":" << where.line() << ": " << doing << ": " << status << "\n";
  std::exit(EXIT_FAILURE);
}

template <typename T>
T Must(absl::StatusOr<T> value, std::string_view doing = {},
       std::source_location where = std::source_location::current()) {
  MustBeOk(value.status(), doing, where);
  return *std::move(value);
}

}  // namespace cuijiao::support

#endif  // CUIJIAO_TESTS_SUPPORT_MUST_H_
