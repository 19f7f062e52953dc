// Whose money a line of a statement is (LED-13): what speaks for a unit, how much it weighs, and
// whether that is enough to book it without asking. Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_STATEMENT_MATCH_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_STATEMENT_MATCH_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/money/fen.h"

namespace cuijiao::ledger {

// What speaks for a unit.
enum class Evidence : std::uint8_t {
  kOrderNamesUnit = 1,        // the company's own payment page wrote its id or number
  kRemarkNamesUnit = 2,       // the payer did, or the goods' name
  kPayerOwnsUnit = 3,         // by name
  kRemarkNamesCommunity = 4,  // where the unit lies
  kAmountIsAllDue = 5,        // exactly what is owed and due
  kAmountIsSomeBills = 6,     // exactly the oldest bills, or one bill
};
inline constexpr std::array kAllEvidence = {
    Evidence::kOrderNamesUnit,       Evidence::kRemarkNamesUnit, Evidence::kPayerOwnsUnit,
    Evidence::kRemarkNamesCommunity, Evidence::kAmountIsAllDue,  Evidence::kAmountIsSomeBills};

// "ORDER_NAMES_UNIT": as tables and protos write it.
std::string_view EvidenceName(Evidence evidence);
std::optional<Evidence> ParseEvidence(std::string_view name);

// How much each weighs, and how much is enough (the policy's statement_match).
struct MatchWeights {
  std::map<Evidence, int> points;
  int certain_points = 0;          // from here on the best unit gets the money,
  int lead_points = 0;             // when it is so far ahead of the next
  std::size_t max_candidates = 0;  // that a person is shown
};

// What is known of a unit that some line may mean.
struct UnitEvidence {
  std::string unit_id;
  bool order_names_unit = false;
  bool remark_names_unit = false;
  bool payer_owns_unit = false;
  bool remark_names_community = false;
  Fen due;                      // unpaid and due by now
  std::vector<Fen> open_bills;  // what each unpaid bill owes, the oldest due date first
};

struct MatchCandidate {
  std::string unit_id;
  int score = 0;
  std::vector<Evidence> reasons;  // in the order of Evidence

  friend bool operator==(const MatchCandidate&, const MatchCandidate&) = default;
};

struct MatchDecision {
  std::vector<MatchCandidate> candidates;  // the best first, ties by unit id
  bool certain = false;                    // the first one is the one
};

// Where a line's amount should go. Amount and community speak only for units that something else
// names: alone they fit hundreds.
MatchDecision DecideMatch(Fen amount, std::span<const UnitEvidence> units,
                          const MatchWeights& weights);

// Parts of a text that may be a unit's id or the number on its door: "翠苑3栋2单元501物业费" gives,
// among others, "3栋2单元501", and "3栋2单元501室", whose last word people leave out. None that
// begins or ends inside of a number ("501" of "3栋501").
std::vector<std::string> UnitSpellings(std::string_view text);

// A payer's name without what wallets put behind it, "胡志明(138****8002)"; empty where the wallet
// hides a part of it.
std::string PayerName(std::string_view payer);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_STATEMENT_MATCH_H_
