#include "common/status/grpc_status.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/status/reason.h"
#include "cuijiao/type/v1/error.pb.h"

namespace cuijiao {
namespace {

TEST(GrpcStatus, GoesThereAndBackWithReasonValuesAndViolations) {
  absl::Status status = Refusal(absl::StatusCode::kFailedPrecondition, "WVR_4A",
                                "Arrears are left.", {{"arrears_fen", "120"}});
  AttachFieldViolations(status, {{"cash_fen", "1: too little"}});
  const absl::Status back = FromGrpcStatus(ToGrpcStatus(status));
  EXPECT_EQ(back, status);
  EXPECT_EQ(ReasonOf(back), "WVR_4A");
  EXPECT_EQ(ValuesOf(back).at("arrears_fen"), "120");
  EXPECT_EQ(FieldViolationsOf(back).size(), 1U);
}

TEST(GrpcStatus, SpeaksTheLayoutThatStockClientsRead) {
  const grpc::Status status =
      ToGrpcStatus(Refusal(absl::StatusCode::kNotFound, "UNKNOWN_UNIT", "No such unit."));
  type::v1::Status details;
  ASSERT_TRUE(details.ParseFromString(status.error_details()));
  EXPECT_EQ(details.code(), 5);
  ASSERT_EQ(details.details_size(), 1);
  EXPECT_EQ(details.details(0).type_url(), "type.googleapis.com/google.rpc.ErrorInfo");
  type::v1::ErrorInfo info;
  ASSERT_TRUE(info.ParseFromString(details.details(0).value()));
  EXPECT_EQ(info.reason(), "UNKNOWN_UNIT");
  EXPECT_EQ(info.domain(), "cuijiao");
}

TEST(GrpcStatus, SaysNothingAboutTheInside) {
  for (const absl::StatusCode code :
       {absl::StatusCode::kInternal, absl::StatusCode::kUnknown, absl::StatusCode::kDataLoss}) {
    const grpc::Status status =
        ToGrpcStatus(Refusal(code, "SECRET_REASON", "table secret_name is gone", {{"k", "v"}}));
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
    EXPECT_EQ(status.error_message().find("secret"), std::string::npos);
    EXPECT_EQ(status.error_details(), "");
  }
}

TEST(GrpcStatus, KeepsEveryOtherCode) {
  for (int code = 0; code <= 16; ++code) {
    const absl::Status status(static_cast<absl::StatusCode>(code), "words");
    const bool inside = code == 2 || code == 13 || code == 15;
    EXPECT_EQ(static_cast<int>(ToGrpcStatus(status).error_code()), inside ? 13 : code);
  }
}

TEST(GrpcStatus, FitsATrailerHoweverMuchIsWrong) {
  std::vector<FieldViolation> violations;
  for (int i = 0; i < 1000; ++i) violations.push_back({"rows[" + std::to_string(i) + "].名", "坏"});
  const grpc::Status status = ToGrpcStatus(InvalidFields(violations));
  EXPECT_LT(status.error_message().size() + status.error_details().size(), 5500U);
  const std::vector<FieldViolation> told = FieldViolationsOf(FromGrpcStatus(status));
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told.front(), violations.front());
  EXPECT_LT(told.size(), violations.size());
}

TEST(GrpcStatus, IgnoresDetailsThatCannotBeRead) {
  const absl::Status status =
      FromGrpcStatus(grpc::Status(grpc::StatusCode::ABORTED, "lost", "\xff\xff not a message"));
  EXPECT_TRUE(absl::IsAborted(status));
  EXPECT_EQ(ReasonOf(status), "");
}

}  // namespace
}  // namespace cuijiao
