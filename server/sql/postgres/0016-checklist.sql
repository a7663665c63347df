-- One master of check items; the self-check, enforcement and standardisation lists are generated from it (三标合一).

-- A version of the whole master; what is published together holds together.
CREATE TABLE check_master (
  version      integer PRIMARY KEY CHECK (version > 0),
  published_at timestamptz NOT NULL,
  by           text NOT NULL,
  by_id        uuid,
  reason       text NOT NULL,
  items        integer NOT NULL,
  added        integer NOT NULL,
  changed      integer NOT NULL,
  retired      integer NOT NULL
);
CREATE TRIGGER check_master_immutable BEFORE UPDATE OR DELETE ON check_master FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE check_item (
  id   uuid PRIMARY KEY,
  code text NOT NULL UNIQUE
);

-- What an item says from one version of the master until another.
CREATE TABLE check_item_version (
  item_id      uuid NOT NULL REFERENCES check_item (id),
  from_version integer NOT NULL REFERENCES check_master (version),
  to_version   integer REFERENCES check_master (version) CHECK (to_version > from_version),
  title        text NOT NULL,
  clauses      text[] NOT NULL,
  criteria     text,
  method       text,
  evidence     text,
  sectors      text[] NOT NULL,
  class        text NOT NULL,
  level        text NOT NULL,
  grade        text NOT NULL,
  element      text,
  weight       double precision,
  penalty      text,
  uses         text[] NOT NULL,
  tiers        text[] NOT NULL,
  photo        text NOT NULL,
  value_label  text,
  value_unit   text,
  value_max    double precision,
  value_min    double precision,
  origin       text,
  PRIMARY KEY (item_id, from_version)
);
CREATE UNIQUE INDEX check_item_version_present ON check_item_version (item_id) WHERE to_version IS NULL;

-- Changes that wait for the next publication; one an item.
CREATE TABLE check_draft (
  item_id uuid PRIMARY KEY,
  code    text NOT NULL UNIQUE,
  change  text NOT NULL CHECK (change IN ('add', 'edit', 'retire')),
  content jsonb,
  base    integer NOT NULL,
  by      text NOT NULL,
  by_id   uuid,
  at      timestamptz NOT NULL DEFAULT now()
);

-- A list as it was generated; its items can only be wordings of the master at its version.
CREATE TABLE check_list (
  id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  use            text NOT NULL,
  sector         text,
  tier           text,
  master_version integer NOT NULL REFERENCES check_master (version),
  title          text NOT NULL,
  selected       text,
  items          integer NOT NULL,
  made_at        timestamptz NOT NULL DEFAULT now()
);
-- `selected` is the hash of a narrower choice; empty = all that belongs.
CREATE UNIQUE INDEX check_list_one ON check_list (use, coalesce(sector, ''), coalesce(tier, ''), master_version, coalesce(selected, ''));

CREATE TABLE check_list_item (
  list_id      uuid NOT NULL REFERENCES check_list (id),
  seq          integer NOT NULL,
  item_id      uuid NOT NULL,
  from_version integer NOT NULL,
  PRIMARY KEY (list_id, item_id),
  FOREIGN KEY (item_id, from_version) REFERENCES check_item_version (item_id, from_version)
);
GRANT SELECT ON check_master, check_item, check_item_version, check_draft, check_list, check_list_item
  TO anlan_region, anlan_organisation, anlan_participant, anlan_all;

-- Rounds of an enterprise; `made_until` is how far its checks have been made.
CREATE TABLE check_plan (
  organisation_id uuid PRIMARY KEY REFERENCES enterprise (id),
  region_path     text COLLATE "C" NOT NULL,
  sector          text,
  plan            jsonb NOT NULL,
  made_until      timestamptz NOT NULL,
  next_at         timestamptz,
  updated_at      timestamptz NOT NULL DEFAULT now(),
  by              text NOT NULL
);
CREATE INDEX check_plan_next ON check_plan (next_at) WHERE next_at IS NOT NULL;
SELECT anlan_protect('check_plan');

