-- Access in full: grants with dates, delegation and commission, participation in single records, second factors,
-- sessions that can be listed and ended, tokens for programs.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'anlan_participant') THEN CREATE ROLE anlan_participant NOLOGIN; END IF;
  EXECUTE format('GRANT anlan_participant TO %I', current_user);
END $$;

-- What a person may do and see, from when to when. A person's columns role and scope_* say where they belong and are
-- their first grant; whoever administers a place administers the people who belong there.
ALTER TABLE person DROP CONSTRAINT person_scope_kind_check, DROP CONSTRAINT person_check;
ALTER TABLE person
  ADD CONSTRAINT person_scope_kind_check CHECK (scope_kind IN ('region', 'organisation', 'participant', 'all')),
  ADD CONSTRAINT person_scope_path_check CHECK ((scope_kind IN ('region', 'participant')) = (scope_path IS NOT NULL)),
  ADD COLUMN retired_by uuid;
CREATE INDEX person_scope_path ON person (scope_path);

CREATE TABLE access_grant (
  id                 uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id          uuid NOT NULL REFERENCES person (id),
  role               text NOT NULL,
  scope_kind         text NOT NULL CHECK (scope_kind IN ('region', 'organisation', 'participant', 'all')),
  scope_path         text COLLATE "C",
  scope_organisation uuid,
  scope_sectors      text[],
  origin             text NOT NULL CHECK (origin IN ('post', 'grant', 'delegation', 'commission')),
  source_id          uuid REFERENCES access_grant (id),
  verbs              text[],
  limits             jsonb NOT NULL DEFAULT '{}',
  valid_from         timestamptz NOT NULL DEFAULT now(),
  valid_to           timestamptz,
  reason             text,
  granted_by         uuid REFERENCES person (id),
  granted_at         timestamptz NOT NULL DEFAULT now(),
  ended_at           timestamptz,
  ended_by           uuid,
  end_reason         text,
  CHECK (valid_to > valid_from),
  CHECK ((scope_kind = 'region') = (scope_path IS NOT NULL)),
  CHECK ((scope_kind = 'organisation') = (scope_organisation IS NOT NULL)),
  CHECK ((origin IN ('delegation', 'commission')) = (source_id IS NOT NULL)),
  CHECK (source_id IS NULL OR valid_to IS NOT NULL),
  CHECK (origin <> 'commission' OR cardinality(verbs) > 0),
  CONSTRAINT access_grant_not_to_oneself CHECK (granted_by IS NULL OR granted_by <> person_id)
);
CREATE INDEX access_grant_person ON access_grant (person_id);
CREATE INDEX access_grant_source ON access_grant (source_id) WHERE source_id IS NOT NULL;
CREATE INDEX access_grant_by ON access_grant (granted_by) WHERE source_id IS NOT NULL;

