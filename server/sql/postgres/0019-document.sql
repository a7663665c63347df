-- Documents with their number, seal and receipts; publications with approval, masking and readers; what S63 and S71 need.

-- Who issues. A place without a row is its bureau of emergency management under the place's own name.
CREATE TABLE issuing_authority (
  region_path text COLLATE "C" PRIMARY KEY REFERENCES region (path),
  name        text NOT NULL,
  word        text NOT NULL
);
GRANT SELECT ON issuing_authority TO anlan_region, anlan_organisation, anlan_participant, anlan_all;

-- A seal belongs to an authority; only the people named may have it put on a paper. Replaced seals are kept.
CREATE TABLE authority_seal (
  id          uuid PRIMARY KEY,
  region_path text COLLATE "C" NOT NULL REFERENCES region (path),
  sha256      text NOT NULL,
  type        text NOT NULL,
  users       uuid[] NOT NULL DEFAULT '{}',
  uploaded_at timestamptz NOT NULL DEFAULT now(),
  uploaded_by text NOT NULL,
  retired_at  timestamptz,
  demonstration boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX authority_seal_current ON authority_seal (region_path) WHERE retired_at IS NULL;

-- Running numbers of a year, one series for each word (横应急督).
CREATE TABLE document_number (
  word text NOT NULL,
  year integer NOT NULL,
  last integer NOT NULL,
  PRIMARY KEY (word, year)
);

CREATE TABLE document (
  id              uuid PRIMARY KEY,
  template        text NOT NULL,
  state           text NOT NULL CHECK (state IN ('drafted', 'returned', 'approved', 'issued', 'served', 'revoked')),
  title           text NOT NULL,
  number          text UNIQUE,
  code            text UNIQUE,
  authority_path  text COLLATE "C" NOT NULL REFERENCES region (path),
  issuer          text NOT NULL,
  addressee       text NOT NULL,
  enterprise_id   uuid,
  case_id         uuid REFERENCES case_file (id),
  subject_kind    text,
  subject_id      uuid,
  facts           jsonb NOT NULL,
  paper           jsonb NOT NULL,
  names           text[] NOT NULL DEFAULT '{}',
  content_sha256  text NOT NULL,
  pdf_sha256      text,
  docx_sha256     text,
  seal_id         uuid REFERENCES authority_seal (id),
  drafted_at      timestamptz NOT NULL,
  drafted_by      text NOT NULL,
  drafted_by_id   uuid,
  approved_at     timestamptz,
  approved_by     text,
  approved_by_id  uuid,
  issued_on       date,
  issued_at       timestamptz,
  issued_by       text,
  served_at       timestamptz,
  read_at         timestamptz,
  ended_at        timestamptz,
  revoked_at      timestamptz,
  revoke_reason   text,
  replaced_by     uuid REFERENCES document (id),
  request_id      uuid UNIQUE,
  -- The enterprise sees what was issued to it: the column is filled at that moment.
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  demonstration   boolean NOT NULL DEFAULT false,
  version         integer NOT NULL DEFAULT 1
);
CREATE INDEX document_region ON document (region_path, drafted_at DESC);
CREATE INDEX document_organisation ON document (organisation_id, issued_at DESC);
CREATE INDEX document_case ON document (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX document_waiting ON document (state, drafted_at DESC);
SELECT anlan_protect('document');

-- What was issued is never changed: only its later fate is written down.
CREATE FUNCTION document_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  fate text[] := ARRAY['state', 'served_at', 'read_at', 'ended_at', 'revoked_at', 'revoke_reason', 'replaced_by',
    'region_path', 'organisation_id', 'sector', 'version'];
BEGIN
  IF OLD.number IS NOT NULL AND to_jsonb(OLD) - fate IS DISTINCT FROM to_jsonb(NEW) - fate THEN
    RAISE EXCEPTION 'an issued document is never changed';
  END IF;
  IF OLD.state = 'revoked' AND NEW.state <> 'revoked' THEN RAISE EXCEPTION 'a revoked document stays revoked'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER document_kept BEFORE UPDATE ON document FOR EACH ROW EXECUTE FUNCTION document_kept();
CREATE TRIGGER document_immutable BEFORE DELETE OR TRUNCATE ON document FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What happened to a document: drafts, approvals, service with the signature, revocation.
CREATE TABLE document_event (
  document_id     uuid NOT NULL REFERENCES document (id),
  seq             integer NOT NULL,
  at              timestamptz NOT NULL,
  act             text NOT NULL,
  by              text NOT NULL,
  by_id           uuid,
  note            text,
  -- Strokes as drawn (lists of x, y in 0…1), and what they were drawn on.
  signature       jsonb,
  device          text,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  PRIMARY KEY (document_id, seq)
);
SELECT anlan_protect('document_event');
CREATE TRIGGER document_event_immutable BEFORE DELETE OR TRUNCATE ON document_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE publication (
  id              uuid PRIMARY KEY,
  kind            text NOT NULL,
  state           text NOT NULL CHECK (state IN ('drafted', 'rejected', 'published', 'withdrawn')),
  title           text NOT NULL,
  body            jsonb NOT NULL,
  names           text[] NOT NULL DEFAULT '{}',
  -- Frozen when it is approved: what the public reads.
  shown           jsonb,
  source_kind     text,
  source_id       uuid,
  because         text NOT NULL DEFAULT '',
  drafted_at      timestamptz NOT NULL,
  drafted_by      text NOT NULL,
  drafted_by_id   uuid,
  published_at    timestamptz,
  published_by    text,
  withdrawn_at    timestamptz,
  withdrawn_by    text,
  reason          text,
  request_id      uuid UNIQUE,
  region_path     text COLLATE "C" NOT NULL REFERENCES region (path),
  organisation_id uuid,
  sector          text,
  demonstration   boolean NOT NULL DEFAULT false,
  version         integer NOT NULL DEFAULT 1,
  CHECK ((state IN ('published', 'withdrawn')) = (published_at IS NOT NULL)),
  CHECK (published_at IS NULL OR shown IS NOT NULL)
);
CREATE INDEX publication_region ON publication (region_path, drafted_at DESC);
CREATE INDEX publication_public ON publication (region_path, published_at DESC) WHERE published_at IS NOT NULL AND kind <> 'internal';
-- One matter is proposed for exposure once for one reason, until it was rejected or withdrawn.
CREATE UNIQUE INDEX publication_source ON publication (kind, source_id, because) WHERE source_id IS NOT NULL AND state IN ('drafted', 'published');
SELECT anlan_protect('publication');
CREATE TRIGGER publication_immutable BEFORE DELETE OR TRUNCATE ON publication FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Readers of an internal notice; read as the owner by the reader alone, and by whoever sees the publication.
CREATE TABLE publication_reader (
  publication_id uuid NOT NULL REFERENCES publication (id),
  person_id      uuid NOT NULL REFERENCES person (id),
  name           text NOT NULL,
  place          text NOT NULL,
  read_at        timestamptz,
  PRIMARY KEY (publication_id, person_id)
);
CREATE INDEX publication_reader_person ON publication_reader (person_id) WHERE read_at IS NULL;

-- S63: who listed, what became of it, fire dangers of a whole area.
ALTER TABLE case_hidden_danger
  ADD COLUMN listed_by text,
  ADD COLUMN listed_on date,
  ADD COLUMN fire text,
  ADD COLUMN department text,
  ADD COLUMN regional_plan text,
  ADD COLUMN progress double precision,
  ADD COLUMN progress_note text;

-- S71: what everybody on a post must know; a card of a higher version takes the place of the one before.
CREATE TABLE risk_card (
  id              uuid PRIMARY KEY,
  enterprise_id   uuid NOT NULL REFERENCES enterprise (id),
  kind            text NOT NULL CHECK (kind IN ('post', 'gas')),
  -- Post of the register of workers; '' = everybody of the enterprise.
  post            text NOT NULL DEFAULT '',
  title           text NOT NULL,
  card_version    integer NOT NULL,
  content         jsonb NOT NULL,
  document_id     uuid REFERENCES document (id),
  published_at    timestamptz NOT NULL,
  published_by    text NOT NULL,
  superseded_at   timestamptz,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  UNIQUE (enterprise_id, kind, post, card_version)
);
CREATE UNIQUE INDEX risk_card_current ON risk_card (enterprise_id, kind, post) WHERE superseded_at IS NULL;
CREATE INDEX risk_card_region ON risk_card (region_path) WHERE superseded_at IS NULL;
SELECT anlan_protect('risk_card');

CREATE TABLE risk_card_signature (
  card_id         uuid NOT NULL REFERENCES risk_card (id),
  worker_id       uuid NOT NULL REFERENCES worker (id),
  at              timestamptz NOT NULL,
  method          text NOT NULL CHECK (method IN ('drawn', 'pin')),
  signature       jsonb,
  device          text NOT NULL,
  by              text NOT NULL,
  by_id           uuid,
  request_id      uuid UNIQUE,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  PRIMARY KEY (card_id, worker_id)
);
CREATE INDEX risk_card_signature_worker ON risk_card_signature (worker_id);
SELECT anlan_protect('risk_card_signature');
CREATE TRIGGER risk_card_signature_immutable BEFORE DELETE OR TRUNCATE ON risk_card_signature FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A worker without an account signs by a number of their own; read as the owner only.
CREATE TABLE worker_pin (
  worker_id uuid PRIMARY KEY REFERENCES worker (id),
  hash      text NOT NULL,
  set_at    timestamptz NOT NULL DEFAULT now(),
  failed    integer NOT NULL DEFAULT 0,
  locked_until timestamptz
);

CREATE TABLE case_contractor_job (
  case_id         uuid PRIMARY KEY REFERENCES case_file (id),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  title           text NOT NULL,
  contractor      text NOT NULL,
  job             text NOT NULL,
  level           text,
  place           text,
  starts_on       date,
  ends_on         date,
  supervisor      text,
  measures        text,
  workers         double precision,
  notified        double precision,
  result          text
);
CREATE INDEX case_contractor_job_region ON case_contractor_job (region_path);
SELECT anlan_protect('case_contractor_job');

-- The contractor's people on a job, each to be told before it begins.
CREATE TABLE contractor_worker (
  id              uuid PRIMARY KEY,
  case_id         uuid NOT NULL REFERENCES case_file (id),
  name            text NOT NULL,
  work            text NOT NULL,
  certificate     text,
  told_at         timestamptz,
  signature       jsonb,
  device          text,
  by              text,
  removed_at      timestamptz,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE INDEX contractor_worker_case ON contractor_worker (case_id);
SELECT anlan_protect('contractor_worker');
