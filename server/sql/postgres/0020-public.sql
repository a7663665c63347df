-- Public reports with their protected reporters, purchased expert inspection, and the rectification fund.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'anlan_handler') THEN CREATE ROLE anlan_handler NOLOGIN; END IF;
  EXECUTE format('GRANT anlan_handler TO %I', current_user);
END $$;

-- ---- public report (S67) ----

-- What any authority above may see of a report. No enterprise owns it: organisation_id stays empty.
CREATE TABLE case_public_report (
  case_id         uuid PRIMARY KEY REFERENCES case_file (id),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  title           text NOT NULL,
  subject         text NOT NULL,
  place           text,
  enterprise      uuid REFERENCES enterprise (id),
  refused_for     text,
  redirect_to     text,
  answer          text,
  finding         text,
  basis           text,
  follow_kind     text,
  follow_number   text,
  merged_into     text,
  fine            double precision,
  accident_level  text,
  deaths          double precision,
  outcome         text,
  CONSTRAINT case_public_report_no_owner CHECK (organisation_id IS NULL)
);
CREATE INDEX case_public_report_enterprise ON case_public_report (enterprise) WHERE enterprise IS NOT NULL;
SELECT anlan_protect('case_public_report');

-- What the reporter wrote and where it happened: only for those who handle reports in the authority it belongs to.
CREATE TABLE report_dossier (
  case_id      uuid PRIMARY KEY REFERENCES case_file (id),
  region_path  text COLLATE "C" NOT NULL REFERENCES region (path),
  place_path   text COLLATE "C" NOT NULL REFERENCES region (path),
  channel      text NOT NULL CHECK (channel IN ('web', 'phone', 'letter')),
  statement    text NOT NULL,
  insider      boolean NOT NULL DEFAULT false,
  named        boolean NOT NULL DEFAULT false,
  lon          double precision,
  lat          double precision,
  first_id     uuid REFERENCES case_file (id),
  received_at  timestamptz NOT NULL,
  CHECK (first_id IS NULL OR first_id <> case_id)
);
CREATE INDEX report_dossier_region ON report_dossier (region_path, received_at DESC);
CREATE INDEX report_dossier_first ON report_dossier (first_id) WHERE first_id IS NOT NULL;

-- Pictures, already without their camera's data; the same picture in two reports is a sign of one matter.
CREATE TABLE report_photo (
  case_id     uuid NOT NULL REFERENCES case_file (id),
  sha256      text NOT NULL,
  type        text NOT NULL,
  region_path text COLLATE "C" NOT NULL,
  added_at    timestamptz NOT NULL,
  PRIMARY KEY (case_id, sha256)
);
CREATE INDEX report_photo_sha256 ON report_photo (sha256);

-- What the reporter added later, by code.
CREATE TABLE report_word (
  id          uuid PRIMARY KEY,
  case_id     uuid NOT NULL REFERENCES case_file (id),
  region_path text COLLATE "C" NOT NULL,
  at          timestamptz NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('supplement', 'objection')),
  text        text NOT NULL
);
CREATE INDEX report_word_case ON report_word (case_id, at);

-- Who it is. Sealed with a key that is not in the database; read one at a time, and every reading is a row.
CREATE TABLE reporter (
  case_id      uuid PRIMARY KEY REFERENCES case_file (id),
  region_path  text COLLATE "C" NOT NULL,
  name_sealed  text,
  phone_sealed text NOT NULL,
  phone_mark   text NOT NULL
);
CREATE INDEX reporter_mark ON reporter (phone_mark);
CREATE TABLE report_reading (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id     uuid NOT NULL REFERENCES case_file (id),
  region_path text COLLATE "C" NOT NULL,
  at          timestamptz NOT NULL,
  person_id   uuid NOT NULL,
  what        text NOT NULL CHECK (what IN ('dossier', 'identity')),
  reason      text
);
CREATE INDEX report_reading_case ON report_reading (case_id, at);
CREATE TRIGGER report_reading_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON report_reading
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The receipt is kept as hashes: the platform cannot say it again, and does not know whose it is.
CREATE TABLE report_code (
  case_id      uuid PRIMARY KEY REFERENCES case_file (id),
  request_hash text NOT NULL UNIQUE,
  code_hash    text NOT NULL UNIQUE,
  pin_hash     text NOT NULL,
  -- For the sender whose answer was lost on the way: opens with the number of the sending, which is nowhere kept.
  sealed       text NOT NULL,
  tries        integer NOT NULL DEFAULT 0,
  locked_until timestamptz
);