CREATE TABLE check_run (
  id                uuid PRIMARY KEY,
  number            text NOT NULL UNIQUE,
  list_id           uuid NOT NULL REFERENCES check_list (id),
  use               text NOT NULL,
  tier              text,
  title             text NOT NULL,
  period            text NOT NULL,
  unit              text,
  state             text NOT NULL CHECK (state IN ('open', 'done', 'missed', 'excused')),
  master_version    integer NOT NULL,
  organisation_id   uuid NOT NULL REFERENCES enterprise (id),
  organisation_name text NOT NULL,
  region_path       text COLLATE "C" NOT NULL REFERENCES region (path),
  region_name       text NOT NULL,
  sector            text,
  source_kind       text,
  source_id         uuid,
  opens_at          timestamptz NOT NULL,
  due_at            timestamptz NOT NULL,
  done_at           timestamptz,
  done_by           text,
  done_by_id        uuid,
  items             integer NOT NULL,
  answered          integer NOT NULL DEFAULT 0,
  bad               integer NOT NULL DEFAULT 0,
  na                integer NOT NULL DEFAULT 0,
  demonstration     boolean NOT NULL DEFAULT false
);
-- The calendar makes a round once, however often it is asked.
CREATE UNIQUE INDEX check_run_round ON check_run (organisation_id, tier, coalesce(unit, ''), period) WHERE source_kind IS NULL AND tier IS NOT NULL;
CREATE INDEX check_run_region ON check_run (region_path, opens_at DESC);
CREATE INDEX check_run_opens ON check_run (opens_at DESC, id);
CREATE INDEX check_run_organisation ON check_run (organisation_id, opens_at DESC);
CREATE INDEX check_run_due ON check_run (due_at) WHERE state = 'open';
CREATE INDEX check_run_source ON check_run (source_kind, source_id) WHERE source_id IS NOT NULL;
SELECT anlan_protect('check_run');

CREATE TABLE check_answer (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  run_id          uuid NOT NULL REFERENCES check_run (id),
  item_id         uuid NOT NULL REFERENCES check_item (id),
  use             text NOT NULL,
  result          text,
  value           double precision,
  note            text,
  photos          text[] NOT NULL DEFAULT '{}',
  risk_point      uuid REFERENCES risk_point (id),
  case_id         uuid REFERENCES case_file (id),
  stamps          jsonb NOT NULL DEFAULT '{}',
  by              text,
  by_id           uuid,
  at              timestamptz,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid NOT NULL,
  sector          text,
  UNIQUE (run_id, item_id)
);
CREATE INDEX check_answer_item ON check_answer (item_id, at DESC);
CREATE INDEX check_answer_organisation ON check_answer (organisation_id, at DESC);
SELECT anlan_protect('check_answer');

-- Every change of a field as it was sent, under the sender's id: what is sent twice is one change.
CREATE TABLE check_change (
  id              uuid PRIMARY KEY,
  run_id          uuid NOT NULL REFERENCES check_run (id),
  item_id         uuid NOT NULL,
  field           text NOT NULL,
  value           jsonb,
  at              timestamptz NOT NULL,
  received_at     timestamptz NOT NULL DEFAULT now(),
  by              text NOT NULL,
  by_id           uuid,
  device          text,
  kept            boolean NOT NULL,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid NOT NULL,
  sector          text
);
CREATE INDEX check_change_run ON check_change (run_id, received_at);
SELECT anlan_protect('check_change');
CREATE TRIGGER check_change_immutable BEFORE DELETE OR TRUNCATE ON check_change FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The list on which an uncleared danger stands (三清三进): each move is a line of its trail.
ALTER TABLE case_hidden_danger ADD COLUMN tier text;

-- What the checks of the period know stands beside what an enterprise reports of itself.
ALTER TABLE case_self_check ADD COLUMN origin text;
