-- Cases, what happened in them, promises, tasks, work and messages (ESC-1 to ESC-5, ESC-9, N1).
CREATE TABLE collection_case (
  case_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  area_id VARCHAR(32) COLLATE utf8mb4_bin NULL,
  collector_id VARCHAR(32) COLLATE utf8mb4_bin NULL,
  -- The unit's id while the case is open, NULL afterwards: one open case a unit (ESC-1).
  open_unit_id VARCHAR(32) COLLATE utf8mb4_bin NULL,
  track VARCHAR(8) COLLATE utf8mb4_bin NOT NULL,
  step VARCHAR(8) COLLATE utf8mb4_bin NOT NULL,
  step_date DATE NOT NULL,
  -- Grows with every move, so that "at this step" means since the last move.
  step_number INT NOT NULL,
  why VARCHAR(500) NOT NULL,
  overdue_fen BIGINT NOT NULL,
  months_overdue INT NOT NULL,
  debt_version BIGINT NOT NULL,
  reason_code VARCHAR(32) COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  workplace_visit_approved TINYINT(1) NOT NULL DEFAULT 0,
  open_date DATE NOT NULL,
  close_date DATE NULL,
  policy_version CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (case_id),
  UNIQUE KEY one_open_case_per_unit (open_unit_id),
  KEY case_by_unit (unit_id, case_id),
  KEY case_by_community (community_id, case_id),
  KEY case_by_area (area_id, case_id),
  KEY case_by_collector (collector_id, case_id)
);

-- Append only (ESC-3).
CREATE TABLE case_history (
  entry_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  case_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  kind VARCHAR(24) COLLATE utf8mb4_bin NOT NULL,
  actor_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  happened_date DATE NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  text_cipher VARBINARY(2048) NOT NULL,
  from_step VARCHAR(8) COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  to_step VARCHAR(8) COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  PRIMARY KEY (entry_id),
  KEY case_history_by_case (case_id, entry_id)
);

-- Append only.
CREATE TABLE contact (
  contact_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  case_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  step_number INT NOT NULL,
  staff_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  channel VARCHAR(20) COLLATE utf8mb4_bin NOT NULL,
  outcome VARCHAR(20) COLLATE utf8mb4_bin NOT NULL,
  happened_date DATE NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  told_next_measure TINYINT(1) NOT NULL,
  spoken_with_cipher VARBINARY(1024) NULL,
  note_cipher VARBINARY(4096) NULL,
  PRIMARY KEY (contact_id),
  KEY contact_by_case (case_id, contact_id)
);

CREATE TABLE promise (
  promise_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  case_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  contact_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  step VARCHAR(8) COLLATE utf8mb4_bin NOT NULL,
  step_number INT NOT NULL,
  given_date DATE NOT NULL,
  promised_date DATE NOT NULL,
  amount_fen BIGINT NOT NULL,
  method VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  state VARCHAR(8) COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (promise_id),
  KEY promise_by_case (case_id, promise_id),
  KEY promise_by_unit (unit_id, promised_date)
);

-- A task of a case; a case has at most one open one.
CREATE TABLE task (
  task_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  case_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  -- The case's id while the task is open, NULL afterwards.
  open_case_id CHAR(26) COLLATE utf8mb4_bin NULL,
  step VARCHAR(8) COLLATE utf8mb4_bin NOT NULL,
  channel VARCHAR(8) COLLATE utf8mb4_bin NOT NULL,
  planned_date DATE NOT NULL,
  due_date DATE NOT NULL,
  PRIMARY KEY (task_id),
  UNIQUE KEY one_open_task_per_case (open_case_id),
  KEY task_by_case (case_id)
);

-- Payments as the ledger's feed tells them, for promises (ESC-5).
CREATE TABLE unit_payment (
  payment_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  received_date DATE NOT NULL,
  amount_fen BIGINT NOT NULL,
  reversed TINYINT(1) NOT NULL,
  PRIMARY KEY (payment_id),
  KEY unit_payment_by_unit (unit_id, received_date)
);

-- How far the feed of each partition has been taken in, and up to which date the daily run of the
-- community is done (ESC-9). Both move in the transaction that does the work.
CREATE TABLE community_progress (
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  feed_sequence BIGINT NOT NULL,
  run_date DATE NULL,
  -- Within a run that is under way: its date and the last unit done.
  running_date DATE NULL,
  last_unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  PRIMARY KEY (community_id)
);

-- Substantive work (INC-5). Contacts that are calls or visits are work too, with the same id.
CREATE TABLE work_record (
  work_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  staff_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  kind VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  happened_date DATE NOT NULL,
  promised_date DATE NULL,
  recorded_time DATETIME(6) NOT NULL,
  note_cipher VARBINARY(4096) NULL,
  PRIMARY KEY (work_id),
  KEY work_by_unit (unit_id, work_id)
);

-- Acceptances by collaborators and approvals by team leaders; append only.
CREATE TABLE work_consent (
  work_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  kind VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  staff_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  PRIMARY KEY (work_id, kind, staff_id)
);

-- The outbox (N1). One reminder for each bill and owner.
CREATE TABLE message (
  message_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  bill_id VARCHAR(96) COLLATE utf8mb4_bin NOT NULL,
  owner_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  template VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  text_cipher VARBINARY(4096) NOT NULL,
  phone_cipher VARBINARY(256) NOT NULL,
  state VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  attempts INT NOT NULL DEFAULT 0,
  planned_date DATE NOT NULL,
  PRIMARY KEY (message_id),
  UNIQUE KEY one_reminder_per_bill_and_owner (bill_id, owner_id, template),
  KEY message_by_state (state, message_id),
  KEY message_by_community (community_id, message_id)
);

-- Blocks of the policy that cases were moved under: they must not change any more.
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

-- Who called what, refused attempts too; append only.
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
