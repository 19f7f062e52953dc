-- What a file staged past a line is taken back when it is mended (store/imports/staged_targets.cc):
-- found by its lines, not by going through all that the file staged.
ALTER TABLE staged_unit ADD KEY staged_unit_by_line (import_id, line);

ALTER TABLE staged_owner ADD KEY staged_owner_by_line (import_id, line);
