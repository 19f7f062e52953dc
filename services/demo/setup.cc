// Act 1: the company as it stands on 2 January 2017.
#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "services/demo/world.h"

namespace cuijiao::demo {
namespace {

using ledger::v1::OrganisationEntry;
using ledger::v1::TeamMembership;

constexpr std::string_view kFirstDay = "2016-01-01";

struct PlanLayout {
  std::string_view project_id;
  std::array<int, 12> planned_rate_bp;
  int annual_rate_bp;
  std::string_view area_id;  // with a task of its own; empty for none
  std::int64_t task_fen;
};

constexpr std::array<PlanLayout, 2> kPlans = {
    PlanLayout{kProjectWithCampaign,
               {2600, 4000, 4400, 5500, 5900, 6200, 7200, 7500, 7800, 8600, 8800, 9000},
               9000,
               "",
               0},
    // The source's example: 当年应收款目标任务30万.
    PlanLayout{kProjectWithoutCampaign,
               {1500, 1800, 2000, 3500, 3800, 4000, 5500, 5800, 6000, 7500, 7800, 8000},
               8000,
               "A03",
               30'000'000},
};

// Collects entries; every dated relation begins on the same first day.
class Entries {
 public:
  void Add(std::string_view branch_id, std::string_view name) {
    auto& branch = *entries_.emplace_back().mutable_branch();
    branch.set_id(std::string(branch_id));
    branch.set_name(std::string(name));
  }
  void AddProject(std::string_view id, std::string_view name) {
    auto& project = *entries_.emplace_back().mutable_project();
    project.set_id(std::string(id));
    project.set_branch_id(std::string(kBranch));
    project.set_name(std::string(name));
  }
  void AddTeam(std::string_view id, std::string_view project_id, std::string_view name) {
    auto& team = *entries_.emplace_back().mutable_team();
    team.set_id(std::string(id));
    team.set_project_id(std::string(project_id));
    team.set_name(std::string(name));
  }
  void AddMember(std::string_view team_id, std::string_view staff_id,
                 TeamMembership::Position position) {
    auto& membership = *entries_.emplace_back().mutable_team_membership();
    membership.set_team_id(std::string(team_id));
    membership.set_staff_id(std::string(staff_id));
    membership.set_position(position);
    membership.set_from_date(std::string(kFirstDay));
  }
  void AddStaff(const Person& person) {
    auto& staff = *entries_.emplace_back().mutable_staff();
    staff.set_id(std::string(person.id));
    staff.set_name(std::string(person.name));
    staff.set_employee_no(std::string(person.employee_no));
  }
  void AddManager(std::string_view staff_id, std::string_view project_id) {
    auto& post = *entries_.emplace_back().mutable_post();
    post.set_staff_id(std::string(staff_id));
    post.set_project_id(std::string(project_id));
    post.set_from_date(std::string(kFirstDay));
  }
  void AddGeneralManager(std::string_view staff_id) {
    auto& post = *entries_.emplace_back().mutable_post();
    post.set_staff_id(std::string(staff_id));
    post.set_branch_id(std::string(kBranch));
    post.set_from_date(std::string(kFirstDay));
  }
  void AddCommunity(const SampleCommunity& sample, std::string_view team_id) {
    auto& community = *entries_.emplace_back().mutable_community();
    community.set_id(sample.id);
    community.set_project_id(sample.project_id);
    community.set_name(sample.name);
    auto& area = *entries_.emplace_back().mutable_area();
    area.set_id(sample.area_id);
    area.set_project_id(sample.project_id);
    area.set_team_id(std::string(team_id));
    area.set_name(sample.name + "片区");
    auto& belonging = *entries_.emplace_back().mutable_area_community();
    belonging.set_area_id(sample.area_id);
    belonging.set_community_id(sample.id);
    belonging.set_from_date(std::string(kFirstDay));
    auto& collector = *entries_.emplace_back().mutable_area_collector();
    collector.set_area_id(sample.area_id);
    collector.set_staff_id(sample.collector_id);
    collector.set_from_date(std::string(kFirstDay));
  }

  [[nodiscard]] const std::vector<OrganisationEntry>& all() const { return entries_; }

