-- People, sessions, the one-time set-up link, and the hash-chained audit.

CREATE TABLE person (
  id                  uuid PRIMARY KEY,
  account             text NOT NULL,
  name                text NOT NULL,
  role                text NOT NULL,
  scope_kind          text NOT NULL CHECK (scope_kind IN ('region', 'organisation', 'all')),
  scope_path          text COLLATE "C",
  scope_organisation  uuid,
  scope_sectors       text[],
  password_hash       text,
  password_changed_at timestamptz,
  demonstration       boolean NOT NULL DEFAULT false,
  offered             jsonb,
  failed_attempts     integer NOT NULL DEFAULT 0,
  locked_until        timestamptz,
  last_visit_at       timestamptz,
  created_at          timestamptz NOT NULL DEFAULT now(),
  retired_at          timestamptz,
  CHECK ((scope_kind = 'region') = (scope_path IS NOT NULL)),
  CHECK ((scope_kind = 'organisation') = (scope_organisation IS NOT NULL))
);
CREATE UNIQUE INDEX person_account ON person (lower(account)) WHERE retired_at IS NULL;

CREATE TABLE session (
  token_hash  text PRIMARY KEY,
  person_id   uuid NOT NULL REFERENCES person (id),
  created_at  timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz NOT NULL,
  remote      text,
  ended_at    timestamptz,
  previous_visit_at timestamptz
);
CREATE INDEX session_person ON session (person_id);

CREATE TABLE setup_token (
  token_hash text PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT now(),
  used_at    timestamptz
);

-- Each entry carries the hash of the one before it: an entry changed or removed breaks the chain.
CREATE TABLE audit (
  seq          bigint PRIMARY KEY,
  at           timestamptz NOT NULL,
  actor_id     uuid,
  actor        text NOT NULL,
  verb         text NOT NULL,
  subject_kind text,
  subject_id   text,
  outcome      text NOT NULL,
  detail       jsonb NOT NULL DEFAULT '{}',
  previous     text NOT NULL,
  hash         text NOT NULL
);

CREATE FUNCTION audit_text(entry audit) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT concat_ws(E'\x1f', entry.seq, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    coalesce(entry.actor_id::text, ''), entry.actor, entry.verb, coalesce(entry.subject_kind, ''),
    coalesce(entry.subject_id, ''), entry.outcome, entry.detail::text, entry.previous)
$$;

CREATE FUNCTION audit_append(actor_id uuid, actor text, verb text, subject_kind text, subject_id text, outcome text, detail jsonb)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  entry audit;
BEGIN
  PERFORM pg_advisory_xact_lock(7201);
  SELECT coalesce(max(a.seq), 0) + 1 INTO entry.seq FROM audit a;
  SELECT coalesce((SELECT a.hash FROM audit a WHERE a.seq = entry.seq - 1), '') INTO entry.previous;
  entry.at := clock_timestamp();
  entry.actor_id := actor_id; entry.actor := actor; entry.verb := verb;
  entry.subject_kind := subject_kind; entry.subject_id := subject_id;
  entry.outcome := outcome; entry.detail := coalesce(detail, '{}'::jsonb);
  entry.hash := encode(sha256(convert_to(audit_text(entry), 'UTF8')), 'hex');
  INSERT INTO audit SELECT entry.*;
  RETURN entry.seq;
END $$;

CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit entries are never changed or removed';
END $$;
CREATE TRIGGER audit_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

-- Does a record exist outside the asker's scope? Only the audit learns the answer.
CREATE FUNCTION exists_anywhere(target regclass, wanted uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  found boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE id = $1)', target) INTO found USING wanted;
  RETURN found;
END $$;
REVOKE EXECUTE ON FUNCTION exists_anywhere(regclass, uuid) FROM PUBLIC;

-- Changes in commit order for everyone who follows with a cursor. Writers take one lock until commit,
-- so a higher cursor is never visible before a lower one.
CREATE TABLE outbox (
  cursor          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at              timestamptz NOT NULL DEFAULT clock_timestamp(),
  topic           text NOT NULL,
  happening       text NOT NULL,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  body            jsonb NOT NULL
);

CREATE FUNCTION outbox_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7202);
  PERFORM pg_notify('outbox', '');
  RETURN NULL;
END $$;
CREATE TRIGGER outbox_in_order BEFORE INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION outbox_order();
