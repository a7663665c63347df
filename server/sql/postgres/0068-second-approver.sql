-- The three administrators kept apart also where one opens the account of another (GB/T 22239-2019 8.1.5): what gives
-- a way into an administrator's account is asked for by one person and approved by a second.

-- What was asked for. `places` are the region paths of the account and of what is granted over, '' = everything.
CREATE TABLE access_request (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  act           text NOT NULL CHECK (act IN ('create', 'grant', 'reset', 'unlock')),
  -- A created account's person is entered in the transaction that approves it.
  person_id     uuid REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  account       text NOT NULL,
  name          text NOT NULL,
  role          text NOT NULL,
  places        text[] NOT NULL CHECK (cardinality(places) > 0),
  wish          jsonb NOT NULL,
  reason        text NOT NULL,
  asked_by      uuid NOT NULL REFERENCES person (id),
  asked_at      timestamptz NOT NULL DEFAULT now(),
  expires_at    timestamptz NOT NULL,
  state         text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'approved', 'refused', 'withdrawn', 'expired')),
  decided_by    uuid REFERENCES person (id),
  decided_at    timestamptz,
  decision      text,
  -- Where nobody may approve, whoever runs the machine does, by a link printed where the set-up link was.
  at_machine    boolean NOT NULL DEFAULT false,
  machine_hash  text UNIQUE,
  -- The approver's half of the way in; the asker's is the one-time link.
  code_hash     text,
  tries         integer NOT NULL DEFAULT 0,
  CHECK (act = 'create' OR person_id IS NOT NULL),
  CONSTRAINT access_request_not_for_oneself CHECK (asked_by IS DISTINCT FROM person_id),
  CONSTRAINT access_request_two_persons CHECK (
    CASE state
      WHEN 'waiting' THEN decided_at IS NULL AND decided_by IS NULL AND code_hash IS NULL
      WHEN 'expired' THEN decided_by IS NULL AND code_hash IS NULL
      WHEN 'withdrawn' THEN decided_by = asked_by AND code_hash IS NULL
      ELSE decided_at IS NOT NULL AND (decided_by IS NULL) = at_machine
        AND decided_by IS DISTINCT FROM asked_by AND (decided_by IS NULL OR decided_by IS DISTINCT FROM person_id)
    END)
);
CREATE INDEX access_request_asked ON access_request (asked_at);
CREATE UNIQUE INDEX access_request_once ON access_request (act, coalesce(person_id::text, lower(account))) WHERE state = 'waiting';

-- Does a person look after all these places, in one of these roles, at this moment?
CREATE FUNCTION anlan_looks_after(who uuid, roles text[], places text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM live_grant g JOIN person p ON p.id = g.person_id
    WHERE g.person_id = who AND p.retired_at IS NULL AND g.role = ANY (roles)
      AND (g.scope_kind = 'all' OR (g.scope_kind = 'region'
        AND NOT EXISTS (SELECT FROM unnest(places) place WHERE NOT starts_with(place, g.scope_path)))))
$$;

-- Is an account an administrator's, now or by a grant to come?
CREATE FUNCTION anlan_administers(who uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM access_grant WHERE person_id = who AND ended_at IS NULL AND anlan_office(role) <> 'business'
    AND (valid_to IS NULL OR valid_to > now()))
$$;

