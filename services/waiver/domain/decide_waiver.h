// Who may sign a waiver, and why (WVR-1 to WVR-5, WVR-9). Pure.
//
// One decision serves every door: EvaluateWaiver, SimulateWaiver, SubmitWaiver, ApproveWaiver and
// SettleWaiver all ask it.
#ifndef CUIJIAO_SERVICES_WAIVER_DOMAIN_DECIDE_WAIVER_H_
#define CUIJIAO_SERVICES_WAIVER_DOMAIN_DECIDE_WAIVER_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/money/fen.h"
#include "services/waiver/domain/waiver_policy.h"

namespace cuijiao::waiver {

// What is asked for, with the figures of the settlement that it would be part of.
struct WaiverProposal {
  Fen waiver;
  Fen cash;                // all new money; the waiver not counted (section 6, definition 12)
  Fen prepay;              // the part of the cash for plan-year fees that are not due yet
  int months_covered = 0;  // plan-year months that the settlement pays in full (definition 12)
  Fen arrears_left;        // historical arrears, all components, that would stay unpaid
};

struct Household {
  Fen arrears;          // unpaid principal of historical bills: what can be waived
  Fen arrears_charges;  // booked late fee and costs on them: paid in cash, never waived
  // The household's other waiver of the plan year (WVR-5); the text may be empty where it has no
  // id (a simulation).
  std::optional<std::string> other_waiver_id;
};

// The calendar month of the manager who would sign.
struct SignerMonth {
  Fen signed_fen;  // signed already and not given back
};

enum class Authority : std::uint8_t {
  kNobody,          // the ground is missing
  kManager,         // a manager, and the GM
  kGeneralManager,  // the GM alone
};

enum class Rule : std::uint8_t {
  kBelowManagersAmount,   // WVR-1a
  kWithinShareOfCash,     // WVR-1b
  kManagersPrepayment,    // WVR-1c
  kGeneralManagersPower,  // WVR-2
  kManagersMonth,         // WVR-3
  kPaysAllArrears,        // WVR-4a
  kPrepays,               // WVR-4b
  kReducesArrearsAlone,   // WVR-4c
  kNoOtherWaiver,         // WVR-5
};

// In the order of their ids.
inline constexpr std::array kAllRules = {
    Rule::kBelowManagersAmount,
    Rule::kWithinShareOfCash,
    Rule::kManagersPrepayment,
    Rule::kGeneralManagersPower,
    Rule::kManagersMonth,
    Rule::kPaysAllArrears,
    Rule::kPrepays,
    Rule::kReducesArrearsAlone,
    Rule::kNoOtherWaiver,
};

// "WVR-1a".
std::string_view RuleId(Rule rule);

// True for the rules without which nobody may sign: WVR-2, WVR-4, WVR-5. The others bind a
// manager alone.
bool BindsEverybody(Rule rule);

// The same sentence in both languages of the suite.
struct Text {
  std::string zh;
  std::string en;
};

struct Finding {
  Rule rule;
  bool holds = false;
  Text text;  // what was compared, with its numbers
};

// What would make the proposal pass.
struct Remedy {
  enum class Kind : std::uint8_t {
    kPayArrears,         // pay `amount` more of the arrears
    kPrepayForAnybody,   // prepay `months` more, so that anybody may sign
    kReduceToArrears,    // waive at most `amount`, so that anybody may sign
    kReduceToGmMax,      // likewise
    kNoWaiverPossible,   // there are no historical arrears
    kWaitForNextYear,    // the household had its waiver
    kPrepayForManager,   // prepay `months` more, so that a manager may sign
    kReduceForManager,   // waive at most `amount`, so that a manager may sign
    kAskGeneralManager,  // the GM may sign it as it is
  };
  Kind kind;
  Fen amount;
  int months = 0;
  Text text;
};

struct WaiverDecision {
  Authority authority = Authority::kNobody;
  std::vector<Finding> findings;  // one for each of kAllRules, in their order
  std::vector<Remedy> remedies;   // most useful first; empty where a manager may sign
  // The largest waiver that WVR-1b passes with the same arrears and prepayment:
  // ⌊(cash + waiver) × share ÷ (1 + share)⌋, never below zero.
  Fen largest_by_share;
  // The largest that a manager may sign (section 6, definition 15); zero where none, whatever its
  // amount.
  Fen largest_for_manager;

  [[nodiscard]] bool Holds(Rule rule) const;
  // Rules that fail, in the order of their ids.
  [[nodiscard]] std::vector<Rule> Failed() const;
};

WaiverDecision DecideWaiver(const WaiverProposal& proposal, const Household& household,
                            const SignerMonth& month, const WaiverPolicy& policy);

// Rules that a signature of `authority` breaks, in the order of their ids: for a manager all that
// fail, for the GM those that bind everybody. Empty: it may be signed so. `authority` is not
// kNobody.
std::vector<Rule> RulesAgainst(const WaiverDecision& decision, Authority authority);

// False for WVR-3 and WVR-5, which are not tested again when a signed waiver is settled (section 6,
// definition 14).
bool IsTestedAtSettlement(Rule rule);

// RulesAgainst without the rules that are not tested at settlement.
std::vector<Rule> RulesAgainstSettling(const WaiverDecision& decision, Authority signed_as);

// "NOBODY", "MANAGER", "GENERAL_MANAGER".
std::string_view AuthorityName(Authority authority);
std::optional<Authority> ParseAuthority(std::string_view name);

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_DOMAIN_DECIDE_WAIVER_H_
