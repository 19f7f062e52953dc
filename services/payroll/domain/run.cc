#include "services/payroll/domain/run.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/payroll/domain/monthly_performance.h"

namespace cuijiao::payroll {
namespace {

constexpr int kDecember = 12;

// A payslip on its way.
struct Draft {
  Fen gross;
  Fen minimum_wage;
  Fen deduction;
  Fen shortfall;
  Fen carried;
  bool has_wage = false;
  std::vector<PayslipLine> lines;
};

// Computes one run, step by step; each step adds its lines to the drafts.
class RunComputation {
 public:
  explicit RunComputation(const RunInput& input) : input_(input) {}

  RunFigures Compute() {
    TakeWages();
    DeductByCollectionRate();
    DecideBonuses();
    if (input_.month.month() == kDecember) CloseTheYear();
    AddBonusLines();
    TakeCharges();
    return Finish();
  }

 private:
  void TakeWages();
  void DeductByCollectionRate();
  void DecideBonuses();
  void CloseTheYear();
  void AddBonusLines();
  void TakeCharges();
  RunFigures Finish();

  [[nodiscard]] std::vector<ComparedFigures> Compared() const;
  [[nodiscard]] std::optional<Rational> BaseRateOf(const CommunityFigures& community) const;
  [[nodiscard]] std::vector<AreaYear> AreaYears() const;
  void ReturnYearsDeductions(const std::set<std::string>& unmet_areas);
  void Notice(std::string text) { figures_.notices.push_back(std::move(text)); }

