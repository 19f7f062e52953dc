#include "services/cli/opening_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iostream>

#include "common/status/macros.h"
#include "common/text/text_table.h"
#include "services/cli/output.h"

namespace cuijiao::cli {
namespace {

struct OpeningKind {
  std::string_view name;
  absl::Status (*send)(Session& session, const SuiteClient& client, const OpeningOrder& order);
  std::string_view chinese;
  std::string_view english;
};

std::string_view WordOf(ledger::v1::OpeningFigure figure) {
  switch (figure) {
    case ledger::v1::OPENING_FIGURE_UNPAID_PRINCIPAL:
      return "未收本金 unpaid_principal";
    case ledger::v1::OPENING_FIGURE_UNPAID_LATE_FEE:
      return "未收违约金 unpaid_late_fee";
    case ledger::v1::OPENING_FIGURE_UNPAID_COSTS:
      return "未收催收费用 unpaid_costs";
    case ledger::v1::OPENING_FIGURE_PREPAYMENT:
      return "预存余额 prepayment";
    case ledger::v1::OPENING_FIGURE_RECEIVED:
      return "已收金额 received";
    default:
      return "";
  }
}

// Prints wrong rows with their reasons.
template <typename RowErrors>
void PrintRowErrors(const RowErrors& row_errors) {
  for (const auto& error : row_errors) {
    fmt::print(stderr, "行 line {} {} {}: {}\n", error.line(), error.column(), error.reason(),
               error.message());
  }
}

// Prints how many rows went in, and wrong ones.
template <typename Response>
absl::Status Report(const Session& session, const Response& response) {
  if (session.json()) {
    PrintJson(response);
  } else {
    fmt::print("{} 行 rows：导入 imported {}，已有 existing {}，有误 wrong {}\n",
               response.row_count(), response.imported_count(), response.existing_count(),
               response.wrong_count());
  }
  PrintRowErrors(response.row_errors());
  if (response.wrong_count() > response.row_errors_size()) {
    fmt::print(stderr, "…… 共 {} 行有误 {} wrong rows in all, the first {} are told\n",
               response.wrong_count(), response.wrong_count(), response.row_errors_size());
  }
  if (response.wrong_count() == 0) return absl::OkStatus();
  return absl::InvalidArgumentError("nothing was imported: the file has wrong rows");
}

absl::Status SendTotals(Session& session, const SuiteClient& client, const OpeningOrder& order) {
  ledger::v1::CompareOpeningTotalsRequest request;
  request.set_project_id(order.project);
  request.set_as_of_date(order.as_of);
  CUIJIAO_ASSIGN_OR_RETURN(*request.mutable_content(), ReadWholeFile(order.file));
  CUIJIAO_ASSIGN_OR_RETURN(
      const ledger::v1::CompareOpeningTotalsResponse response,
      client.Call(client.suite().import, &ledger::v1::ImportService::Stub::CompareOpeningTotals,
                  request));
  if (session.json()) {
    PrintJson(response);
  } else {
    fmt::print("{} 行 rows，{}：相符 agree {}，差异 differences {}，有误 wrong {}\n",
               response.row_count(), response.as_of_date(), response.matched_count(),
               response.differences_size(), response.wrong_count());
    TextTable table({{"小区 Community"},
                     {"指标 Figure"},
                     {"期间 Period"},
                     {"原系统 Stated", kRight},
                     {"账上 Ledger", kRight}});
    for (const auto& difference : response.differences()) {
      table.AddRow({difference.community_id(), std::string(WordOf(difference.figure())),
                    difference.period(), FormatFen(difference.stated_fen()),
                    FormatFen(difference.ledger_fen())});
    }
    if (!table.empty()) std::cout << table.Format();
  }
  PrintRowErrors(response.row_errors());
  if (response.row_errors_size() > 0) {
    return absl::InvalidArgumentError("nothing was compared: the file has wrong rows");
  }
  if (response.differences_size() == 0) return absl::OkStatus();
  return absl::FailedPreconditionError("the totals are not the ledger's");
}

absl::Status SendDeductions(Session& session, const SuiteClient& client,
                            const OpeningOrder& order) {
  payroll::v1::ImportOpeningDeductionsRequest request;
  request.set_request_id(session.RequestIdOr(order.request_id));
  request.set_project_id(order.project);
  request.set_plan_year(order.year);
  CUIJIAO_ASSIGN_OR_RETURN(*request.mutable_content(), ReadWholeFile(order.file));
  CUIJIAO_ASSIGN_OR_RETURN(
      const payroll::v1::ImportOpeningDeductionsResponse response,
      client.Call(client.suite().payroll,
                  &payroll::v1::PayrollService::Stub::ImportOpeningDeductions, request));
  return Report(session, response);
}

absl::Status SendWaivers(Session& session, const SuiteClient& client, const OpeningOrder& order) {
  waiver::v1::ImportOpeningWaiversRequest request;
  request.set_request_id(session.RequestIdOr(order.request_id));
  request.set_project_id(order.project);
  CUIJIAO_ASSIGN_OR_RETURN(*request.mutable_content(), ReadWholeFile(order.file));
  CUIJIAO_ASSIGN_OR_RETURN(
      const waiver::v1::ImportOpeningWaiversResponse response,
      client.Call(client.suite().waiver, &waiver::v1::WaiverService::Stub::ImportOpeningWaivers,
                  request));
  if (!session.json() && response.stacked_lines_size() > 0) {
    fmt::print(
        "同一户本年另有已签减免 WVR-5, another signed waiver of the household: 行 lines {}\n",
        fmt::join(response.stacked_lines(), ", "));
  }
  return Report(session, response);
}

// Of ImportOpeningCases and ImportOpeningPromises.
template <typename Request>
absl::Status SendToEscalation(Session& session, const SuiteClient& client,
                              const OpeningOrder& order,
                              grpc::Status (escalation::v1::EscalationService::Stub::*method)(
                                  grpc::ClientContext*, const Request&,
                                  escalation::v1::OpeningImport*)) {
  Request request;
  request.set_request_id(session.RequestIdOr(order.request_id));
  request.set_project_id(order.project);
  CUIJIAO_ASSIGN_OR_RETURN(*request.mutable_content(), ReadWholeFile(order.file));
  CUIJIAO_ASSIGN_OR_RETURN(const escalation::v1::OpeningImport response,
                           client.Call(client.suite().escalation, method, request));
  return Report(session, response);
}

absl::Status SendCases(Session& session, const SuiteClient& client, const OpeningOrder& order) {
  return SendToEscalation<escalation::v1::ImportOpeningCasesRequest>(
      session, client, order, &escalation::v1::EscalationService::Stub::ImportOpeningCases);
}

absl::Status SendPromises(Session& session, const SuiteClient& client, const OpeningOrder& order) {
  return SendToEscalation<escalation::v1::ImportOpeningPromisesRequest>(
      session, client, order, &escalation::v1::EscalationService::Stub::ImportOpeningPromises);
}

constexpr std::array kOpeningKinds = {
    OpeningKind{"opening-totals", &SendTotals, "", ""},
    OpeningKind{"opening-deductions", &SendDeductions,
                "员工编号,月份,责任片区编号,实扣金额\nS1,2017-05,A1,120.00\n",
                "staff_id,month,area_id,taken\nS1,2017-05,A1,120.00\n"},
    OpeningKind{"opening-waivers", &SendWaivers,
                "房屋编号,签字人编号,签字身份,签字日期,减免金额,结算日期,减免编号\n"
                "C1-3-2-501,M1,经理,2017-06-12,150.00,2017-06-14,\n",
                "unit_id,signer_id,role,sign_date,amount,settle_date,reference\n"
                "C1-3-2-501,M1,manager,2017-06-12,150.00,2017-06-14,\n"},
    OpeningKind{"opening-cases", &SendCases,
                "房屋编号,措施轨道,步骤,进入日期\nC1-3-2-501,N,N3,2017-06-20\n",
                "unit_id,track,step,since\nC1-3-2-501,N,N3,2017-06-20\n"},
    OpeningKind{"opening-promises", &SendPromises,
                "房屋编号,承诺金额,承诺日期,支付方式,作出日期\n"
                "C1-3-2-501,630.98,2017-07-03,WECHAT_PAY,2017-06-30\n",
                "unit_id,amount,promised_date,method,made_on\n"
                "C1-3-2-501,630.98,2017-07-03,WECHAT_PAY,2017-06-30\n"},
};

const OpeningKind* FindOpeningKind(std::string_view name) {
  const auto found = std::ranges::find(kOpeningKinds, name, &OpeningKind::name);
  return found == kOpeningKinds.end() ? nullptr : &*found;
}

}  // namespace

std::vector<std::string> OpeningFileKinds() {
  std::vector<std::string> names;
  for (const OpeningKind& kind : kOpeningKinds) names.emplace_back(kind.name);
  return names;
}

std::string_view OpeningTemplate(std::string_view kind, bool in_english) {
  const OpeningKind* found = FindOpeningKind(kind);
  if (found == nullptr) return {};
  return in_english ? found->english : found->chinese;
}

absl::Status SendOpeningFile(Session& session, const OpeningOrder& order) {
  if (order.skip_bad_rows || order.validate_only) {
    return absl::InvalidArgumentError(
        order.kind + " takes neither --skip-bad-rows nor --validate-only: all rows go in or none");
  }
  CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
  return FindOpeningKind(order.kind)->send(session, client, order);
}

}  // namespace cuijiao::cli
