// The only macros of the house: hand an error on to the caller.
#ifndef CUIJIAO_COMMON_STATUS_MACROS_H_
#define CUIJIAO_COMMON_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns the status of `expr` from the enclosing function unless it is OK. The function may
// return absl::Status or absl::StatusOr.
#define CUIJIAO_RETURN_IF_ERROR(expr)                                   \
  do {                                                                  \
    if (absl::Status cuijiao_status_ = (expr); !cuijiao_status_.ok()) { \
      return cuijiao_status_;                                           \
    }                                                                   \
  } while (false)

// CUIJIAO_ASSIGN_OR_RETURN(Type name, expr): the value of the StatusOr `expr`, or returns its
// status. Put a type with commas in parentheses-free form through `auto`.
#define CUIJIAO_ASSIGN_OR_RETURN(lhs, expr) \
  CUIJIAO_ASSIGN_OR_RETURN_NAMED_(CUIJIAO_CONCAT_(cuijiao_or_, __LINE__), lhs, expr)

#define CUIJIAO_ASSIGN_OR_RETURN_NAMED_(name, lhs, expr) \
  auto name = (expr);                                    \
  if (!name.ok()) return std::move(name).status();       \
  lhs = *std::move(name)

#define CUIJIAO_CONCAT_(a, b) CUIJIAO_CONCAT_INNER_(a, b)
#define CUIJIAO_CONCAT_INNER_(a, b) a##b

#endif  // CUIJIAO_COMMON_STATUS_MACROS_H_
