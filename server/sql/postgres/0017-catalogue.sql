-- Dated lists with rules and effects, the law library, grading standards with their rewards (S61), new technology (S70).

-- One list of a kind: of a jurisdiction (organisation_id null; read by everybody), or an enterprise's own.
CREATE TABLE catalogue (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind            text NOT NULL,
  name            text NOT NULL,
  origin          text,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid REFERENCES enterprise (id),
  sector          text,
  demonstration   boolean NOT NULL DEFAULT false,
  created_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE NULLS NOT DISTINCT (kind, region_path, organisation_id, name)
);
CREATE UNIQUE INDEX catalogue_own ON catalogue (kind, organisation_id) WHERE organisation_id IS NOT NULL;
SELECT anlan_protect('catalogue');

-- A change ends an item and begins another under the same code: what held on a day is never lost.
CREATE TABLE catalogue_item (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  catalogue       uuid NOT NULL REFERENCES catalogue (id),
  code            text NOT NULL,
  place           integer NOT NULL DEFAULT 0,
  title           text NOT NULL,
  text            text,
  rule            jsonb NOT NULL DEFAULT '{"all":[]}',
  effect          jsonb NOT NULL,
  clauses         text[] NOT NULL DEFAULT '{}',
  origin          text,
  confidence      text,
  valid_from      date NOT NULL,
  valid_until     date,
  by              text,
  at              timestamptz NOT NULL DEFAULT now(),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  CHECK (valid_until IS NULL OR valid_until >= valid_from)
);
CREATE UNIQUE INDEX catalogue_item_standing ON catalogue_item (catalogue, code) WHERE valid_until IS NULL;
CREATE INDEX catalogue_item_list ON catalogue_item (catalogue, place);
CREATE INDEX catalogue_item_clauses ON catalogue_item USING gin (clauses);
SELECT anlan_protect('catalogue_item');

-- Whoever is judged by a jurisdiction's list may read it.
CREATE POLICY public_list ON catalogue FOR SELECT TO anlan_region, anlan_organisation, anlan_participant USING (organisation_id IS NULL);
CREATE POLICY public_list ON catalogue_item FOR SELECT TO anlan_region, anlan_organisation, anlan_participant USING (organisation_id IS NULL);
GRANT SELECT ON catalogue, catalogue_item TO anlan_participant;

