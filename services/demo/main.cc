// `cuijiao-demo`: plays plan year 2017 of a sample company through the services' gRPC API and
// prints what the company wants to see.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>

#include "common/client/suite_client.h"
#include "common/status/macros.h"
#include "services/demo/world.h"

namespace cuijiao::demo {
namespace {

constexpr std::uint64_t kSeed = 20170301;

absl::Status Play(const SuiteAddresses& addresses, const std::string& keys, std::uint64_t seed) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::shared_ptr<const Suite> suite, Suite::Connect(addresses));
  CUIJIAO_ASSIGN_OR_RETURN(Cast cast, Cast::Assemble(keys, suite));
  World world(MakeSampleCompany(seed), std::move(cast), Dice(seed + 1));
  fmt::print("样本公司 sample company: {} 个小区 communities, {} 户 units\n",
             world.company.communities.size(), world.company.UnitCount());
  CUIJIAO_RETURN_IF_ERROR(SetUpCompany(world));
  CUIJIAO_RETURN_IF_ERROR(PlayYear(world));
  CUIJIAO_RETURN_IF_ERROR(PlayStatements(world));
  return PrintReport(world);
}

}  // namespace
}  // namespace cuijiao::demo

int main(int argc, char** argv) {
  CLI::App app{"演示：2017 年度物业费催缴 A year of fee collection, played through the gRPC API",
               "cuijiao-demo"};
  cuijiao::SuiteAddresses addresses;
  std::string keys;
  std::uint64_t seed = cuijiao::demo::kSeed;
  app.add_option("--ledger", addresses.ledger)->envname("CUIJIAO_LEDGER_ADDRESS");
  app.add_option("--waiver", addresses.waiver)->envname("CUIJIAO_WAIVER_ADDRESS");
  app.add_option("--escalation", addresses.escalation)->envname("CUIJIAO_ESCALATION_ADDRESS");
  app.add_option("--payroll", addresses.payroll)->envname("CUIJIAO_PAYROLL_ADDRESS");
  app.add_option("--keys", keys, "开发密钥目录 Directory of the development keys")->required();
  app.add_option("--seed", seed, "随机种子 Seed of the sample company")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  const absl::Status played = cuijiao::demo::Play(addresses, keys, seed);
  if (played.ok()) return 0;
  fmt::print(stderr, "演示失败 the demo failed: {}\n", played.ToString());
  return 1;
}
