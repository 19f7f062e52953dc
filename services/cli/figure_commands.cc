// statement, ageing, rate, curve, ranking, trial-balance, vouchers, verify, heads: reading the
// ledger.
#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/rpc/message_times.h"
#include "common/status/macros.h"
#include "common/text/text_table.h"
#include "services/cli/session.h"
#include "services/cli/sheet_output.h"

namespace cuijiao::cli {
namespace {

// The date of a message as a cell; empty text for none.
SheetCell DayCell(const std::string& date) {
  const absl::StatusOr<Date> day = ParseDate(date);
  return day.ok() ? SheetCell(*day) : SheetCell(date);
}

Sheet SheetOf(const ledger::v1::Statement& statement) {
  Sheet sheet{"对账单",
              {"入账日 Posted", "事项 What", "欠费 Owed", "预交 Prepaid", "凭据 Reference"}};
  const auto add = [&](const std::string& date, const std::string& what, std::int64_t owed_fen,
                       std::int64_t prepaid_fen, const std::string& reference) {
    sheet.rows.push_back({DayCell(date), what, Fen(owed_fen), Fen(prepaid_fen), reference});
  };
  add("", "期初 opening", statement.opening_owed_fen(), statement.opening_prepayment_fen(), "");
  for (const ledger::v1::StatementLine& line : statement.lines()) {
    add(line.posting_date(), ledger::v1::StatementLine::Kind_Name(line.kind()).substr(5),
        line.owed_change_fen(), line.prepayment_change_fen(), line.reference_id());
  }
  add("", "期末 closing", statement.closing_owed_fen(), statement.closing_prepayment_fen(), "");
  sheet.rows.push_back({"", "其中已到期 of which due", Fen(statement.closing_due_fen()), "", ""});
  return sheet;
}

Sheet SheetOf(const ledger::v1::Ageing& ageing) {
  Sheet sheet{
      "账龄",
      {"小区 Community", "未到期 Not due", "1–3 月", "4–6", "7–12", "13–24", ">24", "合计 Total"}};
  const auto add = [&](const std::string& name, const ledger::v1::AgeingRow& row) {
    sheet.rows.push_back({name, Fen(row.not_due_fen()), Fen(row.months_1_to_3_fen()),
                          Fen(row.months_4_to_6_fen()), Fen(row.months_7_to_12_fen()),
                          Fen(row.months_13_to_24_fen()), Fen(row.months_over_24_fen()),
                          Fen(row.outstanding_fen())});
  };
  for (const ledger::v1::AgeingRow& row : ageing.rows()) {
    add(row.unit_id().empty() ? row.community_id() : row.unit_id(), row);
  }
  add("合计 Total", ageing.total());
  return sheet;
}

std::string RateText(const ledger::v1::CollectionRate& rate) {
  return FormatRate(rate.has_rate_bp(), rate.rate_bp());
}

std::string PlannedText(const ledger::v1::CollectionRate& rate) {
  return FormatRate(rate.has_planned_rate_bp(), rate.planned_rate_bp());
}

Sheet SheetOf(const ledger::v1::Ranking& ranking) {
  Sheet sheet{"责任区收缴率排序表",
              {"片区 Area", "责任人 Collector", "收缴率 Rate", "计划 Planned", "历史欠款 Arrears",
               "已收回 Recovered"}};
  for (const ledger::v1::RankingRow& row : ranking.rows()) {
    sheet.rows.push_back({row.name(), row.collector_id(), RateText(row.rate()),
                          PlannedText(row.rate()), Fen(row.historical_outstanding_fen()),
                          Fen(row.historical_recovered_fen())});
  }
  return sheet;
}

Sheet SheetOf(const ledger::v1::ListVouchersResponse& response) {
  Sheet sheet{"凭证",
              {"凭证 Voucher", "日期 Date", "附件数 Entries", "科目 Account", "科目名称 Name",
               "借方 Debit", "贷方 Credit"}};
  for (const ledger::v1::Voucher& voucher : response.vouchers()) {
    for (const ledger::v1::Voucher::Line& line : voucher.lines()) {
      sheet.rows.push_back({voucher.id(), DayCell(voucher.posting_date()),
                            std::int64_t{voucher.entry_count()}, line.account_code(),
                            line.account_name(), Fen(line.debit_fen()), Fen(line.credit_fen())});
    }
  }
  return sheet;
}

// A place that a figure may be asked for: a project, or with options an area or a community.
struct Place {
  std::string project;
  std::string area;
  std::string community;

