-- The registry in full: what an enterprise still lacked, organisations of other kinds, people with certificates;
-- verification, merging, imports, censuses; search at 10^6 rows under scope.

ALTER TABLE enterprise
  ADD COLUMN chief_engineer text,
  ADD COLUMN status text,
  ADD COLUMN scale text,
  ADD COLUMN industry_code text,
  ADD COLUMN licence_number text,
  ADD COLUMN insurance_until date,
  ADD COLUMN hazard_factors text,
  ADD COLUMN established_on date;

CREATE TABLE organisation (
  LIKE record_base INCLUDING ALL,
  kind            text NOT NULL,
  credit_code     text,
  head            text,
  phone           text,
  strength        double precision,
  qualification   text,
  valid_until     date,
  address         text
);
CREATE UNIQUE INDEX organisation_credit_code ON organisation (credit_code) WHERE retired_at IS NULL;
SELECT anlan_entity('organisation');

CREATE TABLE worker (
  LIKE record_base INCLUDING ALL,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  post            text NOT NULL,
  duty            text,
  phone           text,
  id_number       text,
  education       text,
  since           date,
  trained_until   date
);
CREATE INDEX worker_enterprise ON worker (enterprise);
SELECT anlan_entity('worker');

CREATE TABLE certificate (
  LIKE record_base INCLUDING ALL,
  worker          uuid NOT NULL REFERENCES worker (id),
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  kind            text NOT NULL,
  number          text NOT NULL,
  issued_on       date,
  review_due      date,
  valid_until     date NOT NULL
);
CREATE INDEX certificate_worker ON certificate (worker);
CREATE INDEX certificate_enterprise ON certificate (enterprise);
CREATE UNIQUE INDEX certificate_number ON certificate (number) WHERE retired_at IS NULL;
SELECT anlan_entity('certificate');

-- Where a version came from: an import with its row, a census, a merge.
ALTER TABLE record_history ADD COLUMN source text;

-- Somebody answered for a version of a record. The record counts as verified while that version is its latest.
CREATE TABLE record_verification (
  entity          text NOT NULL,
  id              uuid NOT NULL,
  version         integer NOT NULL,
  at              timestamptz NOT NULL DEFAULT now(),
  by              text NOT NULL,
  note            text,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  PRIMARY KEY (entity, id, version)
);
SELECT anlan_protect('record_verification');

-- A merged record leads to the one that survived; `moved` says what was moved, so that it can be moved back.
-- Read as the owner after the survivor was found under the asker's scope.
CREATE TABLE record_merge (
  entity     text NOT NULL,
  merged_id  uuid NOT NULL,
  survivor_id uuid NOT NULL,
  at         timestamptz NOT NULL DEFAULT now(),
  by         text NOT NULL,
  reason     text NOT NULL,
  taken      jsonb NOT NULL,
  survivor_version integer NOT NULL,
  moved      jsonb NOT NULL,
  undone_at  timestamptz,
  undone_by  text
);
CREATE UNIQUE INDEX record_merge_live ON record_merge (entity, merged_id) WHERE undone_at IS NULL;
CREATE INDEX record_merge_survivor ON record_merge (entity, survivor_id);

-- Pairs somebody looked at and found to be two; the smaller id first.
CREATE TABLE record_distinct (
  entity text NOT NULL,
  one    uuid NOT NULL,
  other  uuid NOT NULL,
  at     timestamptz NOT NULL DEFAULT now(),
  by     text NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (entity, one, other),
  CHECK (one < other)
);

