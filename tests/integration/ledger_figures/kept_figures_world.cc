#include "tests/integration/ledger_figures/kept_figures_world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "common/rpc/message_times.h"
#include "fmt/format.h"
#include "services/ledger/domain/figures/ageing.h"
#include "services/ledger/store/figures/figures_by_scope.h"
#include "services/ledger/store/figures/figures_store.h"
#include "services/ledger/store/figures/statement_store.h"
#include "tests/support/must.h"

namespace cuijiao::support {
namespace {

using ledger::AgeingSums;
using ledger::CollectionFigures;

const PolicyEdits kHalfPriceVacancies = {{"property_bp: 0", "property_bp: 5000"}};

// Later than anything that is recorded: a question with it is answered by the journal.
google::protobuf::Timestamp LongAfter() {
  return TimestampOf(absl::FromCivil(absl::CivilSecond(2199, 1, 1), absl::UTCTimeZone()));
}

std::vector<std::int64_t> Buckets(const v1::AgeingRow& row) {
  return {row.not_due_fen(),        row.months_1_to_3_fen(),   row.months_4_to_6_fen(),
          row.months_7_to_12_fen(), row.months_13_to_24_fen(), row.months_over_24_fen(),
          row.outstanding_fen()};
}

std::vector<std::int64_t> Buckets(const AgeingSums& sums) {
  using enum ledger::AgeBucket;
  std::vector<std::int64_t> buckets;
  for (const auto bucket :
       {kNotDue, kMonths1To3, kMonths4To6, kMonths7To12, kMonths13To24, kMonthsOver24}) {
    buckets.push_back(sums.Of(bucket).value());
  }
  buckets.push_back(sums.Outstanding().value());
  return buckets;
}

}  // namespace

// What a community's row should say, from the journal and the bills alone.
struct KeptFiguresWorld::Sums {
  std::string project_id;
  std::string branch_id;
  CollectionFigures collection;
  AgeingSums ageing;
  std::int64_t prepayment = 0;
  std::int64_t owing = 0;
  std::int64_t overdue = 0;
  std::int64_t paid_up = 0;
  std::int64_t suspense = 0;  // of a project, with its first community

