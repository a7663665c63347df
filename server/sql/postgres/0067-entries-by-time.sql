-- What was done since yesterday is looked for in every scope, not of one region only (较昨日 on the home page).
CREATE INDEX case_entry_at ON case_entry (at);
