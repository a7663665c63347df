-- Up to when every point was heard (device time of its newest good reading), as the rules know it: ids of sixteen bytes and
-- times as 64-bit floats, side by side. It stands in for a row of rule_memory for each rule and point at rest. The position
-- of the log it is true of is that of consumer 'heard'; entries between it and the rules' own are listened to again.
CREATE TABLE rule_heard (
  piece integer PRIMARY KEY,
  ids   bytea NOT NULL,
  last  bytea NOT NULL
);
-- Neither shrinks by compression.
ALTER TABLE rule_heard ALTER COLUMN ids SET STORAGE EXTERNAL, ALTER COLUMN last SET STORAGE EXTERNAL;
