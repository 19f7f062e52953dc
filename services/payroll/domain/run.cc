#include "services/payroll/domain/run.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
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

struct StaffLine {
  std::string staff_id;
  PayslipLine line;
};

// A payment's lines: of its shares, then of who is left out.
std::vector<StaffLine> LinesOf(const BonusDecision& bonus) {
  std::vector<StaffLine> lines;
  const auto add_line = [&](const std::string& staff_id, Fen share, std::string formula,
                            std::string reason) {
    lines.push_back({staff_id,
                     {LineKind::kHistoricalBonus,
                      share,
                      std::move(formula),
                      SourceKind::kPayment,
                      {bonus.payment_id},
                      std::move(reason)}});
  };
  for (const BonusShare& share : bonus.shares) {
    const std::string withheld = share.reason.empty() ? "" : "; 年度任务未完成, 不计提成";
    add_line(share.staff_id, share.amount,
             absl::StrCat(bonus.formula, " = ", FormatYuan(share.amount), withheld), share.reason);
  }
  for (const Candidate& candidate : bonus.left_out) {
    const std::string reason = bonus.reason.empty() ? std::string(kNoValidWork) : bonus.reason;
    add_line(candidate.staff_id, Fen(0),
             absl::StrCat(bonus.formula,
                          reason == kNoValidWork ? absl::StrCat("; ", candidate.why) : ""),
             reason);
  }
  return lines;
}

// Gives `staff_id` another share, also where there was none; the company's moves with it.
void CorrectShare(BonusDecision& bonus, const std::string& staff_id, Fen amount) {
  auto share = std::ranges::find(bonus.shares, staff_id, &BonusShare::staff_id);
  if (share == bonus.shares.end()) share = bonus.shares.insert(share, {staff_id, Fen(0), ""});
  bonus.paid += amount - share->amount;
  share->amount = amount;
  if (amount != Fen(0)) share->reason.clear();
}

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
    TellOfMissingLines();
    return Finish();
  }

 private:
  void TakeWages();
  void DeductByCollectionRate();
  void DecideBonuses();
  void CloseTheYear();
  void AddBonusLines();
  void TakeCharges();
  void TellOfMissingLines();
  RunFigures Finish();

  // Puts a line on a payslip and, behind it, what finance corrected of it, held within `bounds`.
  // What the line comes to by that.
  Fen AddLine(const std::string& staff_id, PayslipLine line, const AmountBounds& bounds);
  void AddCorrection(const Correction& correction, Fen computed, const AmountBounds& bounds);
  // Finance's correction of a line; none where it stands as computed.
  [[nodiscard]] const Correction* FindCorrection(const std::string& staff_id,
                                                 const LineOrigin& line) const;
  void AddSharesOf(BonusDecision& bonus);

  [[nodiscard]] std::vector<ComparedFigures> Compared() const;
  [[nodiscard]] std::optional<Rational> BaseRateOf(const CommunityFigures& community) const;
  [[nodiscard]] std::vector<AreaYear> AreaYears() const;
  void ReturnYearsDeductions(const std::set<std::string>& unmet_areas);
  void Notice(std::string text) { figures_.notices.push_back(std::move(text)); }

  const RunInput& input_;
  std::map<std::string, Draft> drafts_;  // by staff id
  std::set<std::string> applied_;        // disputes whose line was found
  RunFigures figures_;
};

Fen RunComputation::AddLine(const std::string& staff_id, PayslipLine line,
                            const AmountBounds& bounds) {
  const Fen computed = line.amount;
  const Correction* correction = FindCorrection(staff_id, line.origin());
  drafts_[staff_id].lines.push_back(std::move(line));
  if (correction == nullptr) return computed;
  AddCorrection(*correction, computed, bounds);
  return bounds.Hold(correction->right);
}

const Correction* RunComputation::FindCorrection(const std::string& staff_id,
                                                 const LineOrigin& line) const {
  const auto found = std::ranges::find_if(input_.corrections, [&](const Correction& correction) {
    return correction.staff_id == staff_id && correction.line == line;
  });
  return found == input_.corrections.end() ? nullptr : &*found;
}

