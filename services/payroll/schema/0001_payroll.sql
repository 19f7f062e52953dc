-- Wages, runs with their payslips, and what the payroll system pulls. A month is the first day of
-- it. What a run wrote is replaced as a whole while the run is CALCULATED, and never after.

-- The wages of a month as a whole: `revision` is raised by every import, `frozen` is set when the
-- month's run is approved. Imports and approvals write this row, so that they never pass each other.
CREATE TABLE wage_month (
  month DATE NOT NULL,
  revision BIGINT NOT NULL,
  frozen TINYINT(1) NOT NULL,
  PRIMARY KEY (month)
);

CREATE TABLE wage (
  month DATE NOT NULL,
  staff_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  employee_no VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  gross_fen BIGINT NOT NULL,
  city VARCHAR(64) NOT NULL,
  PRIMARY KEY (month, staff_id),
  CONSTRAINT wage_gross CHECK (gross_fen >= 0)
);

-- One run a month (INC-11). The sums are what the computation said; the check of conservation lays
-- them against the payslips (INC-15).
CREATE TABLE run (
  month DATE NOT NULL,
  state VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  etag CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  policy_version CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  wage_revision BIGINT NOT NULL,
  calculated_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  calculated_time DATETIME(6) NOT NULL,
  approved_by VARCHAR(64) COLLATE utf8mb4_bin NULL,
  approved_time DATETIME(6) NULL,
  released_by VARCHAR(64) COLLATE utf8mb4_bin NULL,
  released_time DATETIME(6) NULL,
  gross_fen BIGINT NOT NULL,
  deduction_fen BIGINT NOT NULL,
  returned_fen BIGINT NOT NULL,
  bonus_fen BIGINT NOT NULL,
  penalty_fen BIGINT NOT NULL,
  compensation_fen BIGINT NOT NULL,
  net_fen BIGINT NOT NULL,
  pool_fen BIGINT NOT NULL,
  company_share_fen BIGINT NOT NULL,
  PRIMARY KEY (month),
  CONSTRAINT run_state CHECK (state IN ('CALCULATED', 'APPROVED', 'RELEASED', 'ACKNOWLEDGED'))
);

CREATE TABLE run_notice (
  month DATE NOT NULL,
  position INT NOT NULL,
  notice VARCHAR(500) NOT NULL,
  PRIMARY KEY (month, position)
);

-- What a run was computed from (cuijiao.payroll.v1.RunSnapshot), so that it can be computed again.
CREATE TABLE run_snapshot (
  month DATE NOT NULL,
  snapshot LONGBLOB NOT NULL,
  PRIMARY KEY (month)
);

CREATE TABLE payslip (
  month DATE NOT NULL,
  staff_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  employee_no VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  gross_fen BIGINT NOT NULL,
  net_fen BIGINT NOT NULL,
  carried_fen BIGINT NOT NULL,
  PRIMARY KEY (month, staff_id)
);

-- `source_ids` are separated by line feeds.
CREATE TABLE payslip_line (
  month DATE NOT NULL,
  staff_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  position INT NOT NULL,
  kind VARCHAR(20) COLLATE utf8mb4_bin NOT NULL,
  amount_fen BIGINT NOT NULL,
  formula TEXT NOT NULL,
  source_kind VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  source_ids TEXT COLLATE utf8mb4_bin NOT NULL,
  reason VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (month, staff_id, position)
);

-- INC-1 as it was actually taken, and the areas that it was computed from: `share` is the exact
-- part of 1, "p/q" (section 6, definition 20).
CREATE TABLE deduction (
  month DATE NOT NULL,
  staff_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  taken_fen BIGINT NOT NULL,
  PRIMARY KEY (month, staff_id),
  CONSTRAINT deduction_taken CHECK (taken_fen >= 0)
);

CREATE TABLE deduction_share (
  month DATE NOT NULL,
  staff_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  area_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  share VARCHAR(200) COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (month, staff_id, area_id)
);

-- Payments of historical arrears that a run decided, with what they earn: each once for ever.
CREATE TABLE bonus (
  payment_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  month DATE NOT NULL,
  historical_fen BIGINT NOT NULL,
  pool_fen BIGINT NOT NULL,
  paid_fen BIGINT NOT NULL,
  reason VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (payment_id),
  KEY bonus_by_month (month, payment_id),
  CONSTRAINT bonus_paid CHECK (paid_fen BETWEEN 0 AND pool_fen)
);

