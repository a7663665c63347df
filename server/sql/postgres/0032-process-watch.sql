-- What normal running of a process unit looks like (principal components), and the computed device whose points carry how far it is from it.
CREATE TABLE process_watch (
  id              uuid PRIMARY KEY,
  name            text NOT NULL,
  device_id       uuid NOT NULL REFERENCES device (id),
  -- Seconds between samples.
  step            integer NOT NULL CHECK (step BETWEEN 1 AND 3600),
  -- The measured points in the model's order.
  points          uuid[] NOT NULL,
  -- Number of the model in use; null once it is retired.
  model           integer,
  made_at         timestamptz NOT NULL DEFAULT now(),
  made_by         text NOT NULL,
  retired_at      timestamptz,
  retired_by      text,
  retired_because text,
  version         integer NOT NULL DEFAULT 1,
  request_id      uuid UNIQUE,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE INDEX process_watch_region ON process_watch (region_path);
CREATE INDEX process_watch_organisation ON process_watch (organisation_id);
SELECT anlan_protect('process_watch');

-- Every model a watch ever had: what it was trained on stays to be seen.
CREATE TABLE process_model (
  watch_id     uuid NOT NULL REFERENCES process_watch (id),
  number       integer NOT NULL,
  trained_from timestamptz NOT NULL,
  trained_to   timestamptz NOT NULL,
  -- Samples left out because a point was missing.
  incomplete   integer NOT NULL,
  model        jsonb NOT NULL,
  reason       text NOT NULL,
  made_at      timestamptz NOT NULL DEFAULT now(),
  made_by      text NOT NULL,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  PRIMARY KEY (watch_id, number)
);
SELECT anlan_protect('process_model');
