// The shared cases of tests/cases/waiver.json (see the README beside them).
#ifndef CUIJIAO_TESTS_UNIT_WAIVER_WAIVER_CASES_H_
#define CUIJIAO_TESTS_UNIT_WAIVER_WAIVER_CASES_H_

#include <cstdint>
#include <fstream>
#include <ostream>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"

namespace cuijiao::waiver {

struct WaiverCase {
  std::string id;
  std::int64_t arrears_fen = 0;
  std::int64_t arrears_left_fen = 0;
  std::int64_t prepay_fen = 0;
  int prepaid_months = 0;
  std::int64_t waiver_fen = 0;
  std::int64_t manager_signed_this_month_fen = 0;
  bool other_waiver_in_plan_year = false;

  std::string authority;
  std::vector<std::string> failed;
  std::int64_t cash_fen = 0;
  std::int64_t largest_by_share_fen = 0;

  friend std::ostream& operator<<(std::ostream& out, const WaiverCase& a) { return out << a.id; }
};

// All of them; tests run in the repository's root. Throws what the file's reader throws.
inline std::vector<WaiverCase> SharedWaiverCases() {
  std::ifstream file("tests/cases/waiver.json");
  const nlohmann::json all = nlohmann::json::parse(file);
  std::vector<WaiverCase> cases;
  for (const nlohmann::json& one : all) {
    const nlohmann::json& given = one.at("given");
    const nlohmann::json& expect = one.at("expect");
    cases.push_back({one.at("id"), given.at("arrears_fen"), given.at("arrears_left_fen"),
                     given.at("prepay_fen"), given.at("prepaid_months"), given.at("waiver_fen"),
                     given.at("manager_signed_this_month_fen"),
                     given.at("other_waiver_in_plan_year"), expect.at("authority"),
                     expect.at("failed"), expect.at("cash_fen"),
                     expect.at("largest_by_share_fen")});
  }
  return cases;
}

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_TESTS_UNIT_WAIVER_WAIVER_CASES_H_
