// A company whose kept figures are held against its journal after every step.
#ifndef CUIJIAO_TESTS_INTEGRATION_LEDGER_FIGURES_KEPT_FIGURES_WORLD_H_
#define CUIJIAO_TESTS_INTEGRATION_LEDGER_FIGURES_KEPT_FIGURES_WORLD_H_

#include <map>
#include <optional>
#include <string>

#include "cuijiao/ledger/v1/adjustment.grpc.pb.h"
#include "cuijiao/ledger/v1/billing.grpc.pb.h"
#include "cuijiao/ledger/v1/dashboard.grpc.pb.h"
#include "cuijiao/ledger/v1/settlement.grpc.pb.h"
#include "tests/integration/ledger_figures/figures_world.h"

namespace cuijiao::support {

// "" or one of branch_id, project_id, community_id with its value.
struct AskedPlace {
  std::string field = {};
  std::string id = {};
};

// FiguresWorld with vacancies at half price, and the calls that its story needs.
class KeptFiguresWorld : public FiguresWorld {
 public:
  explicit KeptFiguresWorld(Date business_date = Date(2017, 1, 1));

  // The business date from here on.
  void GoTo(Date date);
  [[nodiscard]] Date date() const { return date_; }

  void PutFee(const std::string& unit_id, v1::FeeKind kind, const std::string& from_date,
              std::int64_t fixed_fen, std::int64_t price_e4 = 0);
  void PutVacancy(const std::string& unit_id, const std::string& from, const std::string& to);
  void Resize(const std::string& unit_id, const std::string& community_id, std::int64_t area_e2_m2);
  std::string HoldMoney(const std::string& project_id, std::int64_t fen);
  void AssignMoney(const std::string& suspense_id, const std::string& unit_id);
  // The id of the unit's bill of the month that begins on `period_start`.
  std::string BillOf(const std::string& unit_id, const std::string& period_start);
  void CreditNote(const std::string& bill_id, std::int64_t fen);
  void ChargeCost(const std::string& bill_id, std::int64_t fen);
  // Writes off what is unpaid of the bill, with the general manager's approval.
  std::string WriteOff(const std::string& unit_id, const std::string& bill_id);
  void Revive(const std::string& write_off_id);
  void Settle(const std::string& unit_id, std::int64_t waiver_fen, int months);

  absl::StatusOr<v1::Overview> Overview(const AskedPlace& place = {}, int page_size = 0,
                                        const std::string& page_token = "");
  absl::StatusOr<v1::ListTopDebtorsResponse> TopDebtors(v1::ListTopDebtorsRequest request,
                                                        const std::optional<Caller>& caller = {});

  // Everything that is answered from kept figures, in every scope, against sums over the journal.
  void ExpectKeptIsTheJournals();

  // Runs SQL past the grants; gives the rows changed.
  std::int64_t Tamper(const std::string& sql, const db::Values& values = {});
  // One number.
  std::int64_t Number(const std::string& sql, const db::Values& values = {});

 private:
  struct Sums;

  std::map<std::string, Sums> SumJournals();
  void ExpectRow(const std::string& place, const v1::OverviewRow& row, const Sums& right);
  void ExpectRatesAndAgeing();
  void ExpectDebtors();

  Date date_;
};

}  // namespace cuijiao::support

#endif  // CUIJIAO_TESTS_INTEGRATION_LEDGER_FIGURES_KEPT_FIGURES_WORLD_H_
