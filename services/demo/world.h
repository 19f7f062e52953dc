// What the acts of the demo share: the company, its people, and what has happened so far.
#ifndef CUIJIAO_SERVICES_DEMO_WORLD_H_
#define CUIJIAO_SERVICES_DEMO_WORLD_H_

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "services/demo/cast.h"
#include "services/demo/dice.h"
#include "services/demo/sample_company.h"

namespace cuijiao::demo {

inline constexpr int kPlanYear = 2017;
inline constexpr std::string_view kBranch = "B01";
inline constexpr std::string_view kProjectWithCampaign = "P01";
inline constexpr std::string_view kProjectWithoutCampaign = "P02";

// A waiver's way through the demo, told at its end.
struct WaiverTale {
  std::string what;     // "W1 经理权限内"
  std::string outcome;  // "SETTLED"
  waiver::v1::WaiverEvaluation evaluation;
};

struct World {
  World(SampleCompany its_company, Cast its_cast, Dice its_dice)
      : company(std::move(its_company)), cast(std::move(its_cast)), dice(its_dice) {}

  SampleCompany company;
  Cast cast;
  Dice dice;
  // How many quarters of the plan year each unit has paid.
  std::map<std::string, int> quarters_paid;
  // Units that a story has to itself: the habits leave them alone.
  std::map<std::string, std::string> reserved;
  std::vector<WaiverTale> waiver_tales;
  // Statements that were imported, with their files' names, for the report.
  std::vector<std::pair<std::string, ledger::v1::BankStatement>> statements;
  // What an import of receipts did, and what became of finance's list of them, for the report.
  ledger::v1::ImportFileResponse receipts;
  ledger::v1::Reconciliation reconciliation;
  // A collector's worklist of one day, kept for the report.
  escalation::v1::Worklist worklist;
  int next_request = 0;

  // An id for the next call; the same in every run of the same seed.
  std::string RequestId() { return absl::StrCat("demo-", ++next_request); }

  // The next unit of the community that suits the story, from now on the story's own; null when
  // none is left.
  template <typename Suits>
  const SampleUnit* TakeUnit(std::string_view community_id, std::string_view story, Suits suits) {
    for (const SampleCommunity& community : company.communities) {
      if (community.id != community_id) continue;
      for (const SampleUnit& unit : community.units) {
        if (suits(unit) && reserved.emplace(unit.id, story).second) return &unit;
      }
    }
    return nullptr;
  }
};

// Moves the company clock to `date`.
absl::Status MoveClock(const World& world, Date date);

// Act 1: organisation, imports, schedules, plan, campaign; on 2 January.
absl::Status SetUpCompany(World& world);
// Act 2: the twelve months, with payroll runs from March on.
absl::Status PlayYear(World& world);
// Stories inside a month of the year.
absl::Status PlayHouseholdsThatSettle(World& world, Month month);
absl::Status PlayWaivers(World& world, Month month);
// After the year, in the open January: a statement of each kind, and a person's match; a file of
// receipts; finance's own list, and what it does about the differences.
absl::Status PlayStatements(World& world);
// Act 3: what the company wants to see.
absl::Status PrintReport(const World& world);

}  // namespace cuijiao::demo

#endif  // CUIJIAO_SERVICES_DEMO_WORLD_H_
