#include "services/payroll/domain/conservation.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/money/rational.h"

namespace cuijiao::payroll {
namespace {

class Check {
 public:
  Check(const RunFigures& run, const std::vector<Charge>& charges,
        const std::vector<Correction>& corrections, const IncentivePolicy& policy)
      : run_(run), charges_(charges), policy_(policy) {
    for (const Correction& correction : corrections) {
      corrections_[correction.dispute_id] = correction;
    }
  }

  std::vector<std::string> Run() {
    Pools();
    Payslips();
    Corrections();
    Deductions();
    Charges();
    return std::move(faults_);
  }

 private:
  void Expect(Fen found, Fen expected, const std::string& what) {
    if (found == expected) return;
    faults_.push_back(
        absl::StrCat(what, ": ", FormatYuan(found), ", expected ", FormatYuan(expected)));
  }

  // What a line is about: its own origin, or that of the line which it corrects.
  [[nodiscard]] LineOrigin AboutWhat(const PayslipLine& line) const {
    const auto correction = corrections_.find(SourceOf(line.source_ids));
    return IsCorrection(line.kind) && correction != corrections_.end() ? correction->second.line
                                                                       : line.origin();
  }

  static std::string SourceOf(const std::vector<std::string>& source_ids) {
    return source_ids.empty() ? "" : source_ids.front();
  }

  // Sum of the amounts of one kind of line, with its corrections, by staff and source.
  [[nodiscard]] std::map<std::pair<std::string, std::string>, Fen> LinesBySource(
      LineKind first, LineKind last) const {
    std::map<std::pair<std::string, std::string>, Fen> sums;
    for (const Payslip& payslip : run_.payslips) {
      for (const PayslipLine& line : payslip.lines) {
        const LineOrigin about = AboutWhat(line);
        if (about.kind < first || about.kind > last || line.amount == Fen(0)) continue;
        sums[{payslip.staff_id, SourceOf(about.source_ids)}] += line.amount;
      }
    }
    return sums;
  }

  void ExpectSame(const std::map<std::pair<std::string, std::string>, Fen>& found,
                  const std::map<std::pair<std::string, std::string>, Fen>& expected,
                  const std::string& what) {
    std::set<std::pair<std::string, std::string>> keys;
    for (const auto& [key, amount] : found) keys.insert(key);
    for (const auto& [key, amount] : expected) keys.insert(key);
    const auto at = [](const auto& sums, const auto& key) {
      const auto sum = sums.find(key);
      return sum == sums.end() ? Fen(0) : sum->second;
    };
    for (const auto& key : keys) {
      Expect(at(found, key), at(expected, key),
             absl::StrCat(what, " of ", key.first, " for ", key.second));
    }
  }

  void Pools();
  void Payslips();
  void Corrections();
  void Deductions();
  void Charges();