-- The office of a role: each administrator is one of its own, everything else is business.
CREATE FUNCTION anlan_office(role text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN role IN ('system-administrator', 'security-administrator', 'audit-administrator') THEN role ELSE 'business' END
$$;

-- Nobody holds two offices at overlapping times (GB/T 22239-2019 8.1.5), whoever writes the row.
CREATE FUNCTION access_grant_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM person WHERE id = NEW.person_id FOR UPDATE;
  IF NEW.ended_at IS NULL AND EXISTS (
    SELECT FROM access_grant other
    WHERE other.person_id = NEW.person_id AND other.id <> NEW.id AND other.ended_at IS NULL
      AND anlan_office(other.role) <> anlan_office(NEW.role)
      AND tstzrange(other.valid_from, other.valid_to) && tstzrange(NEW.valid_from, NEW.valid_to)) THEN
    RAISE EXCEPTION 'separated administrators: one person, two offices' USING ERRCODE = 'exclusion_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER access_grant_apart BEFORE INSERT OR UPDATE ON access_grant FOR EACH ROW EXECUTE FUNCTION access_grant_apart();

CREATE FUNCTION person_first_grant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO access_grant (person_id, role, scope_kind, scope_path, scope_organisation, scope_sectors, origin, valid_from)
  VALUES (NEW.id, NEW.role, NEW.scope_kind, CASE WHEN NEW.scope_kind = 'region' THEN NEW.scope_path END,
    NEW.scope_organisation, NEW.scope_sectors, 'post', NEW.created_at);
  RETURN NULL;
END $$;
CREATE TRIGGER person_first_grant AFTER INSERT ON person FOR EACH ROW EXECUTE FUNCTION person_first_grant();

INSERT INTO access_grant (person_id, role, scope_kind, scope_path, scope_organisation, scope_sectors, origin, valid_from, ended_at)
SELECT id, role, scope_kind, scope_path, scope_organisation, scope_sectors, 'post', created_at, retired_at FROM person;

-- Grants that hold at this moment. One that was delegated or commissioned ends with its source.
CREATE VIEW live_grant AS
  SELECT g.* FROM access_grant g
  LEFT JOIN access_grant source ON source.id = g.source_id
  LEFT JOIN person giver ON giver.id = source.person_id
  WHERE g.ended_at IS NULL AND g.valid_from <= now() AND (g.valid_to IS NULL OR g.valid_to > now())
    AND (g.source_id IS NULL OR (source.ended_at IS NULL AND source.valid_from <= now()
      AND (source.valid_to IS NULL OR source.valid_to > now()) AND giver.retired_at IS NULL));

-- Numbers of sign-in and session, changed by the security administrator. No roles named = the default of the start.
CREATE TABLE access_policy (
  only_row         boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  attempts         integer NOT NULL DEFAULT 5 CHECK (attempts BETWEEN 3 AND 20),
  lock_minutes     integer NOT NULL DEFAULT 15 CHECK (lock_minutes BETWEEN 1 AND 1440),
  password_days    integer NOT NULL DEFAULT 90 CHECK (password_days BETWEEN 0 AND 730),
  password_history integer NOT NULL DEFAULT 5 CHECK (password_history BETWEEN 0 AND 24),
  idle_minutes     integer NOT NULL DEFAULT 30 CHECK (idle_minutes BETWEEN 5 AND 1440),
  session_hours    integer NOT NULL DEFAULT 8 CHECK (session_hours BETWEEN 1 AND 24),
  link_hours       integer NOT NULL DEFAULT 24 CHECK (link_hours BETWEEN 1 AND 168),
  delegation_days  integer NOT NULL DEFAULT 31 CHECK (delegation_days BETWEEN 1 AND 366),
  token_days       integer NOT NULL DEFAULT 180 CHECK (token_days BETWEEN 1 AND 730),
  two_factor_roles text[],
  changed_at       timestamptz,
  changed_by       uuid
);
INSERT INTO access_policy DEFAULT VALUES;

ALTER TABLE session
  ADD COLUMN id           uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
  ADD COLUMN grant_id     uuid REFERENCES access_grant (id),
  ADD COLUMN last_seen_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN method       text NOT NULL DEFAULT 'password',
  ADD COLUMN client       text,
  ADD COLUMN ended_by     uuid,
  ADD COLUMN end_reason   text;
UPDATE session SET grant_id = g.id FROM access_grant g WHERE g.person_id = session.person_id;
ALTER TABLE session ALTER COLUMN grant_id SET NOT NULL;
CREATE INDEX session_open ON session (person_id, expires_at) WHERE ended_at IS NULL;

CREATE TABLE password_history (
  person_id uuid NOT NULL REFERENCES person (id),
  hash      text NOT NULL,
  at        timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX password_history_person ON password_history (person_id, at);
INSERT INTO password_history (person_id, hash, at)
SELECT id, password_hash, coalesce(password_changed_at, created_at) FROM person WHERE password_hash IS NOT NULL;

-- One-time links by which a person chooses a password: the administrator never knows it.
CREATE TABLE access_link (
  token_hash text PRIMARY KEY,
  person_id  uuid NOT NULL REFERENCES person (id),
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE INDEX access_link_person ON access_link (person_id);

-- A sign-in under way: password given and code awaited, a passkey's challenge, a visit to the identity provider.
CREATE TABLE sign_in_ticket (
  token_hash text PRIMARY KEY,
  kind       text NOT NULL CHECK (kind IN ('code', 'passkey', 'passkey-new', 'oidc')),
  person_id  uuid REFERENCES person (id),
  data       jsonb NOT NULL DEFAULT '{}',
  expires_at timestamptz NOT NULL
);
CREATE INDEX sign_in_ticket_expires ON sign_in_ticket (expires_at);

-- The secret is sealed with a key that lies beside the data, not in it. A step of time serves once.
CREATE TABLE totp (
  person_id    uuid PRIMARY KEY REFERENCES person (id),
  secret       text NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  confirmed_at timestamptz,
  last_step    bigint NOT NULL DEFAULT 0
);
CREATE TABLE recovery_code (
  person_id uuid NOT NULL REFERENCES person (id),
  hash      text NOT NULL,
  used_at   timestamptz,
  PRIMARY KEY (person_id, hash)
);

CREATE TABLE passkey (
  id           text PRIMARY KEY,
  person_id    uuid NOT NULL REFERENCES person (id),
  name         text NOT NULL,
  public_key   text NOT NULL,
  counter      bigint NOT NULL,
  transports   text[] NOT NULL DEFAULT '{}',
  created_at   timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz
);
CREATE INDEX passkey_person ON passkey (person_id);

-- Who at an identity provider is which person; made at the first sign-in there, by account.
CREATE TABLE person_identity (
  issuer    text NOT NULL,
  subject   text NOT NULL,
  person_id uuid NOT NULL REFERENCES person (id),
  linked_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (issuer, subject)
);
CREATE UNIQUE INDEX person_identity_one ON person_identity (person_id, issuer);

CREATE TABLE api_token (
  id           uuid PRIMARY KEY,
  person_id    uuid NOT NULL REFERENCES person (id),
  grant_id     uuid NOT NULL REFERENCES access_grant (id),
  name         text NOT NULL,
  token_hash   text NOT NULL UNIQUE,
  verbs        text[] NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at   timestamptz
);
CREATE INDEX api_token_person ON api_token (person_id);

-- Single records opened to a person who has no scope over them: expert, insurer, rescue team, commissioned town,
-- joint inspection. entity_kind is the record's table.
CREATE TABLE participation (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  entity_kind text NOT NULL,
  entity_id   uuid NOT NULL,
  person_id   uuid NOT NULL REFERENCES person (id),
  capacity    text NOT NULL CHECK (capacity IN ('expert', 'insurer', 'rescue-team', 'commissioned-town', 'joint-inspection')),
  reason      text NOT NULL,
  valid_from  timestamptz NOT NULL DEFAULT now(),
  valid_to    timestamptz CHECK (valid_to > valid_from),
  added_by    uuid NOT NULL REFERENCES person (id),
  added_at    timestamptz NOT NULL DEFAULT now(),
  ended_at    timestamptz,
  ended_by    uuid
);
CREATE INDEX participation_person ON participation (person_id, entity_kind, entity_id);
CREATE INDEX participation_entity ON participation (entity_kind, entity_id);

-- Records of a table that are open to the participant of this transaction at this moment.
CREATE FUNCTION anlan_participating(kind text) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT coalesce(array_agg(entity_id), '{}') FROM participation
  WHERE person_id = current_setting('anlan.person')::uuid AND entity_kind = kind AND ended_at IS NULL
    AND valid_from <= now() AND (valid_to IS NULL OR valid_to > now())
$$;
REVOKE EXECUTE ON FUNCTION anlan_participating(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION anlan_participating(text) TO anlan_participant;

-- The fourth policy. The list is made once per query, so that the rows come by their key; a table whose rows have no
-- id of their own is closed to participants.
CREATE FUNCTION anlan_protect_participant(target regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  own_id boolean := EXISTS (SELECT FROM pg_attribute WHERE attrelid = target AND attname = 'id' AND atttypid = 'uuid'::regtype);
  kind text := (SELECT relname FROM pg_class WHERE oid = target);
  open text := CASE WHEN own_id THEN format('id = ANY ((SELECT anlan_participating(%L))::uuid[])', kind) ELSE 'false' END;
BEGIN
  EXECUTE format('CREATE POLICY participant_scope ON %s TO anlan_participant USING (%s) WITH CHECK (%s)', target, open, open);
END $$;

-- The condition of a region's scope. The sectors are a CASE and no OR: of an OR with unknown settings the planner expects
-- a hundredth of the rows, and then reads lists of a million by sorting all of them.
CREATE FUNCTION anlan_in_region() RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT $p$
    region_path >= current_setting('anlan.scope_from') AND region_path < current_setting('anlan.scope_to')
    AND CASE WHEN coalesce(current_setting('anlan.sectors', true), '') = '' THEN true
        ELSE sector = ANY (string_to_array(current_setting('anlan.sectors', true), ',')) END$p$
$$;

CREATE OR REPLACE FUNCTION anlan_protect(target regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  in_region text := anlan_in_region();
  in_organisation text := $p$ organisation_id = current_setting('anlan.organisation')::uuid $p$;
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY region_scope ON %s TO anlan_region USING (%s) WITH CHECK (%s)', target, in_region, in_region);
  EXECUTE format('CREATE POLICY organisation_scope ON %s TO anlan_organisation USING (%s) WITH CHECK (%s)', target, in_organisation, in_organisation);
  EXECUTE format('CREATE POLICY all_scope ON %s TO anlan_all USING (true) WITH CHECK (true)', target);
  PERFORM anlan_protect_participant(target);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %s TO anlan_region, anlan_organisation, anlan_participant, anlan_all', target);
END $$;

-- Tables protected before this file, and whatever else the other kinds of scope may read: the same columns.
DO $$
DECLARE
  target regclass;
  given record;
BEGIN
  FOR target IN SELECT polrelid FROM pg_policy WHERE polname = 'all_scope' LOOP
    PERFORM anlan_protect_participant(target);
    EXECUTE format('ALTER POLICY region_scope ON %s USING (%s) WITH CHECK (%s)', target, anlan_in_region(), anlan_in_region());
  END LOOP;
  FOR given IN
    SELECT table_schema, table_name, privilege_type FROM information_schema.role_table_grants
    WHERE grantee = 'anlan_all' AND table_schema = 'public' LOOP
    EXECUTE format('GRANT %s ON %I.%I TO anlan_participant', given.privilege_type, given.table_schema, given.table_name);
  END LOOP;
  FOR given IN
    SELECT table_schema, table_name, privilege_type, string_agg(format('%I', column_name), ', ') AS columns
    FROM information_schema.role_column_grants WHERE grantee = 'anlan_all' AND table_schema = 'public' GROUP BY 1, 2, 3 LOOP
    EXECUTE format('GRANT %s (%s) ON %I.%I TO anlan_participant', given.privilege_type, given.columns, given.table_schema, given.table_name);
  END LOOP;
END $$;