-- A workbook on its way into a register: nothing of it is in the register before it is confirmed. Each belongs to the
-- person who brought it and is read as the owner, by that person alone.
CREATE TABLE import_run (
  id         uuid PRIMARY KEY,
  entity     text NOT NULL,
  person_id  uuid NOT NULL,
  by         text NOT NULL,
  at         timestamptz NOT NULL DEFAULT now(),
  file_name  text NOT NULL,
  sha256     text NOT NULL,
  size       integer NOT NULL,
  state      text NOT NULL CHECK (state IN ('reading', 'ready', 'applying', 'applied', 'cancelled', 'failed')),
  done       integer NOT NULL DEFAULT 0,
  total      integer NOT NULL DEFAULT 0,
  layout     jsonb,
  summary    jsonb,
  problem    text,
  ended_at   timestamptz
);
CREATE INDEX import_run_person ON import_run (person_id, at DESC);
CREATE TABLE import_row (
  run     uuid NOT NULL REFERENCES import_run (id),
  n       integer NOT NULL,
  line    integer NOT NULL,
  state   text NOT NULL,
  name    text NOT NULL,
  record  uuid,
  version integer,
  input   jsonb NOT NULL,
  errors  jsonb NOT NULL,
  changes jsonb NOT NULL,
  PRIMARY KEY (run, n)
);
CREATE INDEX import_row_state ON import_row (run, state, n);

-- A census asks a population for fields of its records; each answer has a place of its own under the scope.
CREATE TABLE census (
  id          uuid PRIMARY KEY,
  name        text NOT NULL,
  entity      text NOT NULL,
  fields      text[] NOT NULL,
  region_path text COLLATE "C" NOT NULL REFERENCES region (path),
  sectors     text[] NOT NULL DEFAULT '{}',
  due         date NOT NULL,
  issued_at   timestamptz NOT NULL DEFAULT now(),
  issued_by   text NOT NULL,
  closed_at   timestamptz,
  demonstration boolean NOT NULL DEFAULT false
);
CREATE TABLE census_answer (
  census          uuid NOT NULL REFERENCES census (id),
  id              uuid NOT NULL,
  state           text NOT NULL DEFAULT 'issued' CHECK (state IN ('issued', 'filled', 'returned', 'merged')),
  answers         jsonb NOT NULL DEFAULT '{}',
  filled_at       timestamptz,
  filled_by       text,
  verified_at     timestamptz,
  verified_by     text,
  note            text,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  PRIMARY KEY (census, id)
);
CREATE INDEX census_answer_region ON census_answer (census, region_path);
SELECT anlan_protect('census_answer');

-- Regions are dated, never deleted, and a path is never used again.
CREATE TABLE region_change (
  path text COLLATE "C" NOT NULL REFERENCES region (path),
  at   timestamptz NOT NULL DEFAULT now(),
  by   text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('added', 'renamed', 'ended')),
  before text,
  after  text,
  reason text NOT NULL
);
CREATE INDEX region_change_path ON region_change (path, at);