  void AddOptions(CLI::App& command) {
    command.add_option("project", project, "项目 Project id");
    command.add_option("--area", area, "片区 Area id, instead of a project");
    command.add_option("--community", community, "小区 Community id, instead of a project");
  }

  template <typename Request>
  void PutInto(Request& request) const {
    request.set_project_id(project);
    request.set_community_id(community);
  }
};

// The moment up to which a figure's postings are to be recorded; "" for all of them.
struct KnownBy {
  std::string time;

  void AddOption(CLI::App& command) {
    command.add_option("--recorded-by", time,
                       "只算此刻以前已登记的 Only what was recorded by then, e.g. "
                       "2017-04-05T18:00:00+08:00");
  }

  template <typename Request>
  absl::Status PutInto(Request& request) const {
    if (time.empty()) return absl::OkStatus();
    absl::Time parsed;
    if (std::string error; !absl::ParseTime(absl::RFC3339_full, time, &parsed, &error)) {
      return absl::InvalidArgumentError(
          fmt::format("--recorded-by: \"{}\" is no time with its zone, "
                      "like 2017-04-05T18:00:00+08:00",
                      time));
    }
    *request.mutable_recorded_by_time() = TimestampOf(parsed);
    return absl::OkStatus();
  }
};

void AddStatement(CLI::App& app, Session& session) {
  struct Options {
    std::string unit;
    std::string from_date;
    std::string as_of;
    KnownBy known_by;
    std::string file;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("statement", "对账单 A unit's statement");
  command->add_option("unit", options->unit, "户 Unit id")->required();
  command->add_option("--from", options->from_date, "起始日 First posting date");
  command->add_option("--as-of", options->as_of, "截止日 Last posting date");
  options->known_by.AddOption(*command);
  AddOutOption(*command, options->file);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::GetStatementRequest request;
    request.set_unit_id(options->unit);
    request.set_from_date(options->from_date);
    request.set_as_of_date(options->as_of);
    CUIJIAO_RETURN_IF_ERROR(options->known_by.PutInto(request));
    return CallAndShow(session, client, client.suite().statement,
                       &ledger::v1::StatementService::Stub::GetStatement, request, options->file,
                       [](const ledger::v1::Statement& statement) { return SheetOf(statement); });
  });
}

void AddDebtors(CLI::App& app, Session& session) {
  const auto unit = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(
      "debtors", "业主变更后各欠多少 Who owes what where a unit has changed hands");
  command->add_option("unit", *unit, "户 Unit id")->required();
  session.OnCommand(*command, [&session, unit]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::ListDebtorsRequest request;
    request.set_unit_id(*unit);
    return CallAndPrint(
        session, client, client.suite().statement, &ledger::v1::StatementService::Stub::ListDebtors,
        request, [](const ledger::v1::ListDebtorsResponse& response) {
          TextTable table({{"业主 Owners"},
                           {"账单 Bill"},
                           {"自 From"},
                           {"至 To"},
                           {"本金 Principal", kRight},
                           {"违约金 Late fee", kRight},
                           {"费用 Cost", kRight}});
          for (const ledger::v1::Debtors& debtors : response.debtors()) {
            const std::string owners = debtors.owner_ids().empty()
                                           ? "未知 unknown"
                                           : absl::StrJoin(debtors.owner_ids(), ", ");
            for (const ledger::v1::DebtPart& part : debtors.parts()) {
              table.AddRow({owners, part.bill_id(), part.from_date(), part.to_date(),
                            FormatFen(part.principal_fen()), FormatFen(part.late_fee_fen()),
                            FormatFen(part.cost_fen())});
            }
            table.AddRow({owners, "小计 Sum", "", "", FormatFen(debtors.unpaid_fen()), "", ""});
          }
          if (!table.empty()) std::cout << table.Format();
          fmt::print("合计欠费 unpaid: {}\n", FormatFen(response.unpaid_fen()));
        });
  });
}

void AddAgeing(CLI::App& app, Session& session) {
  struct Options {
    Place place;
    std::string as_of;
    KnownBy known_by;
    std::string file;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("ageing", "账龄 Outstanding amounts by age");
  options->place.AddOptions(*command);
  command->add_option("--as-of", options->as_of, "截止日 Posting date");
  options->known_by.AddOption(*command);
  AddOutOption(*command, options->file);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::GetAgeingRequest request;
    options->place.PutInto(request);
    request.set_as_of_date(options->as_of);
    CUIJIAO_RETURN_IF_ERROR(options->known_by.PutInto(request));
    return CallAndShow(session, client, client.suite().statement,
                       &ledger::v1::StatementService::Stub::GetAgeing, request, options->file,
                       [](const ledger::v1::Ageing& ageing) { return SheetOf(ageing); });
  });
}