 private:
  std::vector<OrganisationEntry> entries_;
};

absl::Status PutOrganisation(World& world) {
  Entries entries;
  entries.Add(kBranch, "杭州分公司");
  entries.AddProject(kProjectWithCampaign, "湖滨项目");
  entries.AddProject(kProjectWithoutCampaign, "城东项目");
  for (const Person& person : Everybody()) entries.AddStaff(person);
  entries.AddManager(kManager, kProjectWithCampaign);
  entries.AddManager(kManagerOfP02, kProjectWithoutCampaign);
  entries.AddGeneralManager(kGeneralManager);
  entries.AddTeam("T01", kProjectWithCampaign, "湖滨收费小组");
  entries.AddTeam("T02", kProjectWithoutCampaign, "城东收费小组");
  entries.AddMember("T01", kLeader, TeamMembership::POSITION_LEADER);
  entries.AddMember("T01", kCollectorA01, TeamMembership::POSITION_MEMBER);
  entries.AddMember("T01", kCollectorA02, TeamMembership::POSITION_MEMBER);
  entries.AddMember("T02", kLeaderOfP02, TeamMembership::POSITION_LEADER);
  entries.AddMember("T02", kCollectorA03, TeamMembership::POSITION_MEMBER);
  for (const SampleCommunity& community : world.company.communities) {
    entries.AddCommunity(community, community.project_id == kProjectWithCampaign ? "T01" : "T02");
  }
  ledger::v1::BatchPutOrganisationRequest request;
  request.set_request_id(world.RequestId());
  for (const OrganisationEntry& entry : entries.all()) *request.add_entries() = entry;
  const SuiteClient& administrator = world.cast.As(kAdministrator);
  return administrator
      .Call(administrator.suite().organisation,
            &ledger::v1::OrganisationService::Stub::BatchPutOrganisation, request)
      .status();
}

absl::Status ImportFile(World& world, std::string_view project_id, ledger::v1::ImportKind kind,
                        std::string content) {
  ledger::v1::ImportFileRequest request;
  request.set_request_id(world.RequestId());
  request.set_project_id(std::string(project_id));
  request.set_kind(kind);
  request.set_content(std::move(content));
  const SuiteClient& finance = world.cast.As(kFinance);
  CUIJIAO_ASSIGN_OR_RETURN(
      const ledger::v1::ImportFileResponse response,
      finance.Call(finance.suite().import, &ledger::v1::ImportService::Stub::ImportFile, request));
  if (response.row_errors_size() > 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("line ", response.row_errors(0).line(),
                     " of the generated file: ", response.row_errors(0).message()));
  }
  fmt::print("  导入 imported {}: {} 行 rows ({})\n", ledger::v1::ImportKind_Name(kind).substr(12),
             response.imported_count(), response.encoding());
  return absl::OkStatus();
}

absl::Status ImportProject(World& world, std::string_view project_id) {
  const std::string project(project_id);
  CUIJIAO_RETURN_IF_ERROR(ImportFile(world, project_id, ledger::v1::IMPORT_KIND_UNITS,
                                     UnitsCsv(world.company, project)));
  CUIJIAO_RETURN_IF_ERROR(ImportFile(world, project_id, ledger::v1::IMPORT_KIND_OWNERS,
                                     OwnersCsv(world.company, project)));
  return ImportFile(world, project_id, ledger::v1::IMPORT_KIND_OPENING_BILLS,
                    OpeningBillsCsv(world.company, project));
}

absl::Status PutPlan(World& world, const PlanLayout& layout) {
  ledger::v1::PutAnnualPlanRequest request;
  request.set_request_id(world.RequestId());
  request.set_project_id(std::string(layout.project_id));
  request.set_year(kPlanYear);
  for (const int rate_bp : layout.planned_rate_bp) request.add_planned_rate_bp(rate_bp);
  request.set_annual_rate_bp(layout.annual_rate_bp);
  if (!layout.area_id.empty()) {
    auto& task = *request.add_area_tasks();
    task.set_area_id(std::string(layout.area_id));
    task.set_amount_fen(layout.task_fen);
  }
  const SuiteClient& finance = world.cast.As(kFinance);
  CUIJIAO_ASSIGN_OR_RETURN(
      const ledger::v1::AnnualPlan plan,
      finance.Call(finance.suite().plan, &ledger::v1::PlanService::Stub::PutAnnualPlan, request));
  ledger::v1::ApproveAnnualPlanRequest approval;
  approval.set_project_id(plan.project_id());
  approval.set_year(plan.year());
  approval.set_etag(plan.etag());
  const SuiteClient& gm = world.cast.As(kGeneralManager);
  return gm.Call(gm.suite().plan, &ledger::v1::PlanService::Stub::ApproveAnnualPlan, approval)
      .status();
}

absl::Status PutCampaign(World& world) {
  ledger::v1::PutCampaignRequest request;
  request.set_request_id(world.RequestId());
  request.set_project_id(std::string(kProjectWithCampaign));
  request.set_name("2017年预交活动");
  request.set_from_date("2017-01-01");
  request.set_to_date("2017-02-28");
  const SuiteClient& finance = world.cast.As(kFinance);
  return finance.Call(finance.suite().plan, &ledger::v1::PlanService::Stub::PutCampaign, request)
      .status();
}

}  // namespace

absl::Status MoveClock(const World& world, Date date) {
  ledger::v1::SetClockRequest request;
  request.set_business_date(FormatDate(date));
  const SuiteClient& administrator = world.cast.As(kAdministrator);
  return administrator
      .Call(administrator.suite().clock, &ledger::v1::ClockService::Stub::SetClock, request)
      .status();
}

absl::Status SetUpCompany(World& world) {
  CUIJIAO_RETURN_IF_ERROR(MoveClock(world, Date(kPlanYear, 1, 2)));
  CUIJIAO_RETURN_IF_ERROR(PutOrganisation(world));
  for (const std::string_view project_id : {kProjectWithCampaign, kProjectWithoutCampaign}) {
    CUIJIAO_RETURN_IF_ERROR(ImportProject(world, project_id));
  }
  for (const PlanLayout& layout : kPlans) CUIJIAO_RETURN_IF_ERROR(PutPlan(world, layout));
  return PutCampaign(world);
}

}  // namespace cuijiao::demo
