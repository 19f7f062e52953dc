-- The last accounting month that was closed; NULL before the first close. With it whoever posts knows
-- the plan year of an open day (section 6, definitions 1 and 2), which is that of its accounting
-- month and not of the calendar when December closes on another day than its last.
ALTER TABLE journal_partition ADD COLUMN closed_month DATE NULL;

UPDATE journal_partition SET closed_month = (SELECT MAX(month) FROM accounting_month);