void AddRate(CLI::App& app, Session& session) {
  struct Options {
    Place place;
    std::string as_of;
    KnownBy known_by;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("rate", "收缴率 Collection rate");
  options->place.AddOptions(*command);
  command->add_option("--as-of", options->as_of, "截止日 Posting date");
  options->known_by.AddOption(*command);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::GetCollectionRateRequest request;
    options->place.PutInto(request);
    request.set_area_id(options->place.area);
    request.set_as_of_date(options->as_of);
    CUIJIAO_RETURN_IF_ERROR(options->known_by.PutInto(request));
    return CallAndPrint(
        session, client, client.suite().plan, &ledger::v1::PlanService::Stub::GetCollectionRate,
        request, [](const ledger::v1::CollectionRate& rate) {
          fmt::print("收缴率 rate {}  计划 planned {}  实收 received {}  应收 receivable {}\n",
                     RateText(rate), PlannedText(rate), FormatFen(rate.received_fen()),
                     FormatFen(rate.receivable_fen()));
        });
  });
}

void AddCurve(CLI::App& app, Session& session) {
  struct Options {
    Place place;
    int year = 0;
    KnownBy known_by;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("curve", "逐月收缴率 The rate month by month against plan");
  command->add_option("year", options->year, "年度 Plan year")->required();
  options->place.AddOptions(*command);
  options->known_by.AddOption(*command);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::GetRateCurveRequest request;
    options->place.PutInto(request);
    request.set_area_id(options->place.area);
    request.set_year(options->year);
    CUIJIAO_RETURN_IF_ERROR(options->known_by.PutInto(request));
    return CallAndPrint(
        session, client, client.suite().plan, &ledger::v1::PlanService::Stub::GetRateCurve, request,
        [](const ledger::v1::RateCurve& curve) {
          TextTable table(
              {{"月份 Month"}, {"收缴率 Rate", kRight}, {"计划 Planned", kRight}, {"结账 Closed"}});
          for (const ledger::v1::RateCurve::Point& point : curve.points()) {
            table.AddRow({point.month(), RateText(point.rate()), PlannedText(point.rate()),
                          point.closed() ? "是 yes" : "否 no"});
          }
          std::cout << table.Format();
        });
  });
}

void AddRanking(CLI::App& app, Session& session) {
  struct Options {
    std::string project;
    std::string month;
    KnownBy known_by;
    std::string file;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("ranking", "责任区收缴率排序表 Ranking of areas");
  command->add_option("project", options->project, "项目 Project id")->required();
  command->add_option("month", options->month, "月份 Month YYYY-MM")->required();
  options->known_by.AddOption(*command);
  AddOutOption(*command, options->file);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::GetRankingRequest request;
    request.set_project_id(options->project);
    request.set_month(options->month);
    CUIJIAO_RETURN_IF_ERROR(options->known_by.PutInto(request));
    return CallAndShow(session, client, client.suite().plan,
                       &ledger::v1::PlanService::Stub::GetRanking, request, options->file,
                       [](const ledger::v1::Ranking& ranking) { return SheetOf(ranking); });
  });
}

void AddVouchers(CLI::App& app, Session& session) {
  struct Options {
    std::string project;
    std::string month;
    std::string file;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("vouchers", "月度凭证 A closed month's journal for the finance system");
  command->add_option("project", options->project, "项目 Project id")->required();
  command->add_option("month", options->month, "月份 Month YYYY-MM")->required();
  AddOutOption(*command, options->file);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::ListVouchersRequest request;
    request.set_project_id(options->project);
    request.set_month(options->month);
    return CallAndShow(
        session, client, client.suite().close, &ledger::v1::CloseService::Stub::ListVouchers,
        request, options->file,
        [](const ledger::v1::ListVouchersResponse& response) { return SheetOf(response); });
  });
}

