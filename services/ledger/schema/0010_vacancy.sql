-- Days on which units stand empty, and what their fees are charged less (LED-1). Append only, but for
-- `replaced_date` and `replaced_time`, which a row gets when another takes its place or it is taken
-- back. Those of a unit that stand have no day in common.
CREATE TABLE vacancy (
  vacancy_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  from_date DATE NOT NULL,
  to_date DATE NULL,
  property_discount_bp INT NOT NULL,
  parking_discount_bp INT NOT NULL,
  shared_utilities_discount_bp INT NOT NULL,
  put_date DATE NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  recorded_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  replaced_date DATE NULL,
  replaced_time DATETIME(6) NULL,
  PRIMARY KEY (vacancy_id),
  KEY vacancy_by_unit (unit_id, from_date),
  CONSTRAINT vacancy_discounts CHECK (
    property_discount_bp BETWEEN 0 AND 10000 AND parking_discount_bp BETWEEN 0 AND 10000
    AND shared_utilities_discount_bp BETWEEN 0 AND 10000),
  CONSTRAINT vacancy_days CHECK (to_date IS NULL OR to_date >= from_date)
);