  Sums& operator+=(const Sums& other) {
    collection += other.collection;
    ageing += other.ageing;
    prepayment += other.prepayment;
    owing += other.owing;
    overdue += other.overdue;
    paid_up += other.paid_up;
    suspense += other.suspense;
    return *this;
  }
};

KeptFiguresWorld::KeptFiguresWorld(Date business_date)
    : FiguresWorld(business_date, kHalfPriceVacancies), date_(business_date) {}

void KeptFiguresWorld::GoTo(Date date) {
  date_ = date;
  SetDate(date);
}

void KeptFiguresWorld::PutFee(const std::string& unit_id, v1::FeeKind kind,
                              const std::string& from_date, std::int64_t fixed_fen,
                              std::int64_t price_e4) {
  v1::BatchPutFeeSchedulesRequest request;
  request.set_request_id(ledger().NewRequestId());
  v1::FeeSchedule& schedule = *request.add_fee_schedules();
  schedule.set_unit_id(unit_id);
  schedule.set_fee_kind(kind);
  schedule.set_period_months(1);
  schedule.set_fixed_fen_per_month(fixed_fen);
  schedule.set_price_e4_yuan_per_m2_month(price_e4);
  schedule.set_from_date(from_date);
  Must(ledger().Call<v1::BillingService>(&v1::BillingService::StubInterface::BatchPutFeeSchedules,
                                         ledger().Finance(), request),
       "BatchPutFeeSchedules");
}

void KeptFiguresWorld::PutVacancy(const std::string& unit_id, const std::string& from,
                                  const std::string& to) {
  v1::PutVacancyRequest request;
  request.set_request_id(ledger().NewRequestId());
  request.set_unit_id(unit_id);
  request.set_from_date(from);
  request.set_to_date(to);
  Must(ledger().Call<v1::BillingService>(&v1::BillingService::StubInterface::PutVacancy,
                                         ledger().Finance(), request),
       "PutVacancy");
}

void KeptFiguresWorld::Resize(const std::string& unit_id, const std::string& community_id,
                              std::int64_t area_e2_m2) {
  MustBeOk(ledger().PutText(
      fmt::format("entries {{ unit {{ id: '{0}' community_id: '{1}' unit_no: '{0}' kind: KIND_HOME"
                  " area_e2_m2: {2} }} }}",
                  unit_id, community_id, area_e2_m2)));
}

std::string KeptFiguresWorld::HoldMoney(const std::string& project_id, std::int64_t fen) {
  v1::RecordSuspenseRequest request;
  request.set_request_id(ledger().NewRequestId());
  request.set_project_id(project_id);
  request.set_amount_fen(fen);
  request.set_method(v1::PAYMENT_METHOD_BANK_TRANSFER);
  request.set_received_date(FormatDate(date_));
  return Must(ledger().Call<v1::PaymentService>(&v1::PaymentService::StubInterface::RecordSuspense,
                                                ledger().Finance(), request),
              "RecordSuspense")
      .id();
}

void KeptFiguresWorld::AssignMoney(const std::string& suspense_id, const std::string& unit_id) {
  v1::AssignSuspenseRequest request;
  request.set_request_id(ledger().NewRequestId());
  request.set_suspense_id(suspense_id);
  request.set_unit_id(unit_id);
  Must(ledger().Call<v1::PaymentService>(&v1::PaymentService::StubInterface::AssignSuspense,
                                         ledger().Finance(), request),
       "AssignSuspense");
}

std::string KeptFiguresWorld::BillOf(const std::string& unit_id, const std::string& period_start) {
  v1::ListBillsRequest request;
  request.set_unit_id(unit_id);
  const auto bills =
      Must(ledger().Call<v1::BillingService>(&v1::BillingService::StubInterface::ListBills,
                                             ledger().Finance(), request),
           "ListBills");
  for (const v1::Bill& bill : bills.bills()) {
    if (bill.period_start_date() == period_start) return bill.id();
  }
  return Must(absl::StatusOr<std::string>(absl::NotFoundError("no bill of " + period_start)));
}

void KeptFiguresWorld::CreditNote(const std::string& bill_id, std::int64_t fen) {
  v1::CreateCreditNoteRequest request;
  request.set_request_id(ledger().NewRequestId());
  request.set_bill_id(bill_id);
  request.set_component(v1::BILL_COMPONENT_PRINCIPAL);
  request.set_amount_fen(fen);
  request.set_reason(v1::CreateCreditNoteRequest::REASON_WRONG_AREA);
  request.set_note("面积量错了");
  Must(ledger().Call<v1::AdjustmentService>(&v1::AdjustmentService::StubInterface::CreateCreditNote,
                                            ledger().Finance(), request),
       "CreateCreditNote");
}

void KeptFiguresWorld::ChargeCost(const std::string& bill_id, std::int64_t fen) {
  v1::ChargeCostRequest request;
  request.set_request_id(ledger().NewRequestId());
  request.set_bill_id(bill_id);
  request.set_amount_fen(fen);
  request.set_note("诉讼费");
  Must(ledger().Call<v1::AdjustmentService>(&v1::AdjustmentService::StubInterface::ChargeCost,
                                            ledger().Finance(), request),
       "ChargeCost");
}

std::string KeptFiguresWorld::WriteOff(const std::string& unit_id, const std::string& bill_id) {
  v1::RequestWriteOffRequest request;
  request.set_request_id(ledger().NewRequestId());
  request.set_unit_id(unit_id);
  request.add_bill_ids(bill_id);
  request.set_reason(v1::WriteOff::REASON_TIME_BARRED);
  request.set_note("时效已过");
  const v1::WriteOff asked =
      Must(ledger().Call<v1::AdjustmentService>(
               &v1::AdjustmentService::StubInterface::RequestWriteOff, ledger().Finance(), request),
           "RequestWriteOff");
  v1::ApproveWriteOffRequest approve;
  approve.set_request_id(ledger().NewRequestId());
  approve.set_write_off_id(asked.id());
  Must(ledger().Call<v1::AdjustmentService>(&v1::AdjustmentService::StubInterface::ApproveWriteOff,
                                            ledger().Staff("GM1", Role::kGeneralManager), approve),
       "ApproveWriteOff");
  return asked.id();
}

void KeptFiguresWorld::Revive(const std::string& write_off_id) {
  v1::ReviveWriteOffRequest request;
  request.set_request_id(ledger().NewRequestId());
  request.set_write_off_id(write_off_id);
  request.set_note("业主同意支付");
  Must(ledger().Call<v1::AdjustmentService>(&v1::AdjustmentService::StubInterface::ReviveWriteOff,
                                            ledger().Finance(), request),
       "ReviveWriteOff");
}

void KeptFiguresWorld::Settle(const std::string& unit_id, std::int64_t waiver_fen, int months) {
  const Caller waiver = ledger().Service("waiver", Actor{"M1", Role::kManager});
  v1::QuoteSettlementRequest ask;
  ask.set_unit_id(unit_id);
  ask.set_waiver_fen(waiver_fen);
  ask.set_months_to_cover(months);
  const v1::SettlementQuote quote =
      Must(ledger().Call<v1::SettlementService>(
               &v1::SettlementService::StubInterface::QuoteSettlement, waiver, ask),
           "QuoteSettlement");
  v1::PostSettlementRequest request;
  request.set_request_id(ledger().NewRequestId());
  request.set_waiver_id("W-" + unit_id);
  request.set_unit_id(unit_id);
  request.set_debt_version(quote.debt_version());
  request.set_waiver_fen(waiver_fen);
  request.set_cash_fen(quote.cash_fen());
  request.set_method(v1::PAYMENT_METHOD_POS);
  request.set_received_date(FormatDate(date_));
  Must(ledger().Call<v1::SettlementService>(&v1::SettlementService::StubInterface::PostSettlement,
                                            waiver, request),
       "PostSettlement");
}

absl::StatusOr<v1::Overview> KeptFiguresWorld::Overview(const AskedPlace& place, int page_size,
                                                        const std::string& page_token) {
  v1::GetOverviewRequest request;
  if (place.field == "branch_id") request.set_branch_id(place.id);
  if (place.field == "project_id") request.set_project_id(place.id);
  if (place.field == "community_id") request.set_community_id(place.id);
  request.set_page_size(page_size);
  request.set_page_token(page_token);
  return ledger().Call<v1::DashboardService>(&v1::DashboardService::StubInterface::GetOverview,
                                             ledger().Finance(), request);
}

absl::StatusOr<v1::ListTopDebtorsResponse> KeptFiguresWorld::TopDebtors(
    v1::ListTopDebtorsRequest request, const std::optional<Caller>& caller) {
  return ledger().Call<v1::DashboardService>(&v1::DashboardService::StubInterface::ListTopDebtors,
                                             caller.value_or(ledger().Finance()), request);
}

std::int64_t KeptFiguresWorld::Tamper(const std::string& sql, const db::Values& values) {
  return Must(ledger().admin_database().Transact(
      "Tamper", [&](db::Transaction& transaction) { return transaction.Execute(sql, values); }));
}

std::int64_t KeptFiguresWorld::Number(const std::string& sql, const db::Values& values) {
  return (*Must(ledger().admin_database().Read(
              "Look",
              [&](db::Transaction& transaction) { return transaction.QueryOne(sql, values); })))
      .Int64("n");
}

std::map<std::string, KeptFiguresWorld::Sums> KeptFiguresWorld::SumJournals() {
  return Must(ledger().admin_database().Read(
      "SumJournals",
      [&](db::Transaction& transaction) -> absl::StatusOr<std::map<std::string, Sums>> {
        std::map<std::string, Sums> sums;
        const auto calendar = Must(ledger::LoadAccountingCalendar(transaction));
        const auto standings_seen = [&](const ledger::CommunityKey& key,
                                        const std::vector<ledger::UnitStanding>& standings) {
          for (const ledger::UnitStanding& unit : standings) {
            const Fen receivable = ledger::ComputeYearReceivable(unit);
            if (receivable > Fen(0) && ledger::ComputeYearReceipts(unit).total >= receivable &&
                unit.historical_unpaid == Fen(0)) {
              ++sums[key.community_id].paid_up;
            }
          }
          return absl::OkStatus();
        };
        for (const auto& community : Must(ledger::LoadFiguresByScope(
                 transaction, {"", "", ""}, calendar, calendar.MonthOf(date_), {.date = date_},
                 ledger::RateBasis::kCumulative, standings_seen))) {
          Sums& of = sums[community.community_id];
          of.project_id = community.project_id;
          of.branch_id = community.project_id == "P2" ? "B2" : "B1";
          of.collection = community.figures;
          of.collection.due_in_month = Fen(0);
          for (const auto& due :
               Must(ledger::StatementStore(transaction)
                        .LoadCommunityDues(community.community_id, {.date = date_}))) {
            of.ageing.Add(due.due_date, date_, due.amount);
          }
        }
        const auto add = [&](std::int64_t Sums::*member, const std::string& sql,
                             const db::Values& values) {
          for (const db::Row& row : Must(transaction.Query(sql, values))) {
            sums[row.String("id")].*member += row.Int64("n");
          }
        };
        add(&Sums::prepayment,
            "SELECT partition_id AS id, -SUM(amount_fen) AS n FROM journal_line"
            " WHERE account = 'PREPAYMENT' AND posting_date <= ? GROUP BY partition_id",
            {date_});
        const std::string owing =
            "SELECT x.id, COUNT(*) AS n FROM (SELECT l.partition_id AS id, l.unit_id"
            " FROM journal_line l JOIN bill b ON b.bill_id = l.bill_id"
            " WHERE l.account = 'RECEIVABLE' AND l.posting_date <= ? AND b.due_date < ?"
            " GROUP BY l.partition_id, l.unit_id HAVING SUM(l.amount_fen) > 0) x GROUP BY x.id";
        add(&Sums::owing, owing, {date_, Date(2199, 1, 1)});
        add(&Sums::overdue, owing, {date_, date_});
        add(&Sums::suspense,
            "SELECT MIN(c.community_id) AS id, SUM(x.n) DIV COUNT(*) AS n FROM community c JOIN"
            " (SELECT p.project_id, -SUM(l.amount_fen) AS n FROM journal_line l"
            "  JOIN journal_partition p ON p.partition_id = l.partition_id"
            "  WHERE l.account = 'SUSPENSE' GROUP BY p.project_id) x"
            " ON x.project_id = c.project_id GROUP BY c.project_id",
            {});
        return sums;
      }));
}

void KeptFiguresWorld::ExpectRow(const std::string& place, const v1::OverviewRow& row,
                                 const Sums& right) {
  SCOPED_TRACE("overview of '" + place + "'");
  EXPECT_EQ(row.rate().received_fen(), right.collection.received.value());
  EXPECT_EQ(row.rate().receivable_fen(), right.collection.receivable.value());
  EXPECT_EQ(row.historical_outstanding_fen(), right.collection.historical_outstanding.value());
  EXPECT_EQ(row.historical_recovered_fen(), right.collection.historical_recovered.value());
  EXPECT_EQ(Buckets(row.ageing()), Buckets(right.ageing));
  EXPECT_EQ(row.prepayment_fen(), right.prepayment);
  EXPECT_EQ(row.suspense_fen(), right.suspense);
  EXPECT_EQ(row.owing_units(), right.owing);
  EXPECT_EQ(row.overdue_units(), right.overdue);
  EXPECT_EQ(row.paid_up_units(), right.paid_up);
}

void KeptFiguresWorld::ExpectRatesAndAgeing() {
  const auto rate = [&](const AskedPlace& place, bool from_journal) {
    v1::GetCollectionRateRequest request;
    if (place.field == "project_id") request.set_project_id(place.id);
    if (place.field == "area_id") request.set_area_id(place.id);
    if (place.field == "community_id") request.set_community_id(place.id);
    if (from_journal) *request.mutable_recorded_by_time() = LongAfter();
    v1::CollectionRate answer = Must(ledger().Call<v1::PlanService>(
        &v1::PlanService::StubInterface::GetCollectionRate, ledger().Finance(), request));
    answer.clear_stamp();
    return answer.ShortDebugString();
  };
  for (const AskedPlace& place :
       {AskedPlace{"project_id", "P1"}, AskedPlace{"project_id", "P2"}, AskedPlace{"area_id", "A1"},
        AskedPlace{"area_id", "A2"}, AskedPlace{"area_id", "A9"}, AskedPlace{"community_id", "C1"},
        AskedPlace{"community_id", "C2"}, AskedPlace{"community_id", "C9"}}) {
    EXPECT_EQ(rate(place, false), rate(place, true)) << place.id;
  }
  const auto ageing = [&](const AskedPlace& place, bool from_journal) {
    v1::GetAgeingRequest request;
    if (place.field == "project_id") request.set_project_id(place.id);
    if (place.field == "community_id") request.set_community_id(place.id);
    if (from_journal) *request.mutable_recorded_by_time() = LongAfter();
    v1::Ageing answer = Must(ledger().Call<v1::StatementService>(
        &v1::StatementService::StubInterface::GetAgeing, ledger().Finance(), request));
    answer.clear_stamp();
    return answer.ShortDebugString();
  };
  for (const AskedPlace& place : {AskedPlace{"project_id", "P1"}, AskedPlace{"project_id", "P2"},
                                  AskedPlace{"community_id", "C1"}}) {
    EXPECT_EQ(ageing(place, false), ageing(place, true)) << place.id;
  }
}

void KeptFiguresWorld::ExpectDebtors() {
  for (const bool overdue : {true, false}) {
    std::vector<std::string> right;
    const auto rows = Must(ledger().admin_database().Read("Debtors", [&](db::Transaction& look) {
      return look.Query(
          "SELECT l.unit_id, SUM(l.amount_fen) AS n FROM journal_line l"
          " JOIN bill b ON b.bill_id = l.bill_id WHERE l.account = 'RECEIVABLE'"
          " AND l.posting_date <= ? AND b.due_date < ? GROUP BY l.unit_id"
          " HAVING SUM(l.amount_fen) > 0 ORDER BY n DESC, l.unit_id DESC",
          {date_, overdue ? date_ : Date(2199, 1, 1)});
    }));
    for (const db::Row& row : rows) {
      right.push_back(fmt::format("{} {}", row.String("unit_id"), row.Int64("n")));
    }
    v1::ListTopDebtorsRequest request;
    request.set_order(overdue ? v1::ListTopDebtorsRequest::ORDER_OVERDUE
                              : v1::ListTopDebtorsRequest::ORDER_OUTSTANDING);
    std::vector<std::string> told;
    const v1::ListTopDebtorsResponse response = Must(TopDebtors(request));
    for (const v1::TopDebtor& debtor : response.debtors()) {
      told.push_back(fmt::format("{} {}", debtor.unit_id(),
                                 overdue ? debtor.overdue_fen() : debtor.outstanding_fen()));
    }
    EXPECT_EQ(told, right);
  }
}

void KeptFiguresWorld::ExpectKeptIsTheJournals() {
  const v1::Overview company = Must(Overview());  // sweeps and follows
  const std::map<std::string, Sums> communities = SumJournals();
  Sums all;
  std::map<std::string, Sums> branches;
  std::map<std::string, Sums> projects;
  for (const auto& [id, sums] : communities) {
    all += sums;
    branches[sums.branch_id] += sums;
    projects[sums.project_id] += sums;
  }
  ExpectRow("", company.total(), all);
  ASSERT_EQ(company.children_size(), 2);
  for (const v1::OverviewRow& branch : company.children()) {
    ExpectRow(branch.id(), branch, branches.at(branch.id()));
    const v1::Overview asked = Must(Overview({"branch_id", branch.id()}));
    ExpectRow(branch.id(), asked.total(), branches.at(branch.id()));
    for (const v1::OverviewRow& child : asked.children()) {
      ExpectRow(child.id(), child, projects.at(child.id()));
    }
  }
  for (const auto& [id, sums] : projects) {
    const v1::Overview asked = Must(Overview({"project_id", id}));
    ExpectRow(id, asked.total(), sums);
    for (const v1::OverviewRow& child : asked.children()) {
      Sums right = communities.at(child.id());
      right.suspense = 0;
      ExpectRow(child.id(), child, right);
      ExpectRow(child.id(), Must(Overview({"community_id", child.id()})).total(), right);
    }
  }
  ExpectRatesAndAgeing();
  ExpectDebtors();
  // What no answer shows.
  for (const auto& [id, sums] : communities) {
    EXPECT_EQ(Number("SELECT received_outside_campaigns_fen AS n FROM figure_community"
                     " WHERE community_id = ?",
                     {id}),
              sums.collection.received_outside_campaigns.value())
        << id;
  }
  // Nothing of this came from the journal because what is kept was not there.
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM figure_community WHERE is_complete = 1"
                   " AND as_of_date = ?",
                   {date_}),
            3);
}

}  // namespace cuijiao::support