  const RunInput& input_;
  std::map<std::string, Draft> drafts_;  // by staff id
  RunFigures figures_;
};

void RunComputation::TakeWages() {
  for (const Wage& wage : input_.wages) {
    Draft& draft = drafts_[wage.staff_id];
    draft.gross = wage.gross;
    draft.minimum_wage = wage.minimum_wage;
    draft.has_wage = true;
  }
}

std::optional<Rational> RunComputation::BaseRateOf(const CommunityFigures& community) const {
  switch (input_.policy.comparison_base) {
    case ComparisonBase::kPlannedRate:
      if (!community.planned_rate_bp) return std::nullopt;
      return Rational::BasisPoints(*community.planned_rate_bp);
    case ComparisonBase::kProjectRate: {
      const auto rate = input_.project_rates.find(community.project_id);
      if (rate == input_.project_rates.end()) return std::nullopt;
      return rate->second;
    }
  }
  return std::nullopt;
}

std::vector<ComparedFigures> RunComputation::Compared() const {
  std::vector<ComparedFigures> compared;
  for (const CommunityFigures& community : input_.communities) {
    compared.push_back({community.area_id, community.rate_received, community.rate_receivable,
                        BaseRateOf(community)});
  }
  return compared;
}

void RunComputation::DeductByCollectionRate() {
  const std::vector<ComparedFigures> compared = Compared();
  std::map<std::string, std::vector<ResponsibleDays>> by_collector;
  std::map<std::string, std::set<std::string>> areas;
  for (const ResponsibilityRun& run : input_.responsibility_runs) {
    by_collector[run.collector_id].push_back(
        {static_cast<int>(run.to - run.from) + 1, run.area_ids});
    areas[run.collector_id].insert(run.area_ids.begin(), run.area_ids.end());
  }
  for (const auto& [collector_id, runs] : by_collector) {
    Draft& draft = drafts_[collector_id];
    if (!draft.has_wage) {
      Notice(absl::StrCat("责任人 ", collector_id,
                          " 本月无工资: 不计绩效 (collector without a wage)"));
      continue;
    }
    MonthlyPerformance month = ComputeMonthlyPerformance(
        draft.gross, draft.minimum_wage, DaysIn(input_.month), runs, compared, input_.policy);
    draft.deduction = month.deduction;
    draft.lines.push_back({.kind = LineKind::kDeduction,
                           .amount = -month.deduction,
                           .formula = std::move(month.formula),
                           .source_kind = SourceKind::kArea,
                           .source_ids = {areas[collector_id].begin(), areas[collector_id].end()}});
    figures_.deductions.push_back(
        {input_.month, collector_id, month.deduction, std::move(month.shares)});
  }
}

void RunComputation::DecideBonuses() {
  for (const HistoricalPayment& payment : input_.payments) {
    if (input_.decided_payments.contains(payment.payment_id)) continue;
    // A payment undone before its month closed has nothing left to earn with (INC-9).
    if (input_.reversed_payments.contains(payment.payment_id)) continue;
    const bool before_scheme = payment.received_date < input_.policy.scheme_start ||
                               input_.settled_before_scheme.contains(payment.payment_id);
    figures_.bonuses.push_back(
        DecideBonus({.payment_id = payment.payment_id,
                     .historical = payment.historical,
                     .candidates = JudgeCandidates(payment.credit, input_.work),
                     .in_campaign = payment.in_campaign,
                     .before_scheme = before_scheme,
                     .waiver = payment.waiver,
                     .claim = payment.claim},
                    input_.policy));
  }
  std::ranges::sort(figures_.bonuses, {}, &BonusDecision::payment_id);
  for (const std::string& payment_id : input_.reversed_payments) {
    if (input_.decided_payments.contains(payment_id)) {
      Notice(absl::StrCat("缴费 ", payment_id,
                          " 计提后被冲正, 应追回提成 (reversed after it earned, INC-9)"));
    }
  }
}

std::vector<AreaYear> RunComputation::AreaYears() const {
  std::map<std::string, AreaYear> by_area;
  for (const CommunityFigures& community : input_.communities) {
    AreaYear& area = by_area[community.area_id];
    area.area_id = community.area_id;
    area.collector_id = community.collector_id;
    area.received += community.received;
    area.received_outside_campaigns += community.received_outside_campaigns;
    const auto task = input_.area_tasks.find(community.area_id);
    if (task != input_.area_tasks.end()) area.task = task->second;
  }
  std::vector<AreaYear> areas;
  for (auto& [id, area] : by_area) areas.push_back(std::move(area));
  return areas;
}

void RunComputation::CloseTheYear() {
  std::set<std::string> unmet_areas;
  for (const TaskTest& test : TestAnnualTasks(AreaYears())) {
    if (!test.met()) unmet_areas.insert(test.area_ids.begin(), test.area_ids.end());
    if (test.collector_id.empty()) continue;
    Draft& draft = drafts_[test.collector_id];
    if (test.met()) {
      ExplainedAmount reward = ComputeYearEndReward(test, input_.policy);
      draft.lines.push_back({LineKind::kYearEndReward, reward.amount, std::move(reward.formula),
                             SourceKind::kArea, test.area_ids, ""});
      continue;
    }
    ExplainedAmount penalty = ComputeShortfallPenalty(
        test, {draft.gross, draft.deduction, draft.minimum_wage}, input_.policy);
    draft.shortfall = penalty.amount;
    draft.lines.push_back({LineKind::kShortfall, -penalty.amount, std::move(penalty.formula),
                           SourceKind::kArea, test.area_ids, ""});
    if (input_.policy.unfinished_blocks == UnfinishedBlocks::kAllBonuses) {
      for (BonusDecision& bonus : figures_.bonuses) WithholdShares(bonus, test.collector_id);
    }
  }
  ReturnYearsDeductions(unmet_areas);
}

void RunComputation::ReturnYearsDeductions(const std::set<std::string>& unmet_areas) {
  std::vector<TakenDeduction> of_year = input_.deductions_of_year;
  of_year.insert(of_year.end(), figures_.deductions.begin(), figures_.deductions.end());
  for (ReturnedDeduction& returned : ReturnDeductions(of_year, unmet_areas)) {
    std::vector<std::string> months;
    for (const Month month : returned.months) months.push_back(FormatMonth(month));
    drafts_[returned.staff_id].lines.push_back({LineKind::kReturned, returned.amount,
                                                std::move(returned.formula), SourceKind::kMonth,
                                                std::move(months), ""});
  }
}

void RunComputation::AddBonusLines() {
  for (const BonusDecision& bonus : figures_.bonuses) {
    for (const BonusShare& share : bonus.shares) {
      const std::string withheld = share.reason.empty() ? "" : "; 年度任务未完成, 不计提成";
      drafts_[share.staff_id].lines.push_back(
          {LineKind::kHistoricalBonus,
           share.amount,
           absl::StrCat(bonus.formula, " = ", FormatYuan(share.amount), withheld),
           SourceKind::kPayment,
           {bonus.payment_id},
           share.reason});
    }
    for (const Candidate& candidate : bonus.left_out) {
      const std::string reason = bonus.reason.empty() ? std::string(kNoValidWork) : bonus.reason;
      drafts_[candidate.staff_id].lines.push_back(
          {LineKind::kHistoricalBonus,
           Fen(0),
           absl::StrCat(bonus.formula,
                        reason == kNoValidWork ? absl::StrCat("; ", candidate.why) : ""),
           SourceKind::kPayment,
           {bonus.payment_id},
           reason});
    }
  }
}

void RunComputation::TakeCharges() {
  std::map<std::string, std::vector<Charge>> by_bearer;
  for (const Charge& charge : input_.charges) by_bearer[charge.bearer_id].push_back(charge);
  for (auto& [bearer_id, charges] : by_bearer) {
    Draft& draft = drafts_[bearer_id];
    if (!draft.has_wage) {
      Notice(absl::StrCat(bearer_id, " 本月无工资: 补偿结转 (charges carried, no wage)"));
    }
    CompensationResult result =
        ComputeCompensation({draft.gross - draft.deduction, draft.shortfall, draft.minimum_wage},
                            std::move(charges), input_.policy);
    draft.carried = result.carried;
    for (const Taking& taking : result.takings) {
      const LineKind kind =
          taking.kind == ChargeKind::kClawback ? LineKind::kClawback : LineKind::kCompensation;
      draft.lines.push_back({kind,
                             -taking.taken,
                             result.limit_formula,
                             SourceKind::kViolation,
                             {taking.charge_id},
                             ""});
    }
    std::ranges::move(result.takings, std::back_inserter(figures_.takings));
  }
}

RunFigures RunComputation::Finish() {
  for (auto& [staff_id, draft] : drafts_) {
    if (!draft.has_wage && draft.lines.empty() && draft.carried == Fen(0)) continue;
    figures_.payslips.push_back(
        AssemblePayslip(staff_id, draft.gross, std::move(draft.lines), draft.carried));
    AddToTotals(figures_.payslips.back(), figures_.totals);
  }
  for (const BonusDecision& bonus : figures_.bonuses) {
    figures_.totals.pool += bonus.pool;
    figures_.totals.company_share += bonus.company_share();
  }
  return std::move(figures_);
}

}  // namespace

RunFigures ComputeRun(const RunInput& input) { return RunComputation(input).Compute(); }

}  // namespace cuijiao::payroll