CREATE TABLE report_reward (
  case_id      uuid PRIMARY KEY REFERENCES case_file (id),
  region_path  text COLLATE "C" NOT NULL,
  amount       bigint NOT NULL CHECK (amount >= 0),
  working      jsonb NOT NULL,
  proposed_by  uuid NOT NULL,
  proposed_at  timestamptz NOT NULL,
  decided_by   uuid,
  decided_at   timestamptz,
  granted      boolean,
  reason       text,
  claim_until  timestamptz,
  paid_by      uuid,
  paid_at      timestamptz,
  voucher      text UNIQUE,
  CONSTRAINT report_reward_other_decides CHECK (decided_by <> proposed_by),
  CONSTRAINT report_reward_other_pays CHECK (paid_by <> decided_by),
  CHECK (paid_at IS NULL OR granted)
);
COMMENT ON COLUMN report_reward.amount IS 'fen';

-- The handling authority itself, and no place above or below it: not a range but one path.
CREATE POLICY handler ON report_dossier TO anlan_handler USING (region_path = current_setting('anlan.authority'));
CREATE POLICY handler ON report_photo TO anlan_handler USING (region_path = current_setting('anlan.authority'));
CREATE POLICY handler ON report_word TO anlan_handler USING (region_path = current_setting('anlan.authority'));
CREATE POLICY handler ON report_reading TO anlan_handler USING (region_path = current_setting('anlan.authority'));
-- One reporter at a time, named before the reading.
CREATE POLICY handler ON reporter TO anlan_handler
  USING (region_path = current_setting('anlan.authority') AND case_id::text = current_setting('anlan.handling'));
