// The database's errors as statuses. Made in common/db alone; asked about by the stores.
#ifndef CUIJIAO_COMMON_DB_DATABASE_ERROR_H_
#define CUIJIAO_COMMON_DB_DATABASE_ERROR_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace cuijiao::db {

// Reasons (common/status/reason.h) that this library gives.
inline constexpr std::string_view kReasonCommitUnknown = "COMMIT_UNKNOWN";
inline constexpr std::string_view kReasonDatabaseAway = "DATABASE_AWAY";
inline constexpr std::string_view kReasonPoolExhausted = "DATABASE_POOL_EXHAUSTED";

// | code of the server or client                      | status             |
// | 1062 duplicate key                                | ALREADY_EXISTS     |
// | 4025, 3819 check; 1451, 1452 foreign key          | FAILED_PRECONDITION|
// | 1213 deadlock, 1205 lock wait, 1020 row changed   | ABORTED            |
// | 1969, 3024 statement timeout                      | DEADLINE_EXCEEDED  |
// | 2006, 2013, 1047, 1927, 1053, 4031 connection lost| UNAVAILABLE        |
// | 2002, 2003, 2005, 2026 cannot connect; 1290, 1317 | UNAVAILABLE        |
// | 1040, 1203 connections; 1021, 1114 disk           | RESOURCE_EXHAUSTED |
// | every other                                       | INTERNAL           |
// UNAVAILABLE has the reason DATABASE_AWAY, so that a caller does not take the service for away.
// `doing` is the transaction's or statement's name for the message; `code` 0 is misuse of the
// client.
absl::Status DatabaseError(std::string_view doing, int code, std::string_view sql_state,
                           std::string_view message);

// The code the server or client gave, 0 when `status` is not from the database.
int DatabaseErrorCode(const absl::Status& status);

// The name of the unique key that an insert or update ran into ("PRIMARY", "uk_payment_request"),
// without the table's name; empty when `status` is no such error.
std::string ViolatedKey(const absl::Status& status);

// The name of the check or foreign key constraint, likewise.
std::string ViolatedConstraint(const absl::Status& status);

// True when the connection was lost while COMMIT ran: what was written may stand or not.
bool IsCommitUnknown(const absl::Status& status);

// True for errors after which the same transaction may succeed when run again from its start.
bool IsTransient(const absl::Status& status);

// True for errors after which the connection must not be used again.
bool IsConnectionLost(const absl::Status& status);

}  // namespace cuijiao::db

#endif  // CUIJIAO_COMMON_DB_DATABASE_ERROR_H_