  const RunFigures& run_;
  const std::vector<Charge>& charges_;
  const IncentivePolicy& policy_;
  std::map<std::string, Correction> corrections_;  // by dispute
  std::vector<std::string> faults_;
};

void Check::Pools() {
  std::set<std::string> seen;
  std::map<std::pair<std::string, std::string>, Fen> shares;
  Fen pools;
  Fen kept;
  for (const BonusDecision& bonus : run_.bonuses) {
    if (!seen.insert(bonus.payment_id).second) {
      faults_.push_back(absl::StrCat("payment ", bonus.payment_id, " stands twice"));
    }
    const Rational exact =
        Rational(bonus.historical) * Rational::BasisPoints(policy_.historical_bonus_bp);
    Expect(bonus.pool, exact.RoundHalfAwayFromZero(), absl::StrCat("pool of ", bonus.payment_id));
    Fen sum;
    for (const BonusShare& share : bonus.shares) {
      sum += share.amount;
      if (share.amount != Fen(0)) shares[{share.staff_id, bonus.payment_id}] += share.amount;
    }
    Expect(sum, bonus.paid, absl::StrCat("shares of ", bonus.payment_id));
    if (bonus.paid < Fen(0) || bonus.paid > bonus.pool) {
      faults_.push_back(absl::StrCat("payment ", bonus.payment_id, " pays more than its pool"));
    }
    pools += bonus.pool;
    kept += bonus.pool - sum;
  }
  ExpectSame(LinesBySource(LineKind::kHistoricalBonus, LineKind::kHistoricalBonus), shares,
             "bonus");
  Expect(run_.totals.pool, pools, "total of the pools");
  Expect(run_.totals.company_share, kept, "the company's share");
}

void Check::Payslips() {
  RunTotals sums;
  std::set<std::string> seen;
  for (const Payslip& payslip : run_.payslips) {
    if (!seen.insert(payslip.staff_id).second) {
      faults_.push_back(absl::StrCat("staff ", payslip.staff_id, " stands twice"));
    }
    Fen net = payslip.gross;
    for (const PayslipLine& line : payslip.lines) net += line.amount;
    Expect(payslip.net, net, absl::StrCat("net of ", payslip.staff_id));
    AddToTotals(payslip, sums);
  }
  Expect(run_.totals.gross, sums.gross, "total of gross wages");
  Expect(run_.totals.deduction, sums.deduction, "total of INC-1");
  Expect(run_.totals.returned, sums.returned, "total of returned deductions");
  Expect(run_.totals.bonus, sums.bonus, "total of bonuses");
  Expect(run_.totals.penalty, sums.penalty, "total of INC-7");
  Expect(run_.totals.compensation, sums.compensation, "total of compensation");
  Expect(run_.totals.correction, sums.correction, "total of corrections");
  Expect(run_.totals.net, sums.net, "total of net pay");
}

void Check::Corrections() {
  std::set<std::string> missing;
  for (const auto& [dispute_id, correction] : corrections_) missing.insert(dispute_id);
  for (const Payslip& payslip : run_.payslips) {
    for (const PayslipLine& line : payslip.lines) {
      if (!IsCorrection(line.kind)) continue;
      const std::string dispute_id = SourceOf(line.source_ids);
      const auto correction = corrections_.find(dispute_id);
      if (missing.erase(dispute_id) == 0 || correction->second.staff_id != payslip.staff_id) {
        faults_.push_back(absl::StrCat("a correction of ", payslip.staff_id, " by dispute ",
                                       dispute_id, " that is none of its own"));
      }
    }
  }
  for (const std::string& dispute_id : missing) {
    faults_.push_back(absl::StrCat("the correction by dispute ", dispute_id, " has no line"));
  }
}

void Check::Deductions() {
  std::map<std::string, Fen> on_payslips;
  for (const Payslip& payslip : run_.payslips) {
    for (const PayslipLine& line : payslip.lines) {
      if (AboutWhat(line).kind != LineKind::kDeduction) continue;
      on_payslips[payslip.staff_id] -= line.amount;
    }
  }
  for (const TakenDeduction& deduction : run_.deductions) {
    Expect(on_payslips[deduction.staff_id], deduction.taken,
           absl::StrCat("deduction of ", deduction.staff_id));
    on_payslips.erase(deduction.staff_id);
    Rational shares;
    for (const AreaShare& part : deduction.shares) shares += part.share;
    if (deduction.taken != Fen(0) && shares != Rational(1)) {
      faults_.push_back(absl::StrCat("the areas of ", deduction.staff_id, "'s deduction add up to ",
                                     shares.ToString()));
    }
  }
  for (const auto& [staff_id, amount] : on_payslips) {
    Expect(amount, Fen(0), absl::StrCat("deduction without a record of ", staff_id));
  }
}

void Check::Charges() {
  std::map<std::string, Charge> open;
  for (const Charge& charge : charges_) open[charge.id] = charge;
  std::map<std::pair<std::string, std::string>, Fen> taken;
  for (const Taking& taking : run_.takings) {
    const auto charge = open.find(taking.charge_id);
    if (charge == open.end() || taking.taken < Fen(0) || taking.taken > charge->second.open) {
      faults_.push_back(absl::StrCat("charge ", taking.charge_id, " gives more than was open"));
      continue;
    }
    charge->second.open -= taking.taken;
    taken[{charge->second.bearer_id, taking.charge_id}] -= taking.taken;
  }
  ExpectSame(LinesBySource(LineKind::kClawback, LineKind::kCompensation), taken, "compensation");
  std::map<std::string, Fen> left;
  for (const auto& [id, charge] : open) left[charge.bearer_id] += charge.open;
  for (const Payslip& payslip : run_.payslips) {
    Expect(payslip.carried, left[payslip.staff_id],
           absl::StrCat("balance carried of ", payslip.staff_id));
    left.erase(payslip.staff_id);
  }
  for (const auto& [staff_id, amount] : left) {
    Expect(Fen(0), amount, absl::StrCat("balance without a payslip of ", staff_id));
  }
}

}  // namespace

std::vector<std::string> FindConservationFaults(const RunFigures& run,
                                                const std::vector<Charge>& charges,
                                                const std::vector<Correction>& corrections,
                                                const IncentivePolicy& policy) {
  return Check(run, charges, corrections, policy).Run();
}

}  // namespace cuijiao::payroll
