-- The plan year in which a settlement was posted: bills of the years before it are the historical part
-- that its waiver was given for, whatever becomes historical later. NULL for other payments. Those of
-- before took the year of the calendar.
ALTER TABLE payment ADD COLUMN settled_year INT NULL;

UPDATE payment SET settled_year = YEAR(posting_date) WHERE waiver_id IS NOT NULL;
