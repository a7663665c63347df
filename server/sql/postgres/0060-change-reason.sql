-- Why a version of a record came about: asked for where a limit changes that rules judge by.
ALTER TABLE record_history ADD COLUMN reason text;
