-- Limits in registers that are to hold from a later day: announced with a reason, withdrawn with one before their day,
-- and made a version of the record when the day comes.

CREATE TABLE record_announcement (
  id               uuid PRIMARY KEY,
  entity           text NOT NULL,
  record           uuid NOT NULL,
  changes          jsonb NOT NULL,
  valid_from       timestamptz NOT NULL,
  reason           text NOT NULL,
  by               text NOT NULL,
  at               timestamptz NOT NULL DEFAULT now(),
  withdrawn_at     timestamptz,
  withdrawn_by     text,
  withdrawn_reason text,
  applied_at       timestamptz,
  failed           jsonb,
  region_path      text COLLATE "C" NOT NULL,
  organisation_id  uuid,
  sector           text
);
CREATE INDEX record_announcement_of ON record_announcement (entity, record);
CREATE INDEX record_announcement_due ON record_announcement (valid_from)
  WHERE applied_at IS NULL AND withdrawn_at IS NULL AND failed IS NULL;
SELECT anlan_protect('record_announcement');

-- The names of regions themselves, so that with other ones only records whose names read otherwise are compared anew.
ALTER TABLE record_place_words ADD COLUMN names text[];