-- A reward is also decided above.
CREATE POLICY handler ON report_reward TO anlan_handler USING (starts_with(region_path, current_setting('anlan.authority')));
-- The cases behind them, as far as handling needs them.
CREATE VIEW handled_report WITH (security_barrier) AS
  SELECT f.id, f.number, f.title, f.state, f.opened_at, f.region_path, c.subject, c.enterprise
  FROM case_file f JOIN case_public_report c ON c.case_id = f.id
  WHERE f.kind = 'public-report' AND starts_with(f.region_path, current_setting('anlan.authority'));
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['report_dossier', 'report_photo', 'report_word', 'report_reading', 'reporter', 'report_reward'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('GRANT SELECT ON %I TO anlan_handler', target);
  END LOOP;
END $$;
GRANT SELECT ON handled_report, region TO anlan_handler;

-- ---- purchased expert inspection (S66) ----

CREATE TABLE expert (
  LIKE record_base INCLUDING ALL,
  institution   text,
  speciality    text NOT NULL,
  second        text,
  title         text,
  certificate   text,
  phone         text,
  employer      uuid REFERENCES enterprise (id),
  account       text,
  engaged_until date
);
SELECT anlan_entity('expert');
SELECT anlan_searchable('expert', 'institution', 'certificate');

CREATE TABLE inspection_contract (
  LIKE record_base INCLUDING ALL,
  number      text NOT NULL,
  mode        text NOT NULL,
  level       text,
  institution text NOT NULL,
  enterprise  uuid REFERENCES enterprise (id),
  funds       double precision NOT NULL,
  starts_on   date NOT NULL,
  ends_on     date NOT NULL,
  state       text NOT NULL,
  scope       text
);
SELECT anlan_entity('inspection_contract');
SELECT anlan_searchable('inspection_contract', 'number', 'institution');

-- Whom a contract is to reach.
CREATE TABLE contract_target (
  contract        uuid NOT NULL REFERENCES inspection_contract (id),
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  PRIMARY KEY (contract, enterprise)
);
CREATE INDEX contract_target_enterprise ON contract_target (enterprise);
SELECT anlan_protect('contract_target');

CREATE TABLE expert_assignment (
  id              uuid PRIMARY KEY,
  contract        uuid NOT NULL REFERENCES inspection_contract (id),
  expert          uuid NOT NULL REFERENCES expert (id),
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  due_on          date NOT NULL,
  state           text NOT NULL DEFAULT 'assigned' CHECK (state IN ('assigned', 'reported', 'withdrawn')),
  assigned_by     uuid NOT NULL,
  assigned_at     timestamptz NOT NULL,
  reported_at     timestamptz,
  summary         text,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE INDEX expert_assignment_contract ON expert_assignment (contract);
CREATE INDEX expert_assignment_expert ON expert_assignment (expert, state);
CREATE INDEX expert_assignment_enterprise ON expert_assignment (organisation_id, assigned_at DESC);
-- One open visit of an enterprise for a contract.
CREATE UNIQUE INDEX expert_assignment_once ON expert_assignment (contract, enterprise) WHERE state = 'assigned';
SELECT anlan_protect('expert_assignment');

-- Which hidden danger came from which visit.
CREATE TABLE expert_finding (
  case_id         uuid PRIMARY KEY REFERENCES case_file (id),
  assignment      uuid NOT NULL REFERENCES expert_assignment (id),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE INDEX expert_finding_assignment ON expert_finding (assignment);
SELECT anlan_protect('expert_finding');

-- Stages of payment: added, never changed; together they are no more than the contract.
CREATE TABLE contract_payment (
  id              uuid PRIMARY KEY,
  contract        uuid NOT NULL REFERENCES inspection_contract (id),
  stage           text NOT NULL,
  amount          bigint NOT NULL CHECK (amount > 0),
  paid_on         date NOT NULL,
  voucher         text,
  by              text NOT NULL,
  by_id           uuid NOT NULL,
  at              timestamptz NOT NULL DEFAULT now(),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
COMMENT ON COLUMN contract_payment.amount IS 'fen';
CREATE INDEX contract_payment_contract ON contract_payment (contract);
SELECT anlan_protect('contract_payment');
CREATE TRIGGER contract_payment_immutable BEFORE DELETE OR TRUNCATE ON contract_payment
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION contract_payment_within() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sum_of_contract bigint;
BEGIN
  SELECT round(funds * 100) INTO sum_of_contract FROM inspection_contract WHERE id = NEW.contract FOR UPDATE;
  IF sum_of_contract < NEW.amount + (SELECT coalesce(sum(amount), 0) FROM contract_payment WHERE contract = NEW.contract) THEN
    RAISE EXCEPTION 'more is paid than the contract holds' USING ERRCODE = 'check_violation', CONSTRAINT = 'contract_payment_within';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER contract_payment_within BEFORE INSERT ON contract_payment
  FOR EACH ROW EXECUTE FUNCTION contract_payment_within();

-- What both sides say of the service; one word of each enterprise and one of the buyer.
CREATE TABLE contract_evaluation (
  id              uuid PRIMARY KEY,
  contract        uuid NOT NULL REFERENCES inspection_contract (id),
  side            text NOT NULL CHECK (side IN ('authority', 'organisation')),
  enterprise      uuid REFERENCES enterprise (id),
  quality         smallint NOT NULL CHECK (quality BETWEEN 1 AND 5),
  punctuality     smallint NOT NULL CHECK (punctuality BETWEEN 1 AND 5),
  attitude        smallint NOT NULL CHECK (attitude BETWEEN 1 AND 5),
  effect          smallint NOT NULL CHECK (effect BETWEEN 1 AND 5),
  text            text,
  by              text NOT NULL,
  by_id           uuid NOT NULL,
  at              timestamptz NOT NULL,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  CHECK ((side = 'organisation') = (enterprise IS NOT NULL))
);
CREATE UNIQUE INDEX contract_evaluation_one ON contract_evaluation (contract, side, coalesce(enterprise, '00000000-0000-0000-0000-000000000000'));
SELECT anlan_protect('contract_evaluation');

-- ---- rectification fund (S73) ----

CREATE TABLE rectification_fund (
  LIKE record_base INCLUDING ALL,
  established_on date,
  document       text,
  share          double precision,
  rules          text
);
SELECT anlan_entity('rectification_fund');
SELECT anlan_searchable('rectification_fund', 'document');

CREATE TABLE renovation_project (
  LIKE record_base INCLUDING ALL,
  enterprise uuid NOT NULL REFERENCES enterprise (id),
  kind       text NOT NULL,
  cost       double precision,
  approval   text,
  stage      text NOT NULL
);
SELECT anlan_entity('renovation_project');
SELECT anlan_searchable('renovation_project', 'approval');

CREATE TABLE case_fund_application (
  case_id         uuid PRIMARY KEY REFERENCES case_file (id),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  fund            uuid NOT NULL REFERENCES rectification_fund (id),
  title           text NOT NULL,
  danger          text,
  project         uuid REFERENCES renovation_project (id),
  cost            double precision NOT NULL,
  amount          double precision NOT NULL,
  approved        double precision,
  opinion         text,
  result          text
);
CREATE INDEX case_fund_application_fund ON case_fund_application (fund);
SELECT anlan_protect('case_fund_application');

-- The ledger: one line a movement, signed fen, never changed. What was wrong is put right by a line against it.
CREATE TABLE fund_entry (
  id              uuid PRIMARY KEY,
  seq             bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  fund            uuid NOT NULL REFERENCES rectification_fund (id),
  on_date         date NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('paid-in', 'disbursed', 'repaid', 'recovered', 'correction')),
  amount          bigint NOT NULL CHECK (amount <> 0),
  application     uuid REFERENCES case_file (id),
  danger          uuid REFERENCES case_file (id),
  project         uuid REFERENCES renovation_project (id),
  counter_of      uuid UNIQUE REFERENCES fund_entry (id),
  note            text NOT NULL,
  by              text NOT NULL,
  by_id           uuid,
  at              timestamptz NOT NULL DEFAULT now(),
  demonstration   boolean NOT NULL DEFAULT false,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  CONSTRAINT fund_entry_direction CHECK (kind = 'correction' OR (kind = 'disbursed') = (amount < 0)),
  -- A payment is for a hidden danger or a renovation project (D3:44).
  CONSTRAINT fund_entry_referenced CHECK (kind <> 'disbursed' OR (application IS NOT NULL AND (danger IS NOT NULL OR project IS NOT NULL))),
  CONSTRAINT fund_entry_corrects CHECK ((kind = 'correction') = (counter_of IS NOT NULL))
);
COMMENT ON COLUMN fund_entry.amount IS 'fen; what comes in is positive';
CREATE INDEX fund_entry_day ON fund_entry (fund, on_date, seq);
CREATE INDEX fund_entry_application ON fund_entry (application) WHERE application IS NOT NULL;
SELECT anlan_protect('fund_entry');
CREATE TRIGGER fund_entry_immutable BEFORE DELETE OR TRUNCATE ON fund_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION fund_entry_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(OLD) - ARRAY['region_path', 'organisation_id', 'sector']
     IS DISTINCT FROM to_jsonb(NEW) - ARRAY['region_path', 'organisation_id', 'sector'] THEN
    RAISE EXCEPTION 'a line of the ledger is never changed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fund_entry_kept BEFORE UPDATE ON fund_entry FOR EACH ROW EXECUTE FUNCTION fund_entry_kept();

-- Writers of one fund wait for each other; on no day from this line's day on is more out than in.
CREATE FUNCTION fund_entry_covered() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  original fund_entry;
  lowest   bigint;
BEGIN
  PERFORM FROM rectification_fund WHERE id = NEW.fund FOR UPDATE;
  IF NEW.counter_of IS NOT NULL THEN
    SELECT * INTO original FROM fund_entry WHERE id = NEW.counter_of;
    IF original.kind = 'correction' OR original.amount <> -NEW.amount OR original.fund <> NEW.fund THEN
      RAISE EXCEPTION 'a correction takes back one whole line' USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_entry_corrects';
    END IF;
  END IF;
  IF NEW.amount < 0 THEN
    SELECT min(balance) INTO lowest FROM (
      SELECT sum(amount) OVER (ORDER BY on_date RANGE UNBOUNDED PRECEDING) AS balance, on_date
      FROM fund_entry WHERE fund = NEW.fund
    ) days WHERE days.on_date >= NEW.on_date;
    -- Before the day's first line and after its last the balance is the same question: what is there on that day.
    lowest := least(lowest, (SELECT coalesce(sum(amount), 0) FROM fund_entry WHERE fund = NEW.fund AND on_date <= NEW.on_date));
    IF lowest + NEW.amount < 0 THEN
      RAISE EXCEPTION 'the fund does not hold that much' USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_entry_covered';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fund_entry_covered BEFORE INSERT ON fund_entry FOR EACH ROW EXECUTE FUNCTION fund_entry_covered();
