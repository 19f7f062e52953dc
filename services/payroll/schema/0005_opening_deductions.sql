-- Deductions (INC-1) that a system before took in a plan year (LED-19): what December's run gives back
-- like its own (INC-3). Each by the area that it was computed from, as it was actually taken.
CREATE TABLE opening_deduction (
  month DATE NOT NULL,
  staff_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  area_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  taken_fen BIGINT NOT NULL,
  PRIMARY KEY (month, staff_id, area_id),
  KEY opening_deduction_by_project (project_id, month),
  CONSTRAINT opening_deduction_taken CHECK (taken_fen > 0)
);

-- One row a plan year. Files raise `revision` while the year is not frozen; the calculation of a run
-- of the year freezes it. Both write the row, so that neither passes the other.
CREATE TABLE opening_year (
  plan_year INT NOT NULL,
  revision BIGINT NOT NULL,
  frozen TINYINT(1) NOT NULL,
  PRIMARY KEY (plan_year)
);
