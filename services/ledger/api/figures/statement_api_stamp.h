// What every figure carries: its definition, its posting date, its recorded time (LED-16, LED-17).
#ifndef CUIJIAO_SERVICES_LEDGER_API_FIGURES_STATEMENT_API_STAMP_H_
#define CUIJIAO_SERVICES_LEDGER_API_FIGURES_STATEMENT_API_STAMP_H_

#include <initializer_list>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/call_context.h"
#include "cuijiao/ledger/v1/statement.pb.h"
#include "services/ledger/store/figures/figures_store.h"
#include "services/ledger/store/journal/posting_messages.h"

namespace cuijiao::ledger {

v1::FigureStamp MakeStamp(std::string_view definition, Date date, absl::Time recorded_by);

// INVALID_ARGUMENT naming the fields unless exactly one of them is set.
struct NamedText {
  std::string_view field;
  std::string_view value;
};
absl::Status CheckOneIsSet(std::initializer_list<NamedText> fields);

// What a request's as_of_date and recorded_by_time ask for: the business date and everything where
// they are not set. INVALID_ARGUMENT for a time before 1970 or after 9999.
absl::StatusOr<AsOf> MakeAsOf(const CallContext& call, const std::string& as_of_date,
                              const google::protobuf::Timestamp* recorded_by);

template <typename Request>
absl::StatusOr<AsOf> AsOfOf(const CallContext& call, const Request& request) {
  return MakeAsOf(call, request.as_of_date(),
                  request.has_recorded_by_time() ? &request.recorded_by_time() : nullptr);
}

// A time up to which a question asks. INVALID_ARGUMENT naming the field, for one before 1970 or
// after 9999.
absl::StatusOr<absl::Time> RecordedTimeOf(std::string_view field,
                                          const google::protobuf::Timestamp& time);

// The stamp of figures that were asked for so: without a recorded-by time they are as recorded at
// the time of the call.
v1::FigureStamp StampOf(std::string_view definition, const CallContext& call, const AsOf& as_of);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_FIGURES_STATEMENT_API_STAMP_H_
