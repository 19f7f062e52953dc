#include "services/ledger/store/figures/plan_store.h"

#include <cstdint>
#include <utility>

#include "common/status/macros.h"
#include "fmt/format.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kDraftWord = "DRAFT";
constexpr std::string_view kApprovedWord = "APPROVED";

Date FirstOfYear(int year) { return Date(year, 1, 1); }
Date LastOfYear(int year) { return Date(year, 12, 31); }

// The draft was loaded under its lock before.
absl::Status CheckOnePlan(const StoredPlan& plan, std::int64_t changed) {
  if (changed == 1) return absl::OkStatus();
  return absl::InternalError(
      fmt::format("the plan of {} for {} is not as it was loaded", plan.project_id, plan.year));
}

}  // namespace

absl::StatusOr<std::optional<StoredPlan>> PlanStore::LoadPlan(std::string_view project_id, int year,
                                                              bool for_update) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne(
          Concat({"SELECT annual_rate_bp, remarks, state, etag, put_by, receivable_fen,"
                  " aimed_receipts_fen FROM annual_plan WHERE project_id = ? AND year = ?",
                  for_update ? " FOR UPDATE" : ""}),
          {project_id, year}));
  if (!row) return std::optional<StoredPlan>();

  StoredPlan plan;
  plan.project_id = std::string(project_id);
  plan.year = year;
  plan.content.annual_rate_bp = row->Int32("annual_rate_bp");
  plan.content.remarks = row->String("remarks");
  plan.state = row->String("state") == kApprovedWord ? PlanState::kApproved : PlanState::kDraft;
  plan.etag = row->String("etag");
  plan.put_by = row->String("put_by");
  plan.receivable = row->Fen("receivable_fen");
  plan.aimed_receipts = row->Fen("aimed_receipts_fen");

  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rates,
      transaction_.Query("SELECT rate_bp FROM planned_rate WHERE project_id = ?"
                         " AND month BETWEEN ? AND ? ORDER BY month",
                         {project_id, FirstOfYear(year), LastOfYear(year)}));
  for (const db::Row& rate : rates) plan.content.planned_rate_bp.push_back(rate.Int32("rate_bp"));

  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows targets,
      transaction_.Query("SELECT community_id, amount_fen FROM historical_target"
                         " WHERE project_id = ? AND year = ? ORDER BY community_id",
                         {project_id, year}));
  for (const db::Row& target : targets) {
    plan.content.historical_targets.push_back(
        {target.String("community_id"), target.Fen("amount_fen")});
  }

  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows tasks,
                           transaction_.Query("SELECT area_id, amount_fen FROM area_task"
                                              " WHERE project_id = ? AND year = ? ORDER BY area_id",
                                              {project_id, year}));
  for (const db::Row& task : tasks) {
    plan.content.area_tasks.push_back({task.String("area_id"), task.Fen("amount_fen")});
  }
  return std::optional(std::move(plan));
}

absl::Status PlanStore::PutDraft(const StoredPlan& plan, bool is_new) {
  if (is_new) {
    CUIJIAO_RETURN_IF_ERROR(
        transaction_
            .Execute("INSERT INTO annual_plan (project_id, year, annual_rate_bp, remarks, state,"
                     " etag, put_by) VALUES (?, ?, ?, ?, ?, ?, ?)",
                     {plan.project_id, plan.year, plan.content.annual_rate_bp, plan.content.remarks,
                      kDraftWord, plan.etag, plan.put_by})
            .status());
    return InsertContent(plan);
  }
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t changed,
      transaction_.Execute(
          "UPDATE annual_plan SET annual_rate_bp = ?, remarks = ?, etag = ?, put_by = ?"
          " WHERE project_id = ? AND year = ? AND state = ?",
          {plan.content.annual_rate_bp, plan.content.remarks, plan.etag, plan.put_by,
           plan.project_id, plan.year, kDraftWord}));
  CUIJIAO_RETURN_IF_ERROR(CheckOnePlan(plan, changed));
  CUIJIAO_RETURN_IF_ERROR(
      transaction_
          .Execute("DELETE FROM planned_rate WHERE project_id = ? AND month BETWEEN ? AND ?",
                   {plan.project_id, FirstOfYear(plan.year), LastOfYear(plan.year)})
          .status());
  CUIJIAO_RETURN_IF_ERROR(
      transaction_
          .Execute("DELETE FROM historical_target WHERE project_id = ? AND year = ?",
                   {plan.project_id, plan.year})
          .status());
  CUIJIAO_RETURN_IF_ERROR(transaction_
                              .Execute("DELETE FROM area_task WHERE project_id = ? AND year = ?",
                                       {plan.project_id, plan.year})
                              .status());
  return InsertContent(plan);
}

