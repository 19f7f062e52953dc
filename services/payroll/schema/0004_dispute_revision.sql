-- Raised by every dispute and every answer, so that these and an approval write the same row and
-- never pass each other, on whichever node of a cluster they are.
ALTER TABLE run ADD COLUMN dispute_revision BIGINT NOT NULL DEFAULT 0;
