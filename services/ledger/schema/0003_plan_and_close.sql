-- Plans, tasks, campaigns (LED-6, 12) and closed months with their frozen figures (LED-10).
CREATE TABLE annual_plan (
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  year INT NOT NULL,
  annual_rate_bp INT NOT NULL,
  remarks VARCHAR(500) NOT NULL,
  state VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  etag VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  put_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  approved_by VARCHAR(64) COLLATE utf8mb4_bin NULL,
  receivable_fen BIGINT NOT NULL DEFAULT 0,
  aimed_receipts_fen BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (project_id, year)
);

CREATE TABLE planned_rate (
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  month DATE NOT NULL,
  rate_bp INT NOT NULL,
  PRIMARY KEY (project_id, month),
  CONSTRAINT planned_rate_range CHECK (rate_bp BETWEEN 0 AND 10000)
);

CREATE TABLE historical_target (
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  year INT NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  amount_fen BIGINT NOT NULL,
  PRIMARY KEY (community_id, year)
);

-- An area's annual task. `given` is 1 where the plan states it, 0 where approval computed it.
CREATE TABLE area_task (
  area_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  year INT NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  amount_fen BIGINT NOT NULL,
  given TINYINT(1) NOT NULL,
  PRIMARY KEY (area_id, year)
);

-- A community's share of its area's task when the plan was approved, exact, as "p/q" fen; it
-- moves with the community (section 6, definition 8).
CREATE TABLE community_task (
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  year INT NOT NULL,
  area_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  share VARCHAR(200) COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (community_id, year)
);

CREATE TABLE campaign (
  campaign_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  name VARCHAR(120) NOT NULL,
  from_date DATE NOT NULL,
  to_date DATE NOT NULL,
  PRIMARY KEY (campaign_id),
  KEY campaign_by_project (project_id, from_date),
  CONSTRAINT campaign_window CHECK (from_date <= to_date)
);

-- Closed months of the company; append only. `definition` names the rate that was frozen (LED-17).
CREATE TABLE accounting_month (
  month DATE NOT NULL,
  closing_date DATE NOT NULL,
  definition VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  closed_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  closed_time DATETIME(6) NOT NULL,
  PRIMARY KEY (month)
);

-- Frozen figures of a closed month, from the year's start to its closing date; append only.
-- area_id and collector_id are those of the closing date; the rate_ sums are those that the
-- policy's rate_basis compares; task_share is the community's share of an annual task, exact, as
-- "p/q" fen, NULL without an approved plan.
CREATE TABLE closed_community (
  month DATE NOT NULL,
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  area_id VARCHAR(32) COLLATE utf8mb4_bin NULL,
  collector_id VARCHAR(32) COLLATE utf8mb4_bin NULL,
  received_fen BIGINT NOT NULL,
  received_outside_campaigns_fen BIGINT NOT NULL,
  receivable_fen BIGINT NOT NULL,
  planned_rate_bp INT NULL,
  historical_outstanding_fen BIGINT NOT NULL,
  historical_recovered_fen BIGINT NOT NULL,
  rate_received_fen BIGINT NOT NULL,
  rate_receivable_fen BIGINT NOT NULL,
  task_share VARCHAR(200) COLLATE utf8mb4_bin NULL,
  PRIMARY KEY (month, community_id)
);

-- Units that meet INC-4's condition at the month's closing date (section 6, definition 16): those of
-- them that matter, which have had historical principal paid by a payment received in the plan year
-- or a payment undone in the month; append only.
CREATE TABLE closed_settled_unit (
  month DATE NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (month, unit_id)
);
