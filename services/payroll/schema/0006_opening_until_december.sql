-- Opening deductions may change until the December run that gives them back is calculated, no longer
-- until the first run of their year: years that no December run has used are open again.
UPDATE opening_year SET frozen = 0
  WHERE NOT EXISTS (
    SELECT 1 FROM run WHERE run.month = STR_TO_DATE(CONCAT(opening_year.plan_year, '-12-01'), '%Y-%m-%d'));
