#include "common/rpc/paging.h"

#include <gtest/gtest.h>

#include "common/rpc/request_id.h"
#include "common/status/reason.h"
#include "cuijiao/ledger/v1/payment.pb.h"
#include "validated.pb.h"

namespace cuijiao {
namespace {

using ledger::v1::ListPaymentsRequest;

class PageTokensTest : public ::testing::Test {
 protected:
  ListPaymentsRequest Next(ListPaymentsRequest request, const std::string& token) {
    request.set_page_token(token);
    return request;
  }
  bool IsRefused(const ListPaymentsRequest& request) {
    const absl::Status status = tokens_.PositionOf(request).status();
    return absl::IsInvalidArgument(status) && ReasonOf(status) == kPageTokenInvalid;
  }

  PageTokens tokens_{"secret of all replicas"};
  ListPaymentsRequest request_ = [] {
    ListPaymentsRequest request;
    request.set_unit_id("U1");
    return request;
  }();
};

TEST_F(PageTokensTest, GiveBackThePosition) {
  for (const std::string& position :
       {std::string("01J8"), std::string("业主"), std::string("\0\xff|", 3)}) {
    EXPECT_EQ(tokens_.PositionOf(Next(request_, tokens_.Make(request_, position))).value(),
              position);
  }
  EXPECT_EQ(tokens_.PositionOf(request_).value(), "");
}

TEST_F(PageTokensTest, HoldOnWhateverThePageSize) {
  ListPaymentsRequest next = Next(request_, tokens_.Make(request_, "p"));
  next.set_page_size(7);
  EXPECT_EQ(tokens_.PositionOf(next).value(), "p");
  EXPECT_EQ(tokens_.PositionOf(Next(next, tokens_.Make(next, "q"))).value(), "q");
}

TEST_F(PageTokensTest, AreRefusedForAnotherQuery) {
  ListPaymentsRequest other = request_;
  other.set_unit_id("U2");
  EXPECT_TRUE(IsRefused(Next(other, tokens_.Make(request_, "p"))));
  ledger::v1::ListSuspenseRequest other_method;
  EXPECT_TRUE(IsRefused(Next(ListPaymentsRequest(), tokens_.Make(other_method, "p"))));
}

TEST_F(PageTokensTest, AreRefusedWhenChangedOrForeign) {
  const std::string token = tokens_.Make(request_, "position");
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_TRUE(IsRefused(Next(request_, changed))) << i;
  }
  EXPECT_TRUE(IsRefused(Next(request_, "x")));
  EXPECT_TRUE(IsRefused(Next(request_, "not base64 !")));
  EXPECT_TRUE(IsRefused(Next(request_, PageTokens("another secret").Make(request_, "position"))));
}

TEST_F(PageTokensTest, FitTheirField) {
  EXPECT_LE(tokens_.Make(request_, std::string(350, 'p')).size(), 512U);
}

TEST(EffectivePageSize, HasADefaultAndAMaximum) {
  EXPECT_EQ(EffectivePageSize(0), 100);
  EXPECT_EQ(EffectivePageSize(1), 1);
  EXPECT_EQ(EffectivePageSize(1000), 1000);
  EXPECT_EQ(EffectivePageSize(1001), 1000);
}

TEST(RequestHash, IsEqualForEqualRequestsAlone) {
  test::Validated a;
  test::Validated b;
  for (int i = 0; i < 50; ++i) (*a.mutable_counts())[std::to_string(i)] = i;
  for (int i = 49; i >= 0; --i) (*b.mutable_counts())[std::to_string(i)] = i;
  EXPECT_EQ(RequestHash(a), RequestHash(b));
  EXPECT_EQ(RequestHash(a).size(), 64U);
  b.set_amount(1);
  EXPECT_NE(RequestHash(a), RequestHash(b));
  EXPECT_NE(RequestHash(test::Validated()), RequestHash(test::Row()));
}

}  // namespace
}  // namespace cuijiao
