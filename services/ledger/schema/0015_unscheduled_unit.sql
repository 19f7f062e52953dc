-- Units that came in with schedules and whose scheduled fees are still to be put (`unscheduled`), and
-- whether a partition has any: a file of a million units makes twelve million fees of a year, which
-- follow in transactions of their own. See store/billing/unscheduled_units.h.
ALTER TABLE unit_account ADD COLUMN unscheduled TINYINT(1) NOT NULL DEFAULT 0;

ALTER TABLE journal_partition ADD COLUMN has_unscheduled TINYINT(1) NOT NULL DEFAULT 0;