-- Pairs of neighbouring characters of a name and of its initials: they find two Chinese characters, where trigrams find
-- none. `initials` holds the initials, a blank, and the full pinyin.
CREATE FUNCTION anlan_pairs(word text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT coalesce(array_agg(DISTINCT substr(word, i, 2)), '{}') FROM generate_series(1, length(word) - 1) AS i
$$;
CREATE FUNCTION anlan_name_pairs(name text, initials text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT public.anlan_pairs(lower(coalesce(name, '')) || ' ' || split_part(coalesce(initials, ''), ' ', 1))
$$;

-- Trigrams find Latin text inside pinyin and numbers. A database by address may not offer the extension: search then
-- reads through the scope, which is right and slower.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION WHEN OTHERS THEN
  RAISE NOTICE 'pg_trgm is not available (%); search by pinyin and number has no index', SQLERRM;
END $$;

-- Gives a table of records the indexes of its list and its search; `numbers` are columns searched like the name.
CREATE FUNCTION anlan_searchable(target regclass, VARIADIC numbers text[] DEFAULT '{}') RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  name text := (SELECT relname FROM pg_class WHERE oid = target);
  number text;
BEGIN
  EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %s (initials, name, id) WHERE retired_at IS NULL', name || '_listed', target);
  EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %s USING gin (anlan_name_pairs(name, initials)) WHERE retired_at IS NULL', name || '_pairs', target);
  IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') THEN RETURN; END IF;
  EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %s USING gin (initials gin_trgm_ops) WHERE retired_at IS NULL', name || '_pinyin', target);
  FOREACH number IN ARRAY numbers LOOP
    EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %s USING gin (%I gin_trgm_ops) WHERE retired_at IS NULL', name || '_' || number || '_part', target, number);
  END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION anlan_searchable(regclass, text[]) FROM PUBLIC;

SELECT anlan_searchable('enterprise', 'credit_code');
SELECT anlan_searchable('site');
SELECT anlan_searchable('tank');
SELECT anlan_searchable('vehicle');
SELECT anlan_searchable('vessel', 'mmsi');
SELECT anlan_searchable('device', 'identity');
SELECT anlan_searchable('organisation', 'credit_code');
SELECT anlan_searchable('worker');
SELECT anlan_searchable('certificate', 'number');

CREATE INDEX enterprise_level ON enterprise (risk_level, region_path) WHERE retired_at IS NULL;
CREATE INDEX enterprise_sector ON enterprise (sector, risk_level, region_path) WHERE retired_at IS NULL;

-- Ids of live records found by name, initials, pinyin or number within the scope of the transaction, at most `most`.
-- A row policy keeps LIKE from its index, so the search runs as the owner and asks the scope itself: the role that is
-- set and its settings, which are what the policies read. Any other role finds nothing.
CREATE FUNCTION anlan_find(target regclass, wanted text, numbers text[], most integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  pattern text := '%' || replace(replace(replace(wanted, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  latin boolean := wanted ~ '^[A-Za-z0-9 ]+$';
  letters text := replace(lower(wanted), ' ', '');
  within text;
  ways text[] := '{}';
  number text;
BEGIN
  within := CASE current_setting('role')
    WHEN 'anlan_all' THEN 'true'
    WHEN 'anlan_region' THEN $p$ t.region_path >= current_setting('anlan.scope_from') AND t.region_path < current_setting('anlan.scope_to')
      AND CASE WHEN coalesce(current_setting('anlan.sectors', true), '') = '' THEN true
          ELSE t.sector = ANY (string_to_array(current_setting('anlan.sectors', true), ',')) END $p$
    WHEN 'anlan_organisation' THEN $p$ t.organisation_id = current_setting('anlan.organisation')::uuid $p$
  END;
  IF within IS NULL OR length(wanted) = 0 THEN RETURN; END IF;
  -- A name that holds the text has all of its pairs. The cheap test stands first: few rows are read without the index.
  ways := ways || format('(t.name ILIKE %L AND anlan_name_pairs(t.name, t.initials) @> anlan_pairs(lower(%L)))', pattern, wanted);
  IF latin AND length(letters) = 2 THEN
    ways := ways || format('(t.initials LIKE %L AND anlan_name_pairs(t.name, t.initials) @> anlan_pairs(%L))', '%' || letters || '%', letters);
  ELSIF latin AND length(letters) > 0 THEN
    ways := ways || format('t.initials LIKE %L', '%' || letters || '%');
  END IF;
  FOREACH number IN ARRAY numbers LOOP
    -- Numbers are ASCII; a Chinese text has no trigram in them and would read the whole index.
    IF length(wanted) > 2 AND wanted ~ '^[ -~]+$' THEN ways := ways || format('t.%I ILIKE %L', number, pattern); END IF;
  END LOOP;
  RETURN QUERY EXECUTE format('SELECT t.id FROM %s t WHERE t.retired_at IS NULL AND %s AND (%s) LIMIT %s',
    target, within, array_to_string(ways, ' OR '), most);
END $$;
REVOKE EXECUTE ON FUNCTION anlan_find(regclass, text, text[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION anlan_find(regclass, text, text[], integer) TO anlan_region, anlan_organisation, anlan_all;
