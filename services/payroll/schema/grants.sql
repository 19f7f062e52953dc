-- What the payroll service's user may do: what is append only gets INSERT and SELECT alone.
GRANT SELECT, INSERT, UPDATE ON {schema}.wage_month TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.wage TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.run TO {user};
GRANT SELECT, INSERT, DELETE ON {schema}.run_notice TO {user};
GRANT SELECT, INSERT, DELETE ON {schema}.run_snapshot TO {user};
GRANT SELECT, INSERT, DELETE ON {schema}.payslip TO {user};
GRANT SELECT, INSERT, DELETE ON {schema}.payslip_line TO {user};
GRANT SELECT, INSERT, DELETE ON {schema}.deduction TO {user};
GRANT SELECT, INSERT, DELETE ON {schema}.deduction_share TO {user};
GRANT SELECT, INSERT, DELETE ON {schema}.opening_deduction TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.opening_year TO {user};
GRANT SELECT, INSERT, DELETE ON {schema}.bonus TO {user};
GRANT SELECT, INSERT, DELETE ON {schema}.bonus_share TO {user};
GRANT SELECT, INSERT, DELETE ON {schema}.charge TO {user};
GRANT SELECT, INSERT, DELETE ON {schema}.charge_taking TO {user};
GRANT SELECT, UPDATE ON {schema}.payout_counter TO {user};
-- A payout that is sent again moves to a new position; its id, person and amount never change.
GRANT SELECT, INSERT, UPDATE (state, position, employee_no, reject_reason_cipher)
  ON {schema}.payout TO {user};
GRANT SELECT, INSERT ON {schema}.payout_change TO {user};
GRANT SELECT, INSERT,
  UPDATE (state, answered_by, answered_time, right_fen, explanation_cipher) ON {schema}.dispute TO {user};
GRANT SELECT, INSERT ON {schema}.policy_block_used TO {user};
GRANT SELECT, INSERT ON {schema}.request_log TO {user};
GRANT SELECT, INSERT ON {schema}.audit_record TO {user};
