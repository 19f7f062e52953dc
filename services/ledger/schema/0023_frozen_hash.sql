-- What a close froze of each partition, as one hash, signed and told outside the database with the
-- head of its journal (LED-4, LED-10; store/close/frozen_rows.h). NULL for closes of before.
ALTER TABLE closed_head ADD COLUMN frozen_hash BINARY(32) NULL;
