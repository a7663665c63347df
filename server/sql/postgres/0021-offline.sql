-- What phones make without a signal: keys that sign it, envelopes it arrives in, and records that several people edit at
-- once, kept as changes of single fields.

-- Public keys of devices; the private half never leaves its device.
CREATE TABLE device_key (
  id           text PRIMARY KEY,
  person_id    uuid NOT NULL REFERENCES person (id),
  name         text NOT NULL,
  public_key   text NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  revoked_at   timestamptz,
  revoked_by   uuid
);
CREATE INDEX device_key_person ON device_key (person_id);

-- What was sent, exactly as it was signed. `id` is the sender's, and the request id of what it holds: a case's trail and a
-- record's changes are tied to their signature by it.
CREATE TABLE envelope (
  id              uuid PRIMARY KEY,
  person_id       uuid NOT NULL REFERENCES person (id),
  person          text NOT NULL,
  method          text NOT NULL,
  path            text NOT NULL,
  body            text NOT NULL,
  label           text NOT NULL,
  made_at         timestamptz NOT NULL,
  clock_ahead_ms  bigint,
  received_at     timestamptz NOT NULL DEFAULT now(),
  device_key      text,
  signature       text,
  verdict         text NOT NULL CHECK (verdict IN ('signed', 'unsigned', 'unknown-key', 'revoked-key', 'wrong-signature')),
  state           text NOT NULL CHECK (state IN ('done', 'refused', 'quarantined', 'released', 'rejected')),
  status          integer,
  answer          jsonb,
  decided_at      timestamptz,
  decided_by      text,
  decided_by_id   uuid,
  reason          text,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE INDEX envelope_waiting ON envelope (received_at) WHERE state = 'quarantined';
SELECT anlan_protect('envelope');
CREATE TRIGGER envelope_immutable BEFORE DELETE OR TRUNCATE ON envelope FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- 现场检查记录: written on the spot by several people. The enterprise sees it once it is closed: until then it belongs to
-- the authority alone. `fields` is what its changes make of it.
CREATE TABLE inspection_record (
  id              uuid PRIMARY KEY,
  number          text NOT NULL UNIQUE,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  enterprise_name text NOT NULL,
  region_path     text COLLATE "C" NOT NULL REFERENCES region (path),
  organisation_id uuid,
  sector          text,
  opened_at       timestamptz NOT NULL,
  opened_by       text NOT NULL,
  opened_by_id    uuid NOT NULL,
  request_id      uuid,
  fields          jsonb NOT NULL DEFAULT '{}',
  conflicts       integer NOT NULL DEFAULT 0,
  changed_at      timestamptz NOT NULL DEFAULT now(),
  closed_at       timestamptz,
  closed_by       text,
  demonstration   boolean NOT NULL DEFAULT false
);
CREATE INDEX inspection_record_region ON inspection_record (region_path, opened_at DESC);
CREATE INDEX inspection_record_enterprise ON inspection_record (enterprise, opened_at DESC);
SELECT anlan_protect('inspection_record');

-- Every change of a field as it was made, never altered; what stands is computed from all of them.
CREATE TABLE field_change (
  id              uuid PRIMARY KEY,
  record          text NOT NULL,
  field           text NOT NULL,
  value           jsonb NOT NULL,
  base            uuid[] NOT NULL,
  ms              bigint NOT NULL,
  n               integer NOT NULL,
  by              text NOT NULL,
  by_id           uuid NOT NULL,
  device          text NOT NULL,
  reason          text,
  request_id      uuid,
  received_at     timestamptz NOT NULL DEFAULT now(),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE INDEX field_change_record ON field_change (record);
SELECT anlan_protect('field_change');
CREATE TRIGGER field_change_immutable BEFORE DELETE OR TRUNCATE ON field_change FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION field_change_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(OLD) - ARRAY['region_path', 'organisation_id', 'sector']
     IS DISTINCT FROM to_jsonb(NEW) - ARRAY['region_path', 'organisation_id', 'sector'] THEN
    RAISE EXCEPTION 'a change of a field is never altered';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER field_change_kept BEFORE UPDATE ON field_change FOR EACH ROW EXECUTE FUNCTION field_change_kept();
