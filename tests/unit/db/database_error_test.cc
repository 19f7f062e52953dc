#include "common/db/database_error.h"

#include <gtest/gtest.h>

#include <string>

#include "common/status/reason.h"

namespace cuijiao::db {
namespace {

struct Case {
  int code;
  absl::StatusCode status;
  bool transient;
  bool lost;
};

class DatabaseErrors : public testing::TestWithParam<Case> {};

TEST_P(DatabaseErrors, BecomeStatuses) {
  const Case& want = GetParam();
  const absl::Status status = DatabaseError("SELECT 1", want.code, "HY000", "what the server said");
  EXPECT_EQ(status.code(), want.status);
  EXPECT_EQ(IsTransient(status), want.transient);
  EXPECT_EQ(IsConnectionLost(status), want.lost);
  EXPECT_EQ(DatabaseErrorCode(status), want.code);
}

INSTANTIATE_TEST_SUITE_P(
    Codes, DatabaseErrors,
    testing::Values(Case{1062, absl::StatusCode::kAlreadyExists, false, false},
                    Case{4025, absl::StatusCode::kFailedPrecondition, false, false},
                    Case{3819, absl::StatusCode::kFailedPrecondition, false, false},
                    Case{1452, absl::StatusCode::kFailedPrecondition, false, false},
                    Case{1213, absl::StatusCode::kAborted, true, false},
                    Case{1205, absl::StatusCode::kAborted, true, false},
                    Case{1020, absl::StatusCode::kAborted, true, false},
                    Case{1969, absl::StatusCode::kDeadlineExceeded, false, false},
                    Case{3024, absl::StatusCode::kDeadlineExceeded, false, false},
                    Case{2006, absl::StatusCode::kUnavailable, true, true},
                    Case{2013, absl::StatusCode::kUnavailable, true, true},
                    Case{1047, absl::StatusCode::kUnavailable, true, true},
                    Case{1927, absl::StatusCode::kUnavailable, true, true},
                    Case{1053, absl::StatusCode::kUnavailable, true, true},
                    Case{2002, absl::StatusCode::kUnavailable, true, false},
                    Case{2026, absl::StatusCode::kUnavailable, true, false},
                    Case{1040, absl::StatusCode::kResourceExhausted, false, false},
                    Case{1114, absl::StatusCode::kResourceExhausted, false, false},
                    Case{1064, absl::StatusCode::kInternal, false, false},
                    Case{0, absl::StatusCode::kInternal, false, false}));

TEST(ViolatedKey, IsReadFromBothServersWords) {
  const absl::Status mariadb = DatabaseError(
      "INSERT", 1062, "23000", "Duplicate entry 'it''s 138.0013' for key 'uk_owner_phone'");
  EXPECT_EQ(ViolatedKey(mariadb), "uk_owner_phone");
  const absl::Status mysql =
      DatabaseError("INSERT", 1062, "23000", "Duplicate entry 'x' for key 'owner.PRIMARY'");
  EXPECT_EQ(ViolatedKey(mysql), "PRIMARY");
  EXPECT_EQ(ViolatedKey(absl::AlreadyExistsError("of another kind")), "");
}

TEST(ViolatedKey, LeavesTheRowsValuesOutOfTheMessage) {
  const absl::Status status =
      DatabaseError("INSERT", 1062, "23000", "Duplicate entry '13800138000' for key 'uk'");
  EXPECT_EQ(std::string(status.message()).find("13800138000"), std::string::npos);
}

TEST(ViolatedConstraint, IsReadFromBothServersWords) {
  EXPECT_EQ(ViolatedConstraint(DatabaseError("INSERT", 4025, "23000",
                                             "CONSTRAINT `ck_positive` failed for `s`.`t`")),
            "ck_positive");
  EXPECT_EQ(ViolatedConstraint(DatabaseError("INSERT", 3819, "HY000",
                                             "Check constraint 'ck_positive' is violated.")),
            "ck_positive");
  EXPECT_EQ(ViolatedConstraint(DatabaseError(
                "INSERT", 1452, "23000",
                "Cannot add or update a child row: a foreign key constraint fails (`s`.`t`, "
                "CONSTRAINT `fk_unit` FOREIGN KEY (`unit`) REFERENCES `unit` (`id`))")),
            "fk_unit");
}

TEST(IsCommitUnknown, IsTrueForItsReasonAlone) {
  EXPECT_TRUE(
      IsCommitUnknown(Refusal(absl::StatusCode::kUnavailable, kReasonCommitUnknown, "lost")));
  EXPECT_FALSE(IsCommitUnknown(absl::UnavailableError("lost")));
  EXPECT_FALSE(IsCommitUnknown(absl::OkStatus()));
}

}  // namespace
}  // namespace cuijiao::db