-- The law library: public texts, read by everybody. A law has versions, a version has articles.
CREATE TABLE law (
  key         text PRIMARY KEY CHECK (key ~ '^[a-z0-9][a-z0-9-]{1,79}$'),
  title       text NOT NULL,
  short       text,
  kind        text NOT NULL,
  issuer      text,
  region_path text COLLATE "C" NOT NULL DEFAULT 'cn.',
  initials    text NOT NULL DEFAULT '',
  repealed_on date,
  created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE law_version (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  law         text NOT NULL REFERENCES law (key),
  name        text NOT NULL,
  issued_on   date,
  valid_from  date NOT NULL,
  valid_until date,
  preface     text NOT NULL DEFAULT '',
  origin      text NOT NULL,
  sha256      text NOT NULL,
  by          text NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  UNIQUE (law, valid_from)
);

CREATE TABLE law_article (
  version  uuid NOT NULL REFERENCES law_version (id),
  place    integer NOT NULL,
  number   text NOT NULL,
  label    text NOT NULL,
  chapter  text NOT NULL DEFAULT '',
  text     text NOT NULL,
  -- Pairs of neighbouring signs (kernel/src/catalogue/grams.ts): PostgreSQL knows no Chinese words.
  search   tsvector NOT NULL,
  PRIMARY KEY (version, place),
  UNIQUE (version, number)
);
CREATE INDEX law_article_search ON law_article USING gin (search) WITH (fastupdate = off);
GRANT SELECT ON law, law_version, law_article TO anlan_region, anlan_organisation, anlan_participant, anlan_all;

-- A text that was read and not yet taken over: only whoever brought it sees it.
CREATE TABLE law_import (
  id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL,
  name      text NOT NULL,
  sha256    text NOT NULL,
  body      jsonb NOT NULL,
  state     text NOT NULL DEFAULT 'read',
  at        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX law_import_person ON law_import (person_id, at DESC);

-- What cites an article that another version changed or repealed, until somebody has looked at it.
CREATE TABLE law_review (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version         uuid NOT NULL REFERENCES law_version (id),
  article         text NOT NULL,
  change          text NOT NULL CHECK (change IN ('changed', 'repealed', 'renumbered')),
  becomes         text,
  target_kind     text NOT NULL,
  target_id       uuid NOT NULL,
  target_code     text NOT NULL,
  target_name     text NOT NULL,
  case_id         uuid REFERENCES case_file (id),
  outcome         text,
  note            text,
  by              text,
  at              timestamptz,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  UNIQUE (version, target_id, article)
);
CREATE INDEX law_review_open ON law_review (version) WHERE outcome IS NULL;
CREATE INDEX law_review_case ON law_review (case_id);
SELECT anlan_protect('law_review');
CREATE POLICY public_list ON law_review FOR SELECT TO anlan_region, anlan_organisation, anlan_participant USING (organisation_id IS NULL);

CREATE TABLE case_law_review (
  case_id         uuid PRIMARY KEY REFERENCES case_file (id),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  enterprise      uuid REFERENCES enterprise (id),
  title           text NOT NULL,
  law             text,
  valid_from      date,
  items           double precision,
  open_items      double precision,
  conclusion      text
);
SELECT anlan_protect('case_law_review');

-- Hidden dangers: what the standard asks about, what it proposed, and why somebody decided otherwise (S61).
ALTER TABLE case_hidden_danger
  ADD COLUMN criterion text,
  ADD COLUMN exposed double precision,
  ADD COLUMN excess double precision,
  ADD COLUMN proposed_grade text,
  ADD COLUMN proposed_level text,
  ADD COLUMN proposed_basis text,
  ADD COLUMN grade_reason text;

-- Posts that look for hidden dangers, and what each is to look at.
CREATE TABLE safety_post (
  LIKE record_base INCLUDING ALL,
  enterprise uuid NOT NULL REFERENCES enterprise (id),
  area       text NOT NULL,
  tier       text NOT NULL,
  holder     text
);
CREATE INDEX safety_post_enterprise ON safety_post (enterprise);
SELECT anlan_entity('safety_post');

CREATE TABLE post_duty (
  LIKE record_base INCLUDING ALL,
  enterprise uuid NOT NULL REFERENCES enterprise (id),
  post       uuid NOT NULL REFERENCES safety_post (id),
  item       text,
  cycle      text NOT NULL,
  clause     text
);
CREATE INDEX post_duty_post ON post_duty (post);
SELECT anlan_entity('post_duty');

-- The month's rewards and penalties: a draft is computed anew, what was put forward stays as it was.
CREATE TABLE reward_statement (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  month           text NOT NULL CHECK (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  state           text NOT NULL CHECK (state IN ('submitted', 'approved', 'returned')),
  points          double precision NOT NULL,
  amount          double precision NOT NULL,
  sha256          text NOT NULL,
  submitted_by    text NOT NULL,
  submitted_by_id uuid NOT NULL,
  submitted_at    timestamptz NOT NULL,
  decided_by      text,
  decided_by_id   uuid,
  decided_at      timestamptz,
  note            text,
  demonstration   boolean NOT NULL DEFAULT false,
  version         integer NOT NULL DEFAULT 1,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid NOT NULL,
  sector          text,
  CHECK (decided_by_id IS NULL OR decided_by_id <> submitted_by_id)
);
CREATE UNIQUE INDEX reward_statement_month ON reward_statement (enterprise, month) WHERE state <> 'returned';
SELECT anlan_protect('reward_statement');

CREATE TABLE reward_line (
  statement       uuid NOT NULL REFERENCES reward_statement (id),
  seq             integer NOT NULL,
  rule            uuid NOT NULL REFERENCES catalogue_item (id),
  rule_code       text NOT NULL,
  rule_title      text NOT NULL,
  case_id         uuid NOT NULL REFERENCES case_file (id),
  case_number     text NOT NULL,
  case_title      text NOT NULL,
  event           text NOT NULL,
  at              timestamptz NOT NULL,
  person          text NOT NULL,
  points          double precision NOT NULL,
  amount          double precision NOT NULL,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid NOT NULL,
  sector          text,
  PRIMARY KEY (statement, seq)
);
SELECT anlan_protect('reward_line');

-- New business forms, processes, materials and equipment; whether one may be used follows from its assessments.
CREATE TABLE novel_item (
  LIKE record_base INCLUDING ALL,
  enterprise  uuid NOT NULL REFERENCES enterprise (id),
  category    text NOT NULL,
  description text NOT NULL,
  place       text,
  supplier    text,
  first_use   text,
  planned_on  date
);
CREATE INDEX novel_item_enterprise ON novel_item (enterprise);
SELECT anlan_entity('novel_item');

CREATE TABLE case_new_technology (
  case_id         uuid PRIMARY KEY REFERENCES case_file (id),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  title           text NOT NULL,
  item            uuid NOT NULL REFERENCES novel_item (id),
  hazards         text,
  measures        text,
  experts         text,
  assess_by       date,
  likelihood      double precision,
  severity        double precision,
  level           text,
  conclusion      text,
  opinion         text,
  conditions      text,
  monitor_until   date,
  conditions_open double precision,
  summary         text
);
CREATE INDEX case_new_technology_item ON case_new_technology (item);
SELECT anlan_protect('case_new_technology');
