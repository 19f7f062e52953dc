-- A unit may have had several waivers of one day in a system before (LED-19). The reference of a row
-- tells them apart; it is empty where a unit has one.
ALTER TABLE waiver
  ADD COLUMN opening_reference VARCHAR(64) COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  DROP KEY waiver_opening,
  ADD UNIQUE KEY waiver_opening (unit_id, opening_sign_date, opening_reference);
