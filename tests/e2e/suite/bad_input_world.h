// A world in which every kind of bad input can be tried.
#ifndef CUIJIAO_TESTS_E2E_SUITE_BAD_INPUT_WORLD_H_
#define CUIJIAO_TESTS_E2E_SUITE_BAD_INPUT_WORLD_H_

#include <google/protobuf/message.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/e2e/suite/suite_world.h"

namespace cuijiao {

// Stands in a text for bytes that are not UTF-8 until the request is on the wire.
inline constexpr std::string_view kBrokenText = "@@@@";

// March 2017, two months closed. K1 owes 2,000.00 of 2016 and has asked for a waiver; K2 owes the
// same and has not; U1 has paid three times.
class BadInputWorld : public SuiteWorld {
 protected:
  BadInputWorld();

  // A call that a test makes later; what it answered.
  using Call = std::function<absl::Status()>;

  // A good payment of U1, by finance, edited.
  Call Pay(std::function<void(ledger::v1::RecordPaymentRequest&)> edit);
  // A good proposal for K2, by its collector, edited.
  Call Propose(std::function<void(waiver::v1::SubmitWaiverRequest&)> edit);
  // A good contact with K1, by its collector, edited.
  Call Contact(std::function<void(escalation::v1::RecordContactRequest&)> edit);
  [[nodiscard]] escalation::v1::RecordContactRequest ContactRequest() const;
  // The file's first wrong row as a status.
  Call ImportOpeningBills(const std::string& content);
  // The payments of a unit from this page on.
  Call ListPage(const std::string& unit_id, const std::string& page_token);
  // GetStatement of U1 with this token of identity.
  Call Statement(const std::string& token);
  // Puts a branch whose name has so many bytes.
  Call NameBranch(std::size_t bytes);

  // These very bytes as a request to "/package.Service/Method"; the bytes of the answer.
  absl::StatusOr<std::string> SendBytes(const std::string& service, const std::string& method,
                                        const std::string& token, const std::string& bytes);
  // The request, with kBrokenText in one of its texts replaced by bytes that are not UTF-8.
  Call SendBroken(const std::string& service, const std::string& method, const std::string& token,
                  const google::protobuf::Message& request);

  // F1's tokens: as they should be, with alg none and no signature, and signed by another key that
  // has the right name.
  [[nodiscard]] std::string FinanceToken() const;
  [[nodiscard]] std::string UnsignedToken() const;
  static std::string TokenOfAnotherKey();

  // A checksum of every table of every service, but for the audit trail, which grows.
  std::map<std::string, std::string> Tables();

  ledger::v1::RecordPaymentRequest payment_;      // the last of U1's, as it was recorded
  escalation::v1::RecordContactRequest contact_;  // with K1, as it was recorded
  waiver::v1::Waiver waiver_;                     // K1's
  std::string page_token_;                        // of the second page of U1's payments
};

}  // namespace cuijiao

#endif  // CUIJIAO_TESTS_E2E_SUITE_BAD_INPUT_WORLD_H_
