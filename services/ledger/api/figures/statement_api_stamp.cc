#include "services/ledger/api/figures/statement_api_stamp.h"

#include <vector>

#include "common/requests/request_dates.h"
#include "common/rpc/message_times.h"
#include "common/status/reason.h"

namespace cuijiao::ledger {

v1::FigureStamp MakeStamp(std::string_view definition, Date date, absl::Time recorded_by) {
  v1::FigureStamp stamp;
  stamp.set_definition(std::string(definition));
  stamp.set_as_of_date(FormatDate(date));
  *stamp.mutable_recorded_by_time() = TimestampOf(recorded_by);
  return stamp;
}

absl::Status CheckOneIsSet(std::initializer_list<NamedText> fields) {
  std::vector<FieldViolation> set;
  std::vector<FieldViolation> all;
  for (const NamedText& field : fields) {
    const FieldViolation violation{std::string(field.field), "exactly one of them is to be set"};
    all.push_back(violation);
    if (!field.value.empty()) set.push_back(violation);
  }
  if (set.size() == 1) return absl::OkStatus();
  return InvalidFields(set.empty() ? all : set);
}

absl::StatusOr<AsOf> MakeAsOf(const CallContext& call, const std::string& as_of_date,
                              const google::protobuf::Timestamp* recorded_by) {
  AsOf as_of{.date = DateOr(as_of_date, call.time.business_date)};
  if (recorded_by == nullptr) {
    as_of.is_present = as_of.date == call.time.business_date;
    return as_of;
  }
  CUIJIAO_ASSIGN_OR_RETURN(as_of.recorded_by, RecordedTimeOf("recorded_by_time", *recorded_by));
  return as_of;
}

absl::StatusOr<absl::Time> RecordedTimeOf(std::string_view field,
                                          const google::protobuf::Timestamp& time) {
  if (time.seconds() < 0 || time.seconds() > absl::ToUnixSeconds(kEverRecorded) ||
      time.nanos() < 0 || time.nanos() > 999'999'999) {
    return InvalidFields({{std::string(field), "the time is not in the years 1970 to 9999"}});
  }
  return TimeOf(time);
}

v1::FigureStamp StampOf(std::string_view definition, const CallContext& call, const AsOf& as_of) {
  const bool everything = as_of.recorded_by == kEverRecorded;
  return MakeStamp(definition, as_of.date,
                   everything ? call.time.recorded_time : as_of.recorded_by);
}

}  // namespace cuijiao::ledger
