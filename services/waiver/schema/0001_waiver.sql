-- Waivers, who signed how much, which households had theirs, and what is on its way to the
-- ledger (WVR-1 to WVR-8). Amounts are fen; dates are business dates.

-- One row a waiver. `settling` is 1 while a settlement is on its way to the ledger: neither
-- cancelling nor expiry touches the waiver then (WVR-8).
CREATE TABLE waiver (
  waiver_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  waiver_fen BIGINT NOT NULL,
  months_to_cover INT NOT NULL,
  state VARCHAR(10) COLLATE utf8mb4_bin NOT NULL,
  settling TINYINT(1) NOT NULL DEFAULT 0,
  submitted_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  submit_date DATE NOT NULL,
  note VARCHAR(500) NOT NULL,
  plan_year INT NOT NULL,
  cash_fen BIGINT NOT NULL,
  signed_by VARCHAR(64) COLLATE utf8mb4_bin NULL,
  signed_as VARCHAR(16) COLLATE utf8mb4_bin NULL,
  sign_date DATE NULL,
  signed_time DATETIME(6) NULL,
  valid_through_date DATE NULL,
  payment_id VARCHAR(64) COLLATE utf8mb4_bin NULL,
  PRIMARY KEY (waiver_id),
  KEY waiver_by_unit (unit_id, waiver_id),
  KEY waiver_by_community (community_id, waiver_id),
  KEY waiver_by_project (project_id, waiver_id),
  KEY waiver_by_signer (signed_by, sign_date),
  KEY waiver_by_validity (state, settling, valid_through_date),
  CONSTRAINT waiver_amount CHECK (waiver_fen > 0),
  CONSTRAINT waiver_state CHECK (state IN
    ('SUBMITTED', 'APPROVED', 'REJECTED', 'SETTLED', 'EXPIRED', 'CANCELLED', 'REVERSED')),
  CONSTRAINT waiver_signature CHECK (
    (signed_by IS NULL) = (signed_as IS NULL) AND (signed_by IS NULL) = (sign_date IS NULL)
    AND (signed_by IS NULL) = (signed_time IS NULL)
    AND (signed_by IS NULL) = (valid_through_date IS NULL)),
  CONSTRAINT waiver_settling CHECK (settling = 0 OR state = 'APPROVED'),
  CONSTRAINT waiver_payment CHECK ((payment_id IS NULL) = (state NOT IN ('SETTLED', 'REVERSED')))
);

-- Every state that a waiver has had, with the decision that led to it; append only. `evaluation`
-- is the serialized cuijiao.waiver.v1.WaiverEvaluation; NULL where nothing was decided anew.
CREATE TABLE waiver_change (
  change_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  waiver_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  from_state VARCHAR(10) COLLATE utf8mb4_bin NULL,
  to_state VARCHAR(10) COLLATE utf8mb4_bin NOT NULL,
  changed_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  reason VARCHAR(500) NOT NULL,
  policy_version VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  evaluation MEDIUMBLOB NULL,
  PRIMARY KEY (change_id),
  KEY waiver_change_by_waiver (waiver_id, change_id)
);

-- What a manager signed in a calendar month (WVR-3; `month` is its first day). The guarded update
-- of this row decides whether there is room.
CREATE TABLE manager_month (
  manager_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  month DATE NOT NULL,
  signed_fen BIGINT NOT NULL,
  given_back_fen BIGINT NOT NULL,
  PRIMARY KEY (manager_id, month),
  CONSTRAINT manager_month_amounts CHECK (signed_fen >= 0 AND given_back_fen >= 0)
);

-- Who has had the household's one waiver of a plan year (WVR-5). A waiver holds the rows of the
-- owners of its unit ('OWNER') and of its unit ('UNIT'). It also writes the rows of the other
-- units that share an owner with it, and must find them free: so two waivers whose households meet
-- always write one row, and one of them sees the other.
CREATE TABLE household_year (
  plan_year INT NOT NULL,
  holder_kind VARCHAR(5) COLLATE utf8mb4_bin NOT NULL,
  holder_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  waiver_id VARCHAR(64) COLLATE utf8mb4_bin NULL,
  write_count BIGINT NOT NULL,
  PRIMARY KEY (plan_year, holder_kind, holder_id),
  KEY household_year_by_waiver (waiver_id),
  CONSTRAINT household_year_kind CHECK (holder_kind IN ('OWNER', 'UNIT'))
);

-- Settlements on their way to the ledger (WVR-8): the request as it is sent, kept before it is
-- sent, so that whoever finds it OPEN sends it again. One row an attempt.
CREATE TABLE settlement_intent (
  intent_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  waiver_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  state VARCHAR(8) COLLATE utf8mb4_bin NOT NULL,
  ledger_request BLOB NOT NULL,
  evaluation MEDIUMBLOB NOT NULL,
  policy_version VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  method VARCHAR(160) COLLATE utf8mb4_bin NOT NULL,
  caller VARCHAR(80) COLLATE utf8mb4_bin NOT NULL,
  request_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  content_hash VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  actor_staff_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  actor_roles VARCHAR(160) COLLATE utf8mb4_bin NOT NULL,
  opened_time DATETIME(6) NOT NULL,
  refusal VARCHAR(500) NULL,
  PRIMARY KEY (intent_id),
  KEY settlement_intent_by_state (state, intent_id),
  KEY settlement_intent_by_waiver (waiver_id, intent_id),
  CONSTRAINT settlement_intent_state CHECK (state IN ('OPEN', 'POSTED', 'REFUSED'))
);

-- Breaches with their loss (WVR-6); append only. No waiver's loss is charged twice.
CREATE TABLE violation (
  violation_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  kind VARCHAR(24) COLLATE utf8mb4_bin NOT NULL,
  bearer_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  loss_fen BIGINT NOT NULL,
  charge_month DATE NOT NULL,
  waiver_id VARCHAR(64) COLLATE utf8mb4_bin NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  evidence VARCHAR(1000) NOT NULL,
  reported_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  PRIMARY KEY (violation_id),
  UNIQUE KEY violation_waiver (waiver_id),
  KEY violation_by_month (charge_month, violation_id),
  CONSTRAINT violation_loss CHECK (loss_fen > 0)
);

-- How far the ledger's feed has been followed (LED-14), written together with what was done.
CREATE TABLE feed_position (
  feed_partition VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  sequence BIGINT NOT NULL,
  PRIMARY KEY (feed_partition)
);

-- Policy blocks that a decision was made under; a start that would change one is refused.
CREATE TABLE policy_block_used (
  effective_from DATE NOT NULL,
  block_version VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
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