CREATE TABLE bonus_share (
  payment_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  position INT NOT NULL,
  month DATE NOT NULL,
  staff_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  amount_fen BIGINT NOT NULL,
  reason VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (payment_id, position),
  KEY bonus_share_by_month (month, payment_id, position)
);

-- What is charged to people (INC-8): the id is that of the violation, `run_month` the run that first
-- knew it. What is open of a charge is its amount less its takings.
CREATE TABLE charge (
  charge_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  bearer_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  kind VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  month DATE NOT NULL,
  amount_fen BIGINT NOT NULL,
  run_month DATE NOT NULL,
  PRIMARY KEY (charge_id),
  KEY charge_by_run (run_month, charge_id),
  CONSTRAINT charge_amount CHECK (amount_fen > 0)
);

CREATE TABLE charge_taking (
  charge_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  run_month DATE NOT NULL,
  taken_fen BIGINT NOT NULL,
  PRIMARY KEY (charge_id, run_month),
  KEY charge_taking_by_run (run_month, charge_id),
  CONSTRAINT charge_taking_amount CHECK (taken_fen > 0)
);

-- The last position given to a payout; one row.
CREATE TABLE payout_counter (
  counter_id INT NOT NULL,
  last_position BIGINT NOT NULL,
  PRIMARY KEY (counter_id),
  CONSTRAINT payout_counter_one CHECK (counter_id = 1)
);

INSERT INTO payout_counter (counter_id, last_position) VALUES (1, 0);

-- What the payroll system pulls (INC-12). Id and position never change; a rejected payout is a task
-- of the payroll officer.
CREATE TABLE payout (
  payout_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  position BIGINT NOT NULL,
  month DATE NOT NULL,
  staff_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  employee_no VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  amount_fen BIGINT NOT NULL,
  state VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  reject_reason VARCHAR(300) NOT NULL,
  PRIMARY KEY (payout_id),
  UNIQUE KEY uk_payout_position (position),
  UNIQUE KEY uk_payout_payslip (month, staff_id),
  KEY payout_by_state (state, position),
  CONSTRAINT payout_state CHECK (state IN ('RELEASED', 'ACKNOWLEDGED', 'REJECTED', 'RESOLVED'))
);

-- Every step of a payout: who, when, with what words; append only.
CREATE TABLE payout_change (
  change_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  payout_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  state VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  changed_by VARCHAR(80) COLLATE utf8mb4_bin NOT NULL,
  changed_time DATETIME(6) NOT NULL,
  note VARCHAR(300) NOT NULL,
  PRIMARY KEY (change_id),
  KEY payout_change_by_payout (payout_id, change_id)
);

-- Policy blocks that a run was approved under; a start that would change one is refused.
CREATE TABLE policy_block_used (
  effective_from DATE NOT NULL,
  block_version CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  first_used_time DATETIME(6) NOT NULL,
  PRIMARY KEY (effective_from)
);

-- Answers already given, for all methods with a request_id; append only. A caller's request_id is
-- unique for ever for a method.
CREATE TABLE request_log (
  method VARCHAR(96) COLLATE utf8mb4_bin NOT NULL,
  caller VARCHAR(80) COLLATE utf8mb4_bin NOT NULL,
  request_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  content_hash CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  response MEDIUMBLOB NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  PRIMARY KEY (method, caller, request_id)
);

-- The audit trail (common/rpc/audit_record.sql); append only.
CREATE TABLE audit_record (
  audit_id        CHAR(26)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  attempted_time  DATETIME(6)  NOT NULL,
  call_id         VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  method          VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  staff_id        VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  service_name    VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  actor_staff_id  VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  roles           VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  key_id          VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  target_kind     VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  target_id       VARCHAR(96)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  request_hash    CHAR(64)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  outcome         VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reason          VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (audit_id),
  KEY audit_record_by_time (attempted_time),
  KEY audit_record_by_staff (staff_id, attempted_time),
  KEY audit_record_by_actor (actor_staff_id, attempted_time),
  KEY audit_record_by_target (target_kind, target_id, attempted_time)
);