-- Decided once; what was asked for stays as it was asked; who decides holds the office at that moment.
CREATE FUNCTION access_request_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a request about an administrator is never removed'; END IF;
  IF (NEW.id, NEW.act, NEW.account, NEW.name, NEW.role, NEW.places, NEW.wish, NEW.reason, NEW.asked_by, NEW.asked_at, NEW.expires_at)
    IS DISTINCT FROM (OLD.id, OLD.act, OLD.account, OLD.name, OLD.role, OLD.places, OLD.wish, OLD.reason, OLD.asked_by, OLD.asked_at, OLD.expires_at)
    OR (OLD.person_id IS NOT NULL AND NEW.person_id IS DISTINCT FROM OLD.person_id)
    OR (OLD.state <> 'waiting' AND (NEW.state, NEW.decided_by, NEW.decided_at, NEW.decision, NEW.at_machine, NEW.code_hash)
      IS DISTINCT FROM (OLD.state, OLD.decided_by, OLD.decided_at, OLD.decision, OLD.at_machine, OLD.code_hash)) THEN
    RAISE EXCEPTION 'a request about an administrator is decided once and never changed';
  END IF;
  IF OLD.state = 'waiting' AND NEW.state = 'approved' THEN
    IF NEW.expires_at <= now() THEN RAISE EXCEPTION 'the request has expired'; END IF;
    IF NEW.at_machine AND OLD.machine_hash IS NULL THEN RAISE EXCEPTION 'somebody may approve this: the machine may not'; END IF;
    IF NOT NEW.at_machine
      AND NOT anlan_looks_after(NEW.decided_by, ARRAY['system-administrator', 'security-administrator'], NEW.places) THEN
      RAISE EXCEPTION 'separated administrators: the approver holds no office over this';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER access_request_decided BEFORE UPDATE OR DELETE ON access_request FOR EACH ROW EXECUTE FUNCTION access_request_decided();

-- An administrator's role that somebody gave was approved by a second person; nobody hands one on. Rows without a giver
-- are the platform's own: the first set-up, the demonstration, and a post before its giver is written into it.
ALTER TABLE access_grant
  ADD COLUMN request_id uuid UNIQUE REFERENCES access_request (id),
  ADD CONSTRAINT access_grant_office_stays CHECK (source_id IS NULL OR anlan_office(role) = 'business');
CREATE FUNCTION access_grant_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF anlan_office(NEW.role) = 'business' OR NEW.granted_by IS NULL THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' AND (NEW.person_id, NEW.role, NEW.granted_by, NEW.request_id, NEW.scope_kind, NEW.scope_path)
    IS NOT DISTINCT FROM (OLD.person_id, OLD.role, OLD.granted_by, OLD.request_id, OLD.scope_kind, OLD.scope_path) THEN RETURN NEW; END IF;
  IF NOT EXISTS (SELECT FROM access_request r WHERE r.id = NEW.request_id AND r.state = 'approved' AND r.act IN ('create', 'grant')
    AND r.role = NEW.role AND r.person_id = NEW.person_id AND r.asked_by = NEW.granted_by) THEN
    RAISE EXCEPTION 'separated administrators: a second person has to approve this grant' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER access_grant_approved BEFORE INSERT OR UPDATE ON access_grant FOR EACH ROW EXECUTE FUNCTION access_grant_approved();

-- A way into an administrator's account names what was approved, and opens with the approver's code only. Links that
-- one person made before, and those to an account that has become an administrator's since, stop working.
ALTER TABLE access_link ADD COLUMN request_id uuid REFERENCES access_request (id);
DELETE FROM access_link WHERE used_at IS NULL AND anlan_administers(person_id);
CREATE FUNCTION access_link_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.request_id IS NOT NULL OR anlan_administers(NEW.person_id)) AND NOT EXISTS (
    SELECT FROM access_request r WHERE r.id = NEW.request_id AND r.state = 'approved' AND r.person_id = NEW.person_id
      AND r.code_hash IS NOT NULL AND r.asked_by = NEW.created_by) THEN
    RAISE EXCEPTION 'separated administrators: a second person has to approve this link' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER access_link_approved BEFORE INSERT OR UPDATE OF person_id, request_id, token_hash ON access_link
  FOR EACH ROW EXECUTE FUNCTION access_link_approved();

-- An identity elsewhere is linked to an administrator's account by its owner, signed in; not by an account of the same name.
ALTER TABLE person_identity ADD COLUMN by_owner boolean NOT NULL DEFAULT false;
CREATE FUNCTION person_identity_own() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT NEW.by_owner AND anlan_administers(NEW.person_id) THEN
    RAISE EXCEPTION 'separated administrators: the owner links this account' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER person_identity_own BEFORE INSERT OR UPDATE ON person_identity FOR EACH ROW EXECUTE FUNCTION person_identity_own();

-- Rises when all ways into an account are taken away, so that a sign-in begun before does not end in it after.
ALTER TABLE person ADD COLUMN credentials integer NOT NULL DEFAULT 0;