absl::Status PlanStore::InsertContent(const StoredPlan& plan) {
  std::vector<db::Values> rates;
  for (std::size_t i = 0; i < plan.content.planned_rate_bp.size(); ++i) {
    rates.push_back({plan.project_id, Date(plan.year, static_cast<int>(i) + 1, 1),
                     plan.content.planned_rate_bp[i]});
  }
  CUIJIAO_RETURN_IF_ERROR(
      transaction_.InsertRows("planned_rate", {"project_id", "month", "rate_bp"}, rates).status());

  std::vector<db::Values> targets;
  for (const PlanAmount& target : plan.content.historical_targets) {
    targets.push_back({target.id, plan.year, plan.project_id, target.amount});
  }
  CUIJIAO_RETURN_IF_ERROR(transaction_
                              .InsertRows("historical_target",
                                          {"community_id", "year", "project_id", "amount_fen"},
                                          targets)
                              .status());

  std::vector<db::Values> tasks;
  for (const PlanAmount& task : plan.content.area_tasks) {
    tasks.push_back({task.id, plan.year, plan.project_id, task.amount, true});
  }
  return transaction_
      .InsertRows("area_task", {"area_id", "year", "project_id", "amount_fen", "given"}, tasks)
      .status();
}

absl::Status PlanStore::Approve(const StoredPlan& plan, std::string_view approved_by,
                                const std::vector<AnnualTask>& tasks) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t changed,
      transaction_.Execute("UPDATE annual_plan SET state = ?, etag = ?, approved_by = ?,"
                           " receivable_fen = ?, aimed_receipts_fen = ?"
                           " WHERE project_id = ? AND year = ? AND state = ?",
                           {kApprovedWord, plan.etag, approved_by, plan.receivable,
                            plan.aimed_receipts, plan.project_id, plan.year, kDraftWord}));
  CUIJIAO_RETURN_IF_ERROR(CheckOnePlan(plan, changed));
  std::vector<db::Values> computed;
  std::vector<db::Values> shares;
  for (const AnnualTask& task : tasks) {
    if (!task.given) {
      computed.push_back({task.area_id, plan.year, plan.project_id, task.task, false});
    }
    for (const TaskShare& share : task.shares) {
      shares.push_back({share.community_id, plan.year, task.area_id, share.share.ToString()});
    }
  }
  CUIJIAO_RETURN_IF_ERROR(transaction_
                              .InsertRows("area_task",
                                          {"area_id", "year", "project_id", "amount_fen", "given"},
                                          computed)
                              .status());
  return transaction_
      .InsertRows("community_task", {"community_id", "year", "area_id", "share"}, shares)
      .status();
}

absl::StatusOr<std::map<std::string, int>> PlanStore::LoadPlannedRates(Month month) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT r.project_id, r.rate_bp FROM planned_rate r"
                         " JOIN annual_plan p ON p.project_id = r.project_id AND p.year = ?"
                         " WHERE r.month = ? AND p.state = ?",
                         {month.year(), FirstDayOf(month), kApprovedWord}));
  std::map<std::string, int> rates;
  for (const db::Row& row : rows) rates[row.String("project_id")] = row.Int32("rate_bp");
  return rates;
}

absl::StatusOr<std::map<std::string, Rational>> PlanStore::LoadTaskShares(int year) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT community_id, share FROM community_task WHERE year = ?", {year}));
  std::map<std::string, Rational> shares;
  for (const db::Row& row : rows) {
    shares.emplace(row.String("community_id"), Rational::FromString(row.String("share")));
  }
  return shares;
}

absl::StatusOr<std::vector<Campaign>> PlanStore::LoadCampaigns(std::string_view project_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT campaign_id, name, from_date, to_date FROM campaign"
                         " WHERE project_id = ? ORDER BY from_date, campaign_id",
                         {project_id}));
  std::vector<Campaign> campaigns;
  campaigns.reserve(rows.size());
  for (const db::Row& row : rows) {
    campaigns.push_back({row.String("campaign_id"), std::string(project_id), row.String("name"),
                         row.Date("from_date"), row.Date("to_date")});
  }
  return campaigns;
}

absl::Status PlanStore::InsertCampaign(const Campaign& campaign) {
  return transaction_
      .Execute(
          "INSERT INTO campaign (campaign_id, project_id, name, from_date, to_date)"
          " VALUES (?, ?, ?, ?, ?)",
          {campaign.id, campaign.project_id, campaign.name, campaign.from, campaign.to})
      .status();
}

}  // namespace cuijiao::ledger
