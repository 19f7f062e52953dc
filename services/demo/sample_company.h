// A made-up company, the same for the same seed: three communities, about 3,600 units, owners with
// Chinese names, prices and arrears as the scheme's source describes them (about 70 % paid).
#ifndef CUIJIAO_SERVICES_DEMO_SAMPLE_COMPANY_H_
#define CUIJIAO_SERVICES_DEMO_SAMPLE_COMPANY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "common/calendar/date.h"
#include "common/money/fen.h"

namespace cuijiao::demo {

// How a household pays, drawn for each unit.
enum class Habit : std::uint8_t {
  kWholeYearInCampaign,  // prepays the year in January or February
  kPunctual,             // pays each bill by its due date
  kLate,                 // pays one to three months after it
  kAfterContact,         // pays when a collector has spoken to it
  kNever,                // pays nothing
};

struct SampleOwner {
  std::string id;
  std::string name;
  std::string phone;
  std::string address;
};

// A bill of a year before the plan year.
struct OpeningBill {
  Date period_start;
  Date period_end;
  Date due_date;
  Fen principal;
};

struct SampleUnit {
  std::string id;
  std::string community_id;
  std::string unit_no;
  std::int64_t area_e2_m2 = 0;     // 0.01 m²
  std::int64_t price_e4_yuan = 0;  // 0.0001 yuan a m² and month
  int period_months = 3;
  int due_after_days = 14;
  SampleOwner owner;
  Habit habit = Habit::kPunctual;
  std::vector<OpeningBill> opening_bills;
};

struct SampleCommunity {
  std::string id;
  std::string project_id;
  std::string name;
  std::string area_id;
  std::string collector_id;
  std::vector<SampleUnit> units;
};

struct SampleCompany {
  std::vector<SampleCommunity> communities;

  [[nodiscard]] std::size_t UnitCount() const;
};

// The unit's fee of `months`, as a bill of them says.
Fen FeeOf(const SampleUnit& unit, int months);

// The company of `seed`. Pure: no clock, no global randomness.
SampleCompany MakeSampleCompany(std::uint64_t seed);

// The suite's own import files for one project, as a property office would save them: units and
// opening bills with Chinese headers, owners with English ones.
std::string UnitsCsv(const SampleCompany& company, const std::string& project_id);
std::string OwnersCsv(const SampleCompany& company, const std::string& project_id);
std::string OpeningBillsCsv(const SampleCompany& company, const std::string& project_id);

}  // namespace cuijiao::demo

#endif  // CUIJIAO_SERVICES_DEMO_SAMPLE_COMPANY_H_
