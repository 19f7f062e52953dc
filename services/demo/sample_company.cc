#include "services/demo/sample_company.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "common/money/rational.h"
#include "common/text/csv_writer.h"
#include "services/demo/dice.h"

namespace cuijiao::demo {
namespace {

constexpr std::array<std::string_view, 30> kSurnames = {
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高",
    "林", "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "欧阳"};
constexpr std::array<std::string_view, 36> kGivenNames = {
    "伟",   "芳",   "娜",   "敏",   "静",   "强",   "磊",   "军",   "洋",   "勇",   "艳",   "杰",
    "秀英", "桂兰", "建国", "建华", "志强", "海燕", "晓明", "文博", "雨欣", "子轩", "思远", "佳怡",
    "国庆", "春梅", "丽华", "永康", "嘉豪", "梓涵", "一鸣", "雪梅", "振宇", "美玲", "少华", "玉珍"};
constexpr std::array<std::string_view, 4> kPhonePrefixes = {"138", "139", "186", "177"};

// What distinguishes a community; the rest is drawn.
struct Layout {
  std::string_view id;
  std::string_view project_id;
  std::string_view name;
  std::string_view area_id;
  std::string_view collector_id;
  int buildings;
  int floors;
  int homes_per_floor;
  int least_area_m2;
  int most_area_m2;
  std::int64_t price_e4_yuan;
  bool has_campaign;
};

constexpr std::array<Layout, 3> kLayouts = {
    Layout{"C01", "P01", "翠湖花园", "A01", "S01", 14, 23, 4, 72, 142, 18500, true},
    Layout{"C02", "P01", "锦绣江南", "A02", "S02", 21, 15, 4, 88, 168, 23500, true},
    Layout{"C03", "P02", "阳光新村", "A03", "S03", 29, 6, 6, 46, 78, 10800, false},
};

constexpr int kOldestArrearsYear = 2015;
constexpr int kPlanYear = 2017;

Habit DrawHabit(Dice& dice, bool has_campaign) {
  const int throw_of_100 = dice.Between(1, 100);
  if (throw_of_100 <= 25) return has_campaign ? Habit::kWholeYearInCampaign : Habit::kPunctual;
  if (throw_of_100 <= 62) return Habit::kPunctual;
  if (throw_of_100 <= 80) return Habit::kLate;
  if (throw_of_100 <= 94) return Habit::kAfterContact;
  return Habit::kNever;
}

SampleOwner DrawOwner(Dice& dice, const std::string& unit_id, std::string_view community,
                      const std::string& unit_no) {
  SampleOwner owner;
  owner.id = "O-" + unit_id;
  owner.name =
      fmt::format("{}{}", dice.Pick(std::span(kSurnames)), dice.Pick(std::span(kGivenNames)));
  owner.phone =
      fmt::format("{}{:08}", dice.Pick(std::span(kPhonePrefixes)), dice.Between(0, 99'999'999));
  owner.address = fmt::format("杭州市{}{}", community, unit_no);
  return owner;
}

// About 30 % of the households owe the year before, some of them two years.
void DrawArrears(Dice& dice, SampleUnit& unit) {
  if (!dice.Chance(30)) return;
  const int first_year = dice.Chance(25) ? kOldestArrearsYear : kPlanYear - 1;
  for (int year = first_year; year < kPlanYear; ++year) {
    unit.opening_bills.push_back(
        {Date(year, 1, 1), Date(year, 12, 31), Date(year, 3, 31), FeeOf(unit, 12)});
  }
  // Who owes for years is seldom punctual now.
  if (unit.habit == Habit::kWholeYearInCampaign && dice.Chance(70))
    unit.habit = Habit::kAfterContact;
}

SampleUnit DrawUnit(Dice& dice, const Layout& layout, int building, int floor, int door) {
  SampleUnit unit;
  unit.id = fmt::format("{}-{:02}{:02}{:02}", layout.id, building, floor, door);
  unit.community_id = layout.id;
  unit.unit_no = fmt::format("{}栋{}{:02}室", building, floor, door);
  unit.area_e2_m2 = dice.Between(layout.least_area_m2 * 100, layout.most_area_m2 * 100);
  unit.price_e4_yuan = layout.price_e4_yuan;
  unit.owner = DrawOwner(dice, unit.id, layout.name, unit.unit_no);
  unit.habit = DrawHabit(dice, layout.has_campaign);
  DrawArrears(dice, unit);
  return unit;
}

std::string YuanE4(std::int64_t price_e4) { return Rational(price_e4, 10'000).ToDecimal(4); }

template <typename AddRows>
void ForEachUnit(const SampleCompany& company, const std::string& project_id, AddRows add_rows) {
  for (const SampleCommunity& community : company.communities) {
    if (community.project_id != project_id) continue;
    for (const SampleUnit& unit : community.units) add_rows(unit);
  }
}

}  // namespace

Fen FeeOf(const SampleUnit& unit, int months) {
  // area / 100 m² × price / 10000 yuan × 100 fen × months
  return Rational(unit.area_e2_m2 * unit.price_e4_yuan * months, 10'000).RoundHalfAwayFromZero();
}

std::size_t SampleCompany::UnitCount() const {
  std::size_t count = 0;
  for (const SampleCommunity& community : communities) count += community.units.size();
  return count;
}

SampleCompany MakeSampleCompany(std::uint64_t seed) {
  Dice dice(seed);
  SampleCompany company;
  for (const Layout& layout : kLayouts) {
    SampleCommunity community{std::string(layout.id),           std::string(layout.project_id),
                              std::string(layout.name),         std::string(layout.area_id),
                              std::string(layout.collector_id), {}};
    for (int building = 1; building <= layout.buildings; ++building) {
      for (int floor = 1; floor <= layout.floors; ++floor) {
        for (int door = 1; door <= layout.homes_per_floor; ++door) {
          community.units.push_back(DrawUnit(dice, layout, building, floor, door));
        }
      }
    }
    company.communities.push_back(std::move(community));
  }
  return company;
}

std::string UnitsCsv(const SampleCompany& company, const std::string& project_id) {
  CsvWriter csv;
  csv.AddRow({"房屋编号", "小区编号", "房号", "房屋类型", "计费面积", "费用种类", "单价",
              "计费月数", "缴费天数", "起始日期"});
  ForEachUnit(company, project_id, [&](const SampleUnit& unit) {
    csv.AddRow({unit.id, unit.community_id, unit.unit_no, "住宅",
                Rational(unit.area_e2_m2, 100).ToDecimal(2), "物业费", YuanE4(unit.price_e4_yuan),
                unit.period_months, unit.due_after_days, Date(kPlanYear, 1, 1)});
  });
  return csv.text();
}

std::string OwnersCsv(const SampleCompany& company, const std::string& project_id) {
  CsvWriter csv;
  csv.AddRow({"owner_id", "name", "phone", "address", "unit_id", "from_date"});
  ForEachUnit(company, project_id, [&](const SampleUnit& unit) {
    const SampleOwner& owner = unit.owner;
    csv.AddRow({owner.id, owner.name, owner.phone, owner.address, unit.id,
                Date(kOldestArrearsYear, 1, 1)});
  });
  return csv.text();
}

std::string OpeningBillsCsv(const SampleCompany& company, const std::string& project_id) {
  CsvWriter csv;
  csv.AddRow({"房屋编号", "费用种类", "服务期起", "服务期止", "应缴日期", "本金"});
  ForEachUnit(company, project_id, [&](const SampleUnit& unit) {
    for (const OpeningBill& bill : unit.opening_bills) {
      csv.AddRow(
          {unit.id, "物业费", bill.period_start, bill.period_end, bill.due_date, bill.principal});
    }
  });
  return csv.text();
}

}  // namespace cuijiao::demo