void AddTrialBalance(CLI::App& app, Session& session) {
  struct Options {
    std::string project;
    std::string as_of;
    KnownBy known_by;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("trial-balance", "试算平衡 Sums of all accounts");
  command->add_option("project", options->project,
                      "项目；缺省为全公司 Project; the company if absent");
  command->add_option("--as-of", options->as_of, "截止日 Posting date");
  options->known_by.AddOption(*command);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::GetTrialBalanceRequest request;
    request.set_project_id(options->project);
    request.set_as_of_date(options->as_of);
    CUIJIAO_RETURN_IF_ERROR(options->known_by.PutInto(request));
    return CallAndPrint(session, client, client.suite().statement,
                        &ledger::v1::StatementService::Stub::GetTrialBalance, request,
                        [](const ledger::v1::TrialBalance& balance) {
                          TextTable table({{"科目 Account"}, {"余额 Balance", kRight}});
                          for (const auto& row : balance.rows()) {
                            table.AddRow({row.account(), FormatFen(row.balance_fen())});
                          }
                          table.AddRow({"合计 Sum", FormatFen(balance.sum_fen())});
                          std::cout << table.Format();
                        });
  });
}

void AddVerify(CLI::App& app, Session& session) {
  struct Options {
    std::string community;
    std::vector<std::string> heads;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("verify", "账簿完整性 Check the journal's hash chain");
  command->add_option("community", options->community, "小区；缺省为全部 Community; all if absent");
  command->add_option("--heads", options->heads,
                      "另存的月结签名文件 Signed heads of closed months that you kept (`heads`)");
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::VerifyIntegrityRequest request;
    request.set_community_id(options->community);
    for (const std::string& file : options->heads) {
      CUIJIAO_ASSIGN_OR_RETURN(const std::string document, ReadWholeFile(file));
      request.add_signed_heads(std::string(absl::StripAsciiWhitespace(document)));
    }
    ledger::v1::VerifyIntegrityResponse response;
    CUIJIAO_RETURN_IF_ERROR(client.ReadEach(
        client.suite().statement, &ledger::v1::StatementService::Stub::StreamIntegrity, request,
        [&](const ledger::v1::IntegrityProgress& progress) {
          if (progress.has_result()) {
            response = progress.result();
          } else if (!session.json()) {
            fmt::print(stderr, "{}/{}  {}  {}/{}\n", progress.checked_partitions(),
                       progress.partition_count(), progress.partition(), progress.checked_entries(),
                       progress.entry_count());
          }
        }));
    if (session.json()) PrintJson(response);
    if (response.intact()) {
      if (!session.json()) {
        fmt::print(
            "完好 intact: {} 笔 entries；对照月结 held against the closes of: {}\n",
            response.checked_entries(),
            response.told_months().empty() ? "-" : absl::StrJoin(response.told_months(), ", "));
      }
      return absl::OkStatus();
    }
    for (const auto& fault : response.faults()) {
      if (fault.partition().empty()) {
        fmt::print(stderr, "{}\n", fault.message());  // of a file, which it names
        continue;
      }
      fmt::print(stderr, "{} #{} {}: {}\n", fault.partition(), fault.sequence(),
                 fault.reference_id(), fault.message());
    }
    return absl::DataLossError("the journal is not as it was written");
  });
}

void AddHeads(CLI::App& app, Session& session) {
  struct Options {
    std::string month;
    std::string file;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "heads", "月结账簿签名，请另存 A closed month's signed heads, to be kept elsewhere");
  command->add_option("month", options->month, "月份 Month YYYY-MM")->required();
  command->add_option("--out", options->file,
                      "文件；缺省为标准输出 File; standard output if absent");
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    ledger::v1::GetJournalHeadsRequest request;
    request.set_month(options->month);
    CUIJIAO_ASSIGN_OR_RETURN(
        const ledger::v1::JournalHeads heads,
        client.Call(client.suite().close, &ledger::v1::CloseService::Stub::GetJournalHeads,
                    request));
    if (options->file.empty()) {
      fmt::print("{}\n", heads.signed_heads());
      return absl::OkStatus();
    }
    return WriteWholeFile(options->file, heads.signed_heads() + "\n");
  });
}

}  // namespace

void AddFigureCommands(CLI::App& app, Session& session) {
  AddStatement(app, session);
  AddDebtors(app, session);
  AddAgeing(app, session);
  AddRate(app, session);
  AddCurve(app, session);
  AddRanking(app, session);
  AddTrialBalance(app, session);
  AddVouchers(app, session);
  AddVerify(app, session);
  AddHeads(app, session);
}

}  // namespace cuijiao::cli
