-- What is told of a line of a ledger and does not keep it out: a place outside the boundary of its region.
ALTER TABLE import_row ADD COLUMN notices jsonb NOT NULL DEFAULT '[]';
