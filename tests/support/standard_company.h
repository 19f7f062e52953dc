// A company to work with.
#ifndef CUIJIAO_TESTS_SUPPORT_STANDARD_COMPANY_H_
#define CUIJIAO_TESTS_SUPPORT_STANDARD_COMPANY_H_

#include <string_view>

namespace cuijiao::support {

// Entries of a BatchPutOrganisationRequest as protobuf text. From 2016-01-01 on:
//   branch B1 (GM1): project P1 (M1): communities C1, C2; team T1 (leader L1, deputy D1, members
//     S1, S2); area A1 (C1, collector S1), area A2 (C2, collector S2)
//   branch B2: project P2 (M2): community C9, team T9 (leader L9, member S9), area A9 (C9, S9)
//   units U1, U2 (C1; 89.50 and 120.00 m²; owners O1, O2), U3 (C2; 60.00 m²; owner O1),
//     U9 (C9; 100.00 m²; owner O9)
inline constexpr std::string_view kStandardCompany = R"(
entries { branch { id: "B1" name: "华东分公司" } }
entries { project { id: "P1" branch_id: "B1" name: "滨江项目" } }
entries { branch { id: "B2" name: "华北分公司" } }
entries { project { id: "P2" branch_id: "B2" name: "城北项目" } }
entries { community { id: "C1" project_id: "P1" name: "翠苑" } }
entries { community { id: "C2" project_id: "P1" name: "椒园" } }
entries { community { id: "C9" project_id: "P2" name: "北苑" } }
entries { staff { id: "S1" name: "张伟" employee_no: "E001" } }
entries { staff { id: "S2" name: "王芳" employee_no: "E002" } }
entries { staff { id: "L1" name: "李强" employee_no: "E003" } }
entries { staff { id: "D1" name: "刘洋" employee_no: "E004" } }
entries { staff { id: "M1" name: "陈静" employee_no: "E005" } }
entries { staff { id: "GM1" name: "杨明" employee_no: "E006" } }
entries { staff { id: "M2" name: "赵磊" employee_no: "E007" } }
entries { staff { id: "S9" name: "周敏" employee_no: "E008" } }
entries { staff { id: "L9" name: "吴刚" employee_no: "E009" } }
entries { post { staff_id: "M1" project_id: "P1" from_date: "2016-01-01" } }
entries { post { staff_id: "M2" project_id: "P2" from_date: "2016-01-01" } }
entries { post { staff_id: "GM1" branch_id: "B1" from_date: "2016-01-01" } }
entries { team { id: "T1" project_id: "P1" name: "一组" } }
entries { team { id: "T9" project_id: "P2" name: "九组" } }
entries { team_membership { team_id: "T1" staff_id: "L1" position: POSITION_LEADER from_date: "2016-01-01" } }
entries { team_membership { team_id: "T1" staff_id: "D1" position: POSITION_DEPUTY from_date: "2016-01-01" } }
entries { team_membership { team_id: "T1" staff_id: "S1" position: POSITION_MEMBER from_date: "2016-01-01" } }
entries { team_membership { team_id: "T1" staff_id: "S2" position: POSITION_MEMBER from_date: "2016-01-01" } }
entries { team_membership { team_id: "T9" staff_id: "L9" position: POSITION_LEADER from_date: "2016-01-01" } }
entries { team_membership { team_id: "T9" staff_id: "S9" position: POSITION_MEMBER from_date: "2016-01-01" } }
entries { area { id: "A1" project_id: "P1" team_id: "T1" name: "东片" } }
entries { area { id: "A2" project_id: "P1" team_id: "T1" name: "西片" } }
entries { area { id: "A9" project_id: "P2" team_id: "T9" name: "北片" } }
entries { area_community { area_id: "A1" community_id: "C1" from_date: "2016-01-01" } }
entries { area_community { area_id: "A2" community_id: "C2" from_date: "2016-01-01" } }
entries { area_community { area_id: "A9" community_id: "C9" from_date: "2016-01-01" } }
entries { area_collector { area_id: "A1" staff_id: "S1" from_date: "2016-01-01" } }
entries { area_collector { area_id: "A2" staff_id: "S2" from_date: "2016-01-01" } }
entries { area_collector { area_id: "A9" staff_id: "S9" from_date: "2016-01-01" } }
entries { unit { id: "U1" community_id: "C1" unit_no: "3栋2单元501" kind: KIND_HOME area_e2_m2: 8950 } }
entries { unit { id: "U2" community_id: "C1" unit_no: "3栋2单元502" kind: KIND_HOME area_e2_m2: 12000 } }
entries { unit { id: "U3" community_id: "C2" unit_no: "1栋101" kind: KIND_HOME area_e2_m2: 6000 } }
entries { unit { id: "U9" community_id: "C9" unit_no: "9栋901" kind: KIND_HOME area_e2_m2: 10000 } }
entries { owner { id: "O1" name: "孙丽华" phone: "13800138001" address: "滨江路1号3栋2单元501" } }
entries { owner { id: "O2" name: "胡志明" phone: "13800138002" } }
entries { owner { id: "O9" name: "郭峰" phone: "13800138009" } }
entries { ownership { unit_id: "U1" owner_id: "O1" from_date: "2016-01-01" } }
entries { ownership { unit_id: "U2" owner_id: "O2" from_date: "2016-01-01" } }
entries { ownership { unit_id: "U3" owner_id: "O1" from_date: "2016-01-01" } }
entries { ownership { unit_id: "U9" owner_id: "O9" from_date: "2016-01-01" } }
)";

}  // namespace cuijiao::support

#endif  // CUIJIAO_TESTS_SUPPORT_STANDARD_COMPANY_H_
