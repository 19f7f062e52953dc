// All that a run is computed from. The same input gives the same run, to the fen (INC-11).
#ifndef CUIJIAO_SERVICES_PAYROLL_DOMAIN_RUN_INPUT_H_
#define CUIJIAO_SERVICES_PAYROLL_DOMAIN_RUN_INPUT_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "common/money/rational.h"
#include "services/payroll/domain/compensation.h"
#include "services/payroll/domain/correction.h"
#include "services/payroll/domain/incentive_policy.h"
#include "services/payroll/domain/substantive_work.h"
#include "services/payroll/domain/year_end.h"

namespace cuijiao::payroll {

// Gross wage of a month, with the minimum wage of its city.
struct Wage {
  std::string staff_id = {};
  Fen gross = {};
  Fen minimum_wage = {};
};

// A community at the month's closing date.
struct CommunityFigures {
  std::string community_id = {};
  std::string project_id = {};
  std::string area_id = {};
  std::string collector_id = {};  // empty for none
  // The rate's two sums (LED-8).
  Fen rate_received = {};
  Fen rate_receivable = {};
  // Current-year fees since the year's start.
  Fen received = {};
  Fen received_outside_campaigns = {};
  std::optional<std::int64_t> planned_rate_bp = {};  // of its project
};

// Days on which a collector was responsible for the same areas; both days included.
struct ResponsibilityRun {
  std::string collector_id = {};
  Date from = {};
  Date to = {};
  std::vector<std::string> area_ids = {};
};

// A payment with a historical part of a unit that meets INC-4's condition.
struct HistoricalPayment {
  std::string payment_id = {};
  PaymentCredit credit;
  Date received_date = {};
  Fen historical = {};
  bool in_campaign = false;
  Fen waiver = {};
  Fen claim = {};
};

struct RunInput {
  Month month = {};
  IncentivePolicy policy;

  // From the ledger, as the month's close froze them.
  std::vector<CommunityFigures> communities = {};
  std::vector<ResponsibilityRun> responsibility_runs = {};
  std::map<std::string, Rational> area_tasks = {};  // exact, in fen
  std::map<std::string, Rational> project_rates =
      {};  // actual, where the policy compares with them
  std::vector<HistoricalPayment> payments = {};
  std::set<std::string> reversed_payments = {};  // undone in full in the month
  std::set<std::string> settled_before_scheme =
      {};  // payments of months before the scheme (INC-10)

  // From escalation and from here.
  std::vector<WorkRecord> work = {};
  std::vector<Wage> wages = {};

  // From earlier runs and, for the charges, from the waiver service.
  std::vector<TakenDeduction> deductions_of_year = {};
  std::set<std::string> decided_payments = {};  // they earned, or did not, in an earlier run
  std::vector<Charge> charges = {};             // with something open, new ones included
  std::vector<Correction> corrections = {};     // of the month's disputes, by dispute (INC-11)
};

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_DOMAIN_RUN_INPUT_H_