void RunComputation::AddCorrection(const Correction& correction, Fen computed,
                                   const AmountBounds& bounds) {
  applied_.insert(correction.dispute_id);
  drafts_[correction.staff_id].lines.push_back(CorrectionLine(correction, computed, bounds));
  if (bounds.Hold(correction.right) == correction.right) return;
  figures_.held.push_back({correction.dispute_id, bounds});
  Notice(absl::StrCat("异议 ", correction.dispute_id, " 的更正受限: ", bounds.rule,
                      " (correction held)"));
}

// A line that finance corrected and that facts made go away since has nothing left to correct.
void RunComputation::TellOfMissingLines() {
  for (const Correction& correction : input_.corrections) {
    if (!applied_.contains(correction.dispute_id)) {
      AddCorrection(correction, Fen(0), BoundMissingLine());
    }
  }
}

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
    draft.deduction =
        -AddLine(collector_id,
                 {.kind = LineKind::kDeduction,
                  .amount = -month.deduction,
                  .formula = std::move(month.formula),
                  .source_kind = SourceKind::kArea,
                  .source_ids = {areas[collector_id].begin(), areas[collector_id].end()}},
                 BoundDeduction({draft.gross, Fen(0), draft.minimum_wage}, !month.shares.empty(),
                                input_.policy));
    figures_.deductions.push_back(
        {input_.month, collector_id, draft.deduction, std::move(month.shares)});
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
      AddLine(test.collector_id,
              {LineKind::kYearEndReward, reward.amount, std::move(reward.formula),
               SourceKind::kArea, test.area_ids, ""},
              BoundReward());
      continue;
    }
    ExplainedAmount penalty = ComputeShortfallPenalty(
        test, {draft.gross, draft.deduction, draft.minimum_wage}, input_.policy);
    draft.shortfall =
        -AddLine(test.collector_id,
                 {LineKind::kShortfall, -penalty.amount, std::move(penalty.formula),
                  SourceKind::kArea, test.area_ids, ""},
                 BoundShortfall({draft.gross, draft.deduction, draft.minimum_wage}, input_.policy));
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
    AddLine(returned.staff_id,
            {LineKind::kReturned, returned.amount, std::move(returned.formula), SourceKind::kMonth,
             std::move(months), ""},
            BoundReturn(returned.taken));
  }
}

void RunComputation::AddBonusLines() {
  for (BonusDecision& bonus : figures_.bonuses) AddSharesOf(bonus);
}

// What finance corrects of a share moves the company's, and the pool pays no more than it holds.
// What is lowered comes first and makes room for what is raised, whoever stands first.
void RunComputation::AddSharesOf(BonusDecision& bonus) {
  std::vector<StaffLine> lines = LinesOf(bonus);
  std::ranges::stable_partition(lines, [&](const StaffLine& of_staff) {
    const Correction* correction = FindCorrection(of_staff.staff_id, of_staff.line.origin());
    return correction != nullptr && correction->right < of_staff.line.amount;
  });
  for (StaffLine& of_staff : lines) {
    const Fen share = of_staff.line.amount;
    const Fen amount = AddLine(of_staff.staff_id, std::move(of_staff.line),
                               BoundShare(bonus.pool, bonus.paid - share));
    if (amount != share) CorrectShare(bonus, of_staff.staff_id, amount);
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
    for (Taking& taking : result.takings) {
      const LineKind kind =
          taking.kind == ChargeKind::kClawback ? LineKind::kClawback : LineKind::kCompensation;
      const Fen taken = -AddLine(bearer_id,
                                 {kind,
                                  -taking.taken,
                                  result.limit_formula,
                                  SourceKind::kViolation,
                                  {taking.charge_id},
                                  ""},
                                 BoundTaking(taking.taken));
      // What finance gives back of a taking stays open.
      draft.carried += taking.taken - taken;
      taking.taken = taken;
    }
    std::erase_if(result.takings, [](const Taking& taking) { return taking.taken == Fen(0); });
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
