-- Likely duplicates are looked for as records come in, not when somebody asks: a register of a million cannot be
-- compared while a page waits.

-- Records entered or changed and not compared since. No key: whoever writes must not wait for whoever compares.
CREATE TABLE record_waiting (
  seq    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  entity text NOT NULL,
  id     uuid NOT NULL
);
CREATE INDEX record_waiting_entity ON record_waiting (entity);

-- Keys a live record is kept under (the kernel's `keysOf`), hashed. Two records that may be one share a key.
CREATE TABLE record_keys (
  entity text NOT NULL,
  id     uuid NOT NULL,
  keys   bigint[] NOT NULL,
  PRIMARY KEY (entity, id)
);
CREATE INDEX record_keys_keys ON record_keys USING gin (keys) WITH (fastupdate = off);

CREATE FUNCTION anlan_hashes(words text[]) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT coalesce(array_agg(hashtextextended(word, 0)), '{}') FROM unnest(words) AS word
$$;

-- Pairs that may be one and that nobody has told apart; the smaller id first. They hold ids and figures only: whoever
-- lists them joins both records, whose policies decide. The place is the nearest region above both, so that a narrow
-- scope reads few.
CREATE TABLE record_pair (
  entity      text NOT NULL,
  one         uuid NOT NULL,
  other       uuid NOT NULL,
  reasons     text[] NOT NULL,
  likeness    double precision NOT NULL,
  metres      double precision,
  rank        integer NOT NULL,
  region_path text COLLATE "C" NOT NULL,
  PRIMARY KEY (entity, one, other),
  CHECK (one < other)
);
CREATE INDEX record_pair_other ON record_pair (entity, other);
CREATE INDEX record_pair_rank ON record_pair (entity, rank, one, other);
CREATE INDEX record_pair_region ON record_pair (entity, region_path);
SELECT anlan_protect_by('record_pair', 'true');

-- The names of regions by which the names of all records were last normalised: with others, all are compared anew.
CREATE TABLE record_place_words (
  fingerprint text NOT NULL
);

CREATE FUNCTION anlan_note_waiting() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_LEVEL = 'STATEMENT' THEN
    INSERT INTO record_waiting (entity, id) SELECT replace(TG_TABLE_NAME, '_', '-'), id FROM entered;
  ELSE
    INSERT INTO record_waiting (entity, id) VALUES (replace(TG_TABLE_NAME, '_', '-'), NEW.id);
  END IF;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION anlan_note_waiting() FROM PUBLIC;

-- Records of the table wait to be compared when they are entered, and when what is compared of them changes.
CREATE FUNCTION anlan_compared(target regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  changed text := '(OLD.name, OLD.region_path, OLD.lon, OLD.lat, OLD.retired_at%s) IS DISTINCT FROM (NEW.name, NEW.region_path, NEW.lon, NEW.lat, NEW.retired_at%s)';
BEGIN
  EXECUTE format('CREATE TRIGGER compared_entered AFTER INSERT ON %s REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION anlan_note_waiting()', target);
  IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = target AND attname = 'credit_code' AND NOT attisdropped) THEN
    changed := format(changed, ', OLD.credit_code', ', NEW.credit_code');
  ELSE
    changed := format(changed, '', '');
  END IF;
  EXECUTE format('CREATE TRIGGER compared_changed AFTER UPDATE ON %s FOR EACH ROW WHEN (%s) EXECUTE FUNCTION anlan_note_waiting()', target, changed);
END $$;
REVOKE EXECUTE ON FUNCTION anlan_compared(regclass) FROM PUBLIC;

CREATE OR REPLACE FUNCTION anlan_entity(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ADD FOREIGN KEY (region_path) REFERENCES region (path)', target);
  PERFORM anlan_listed_by_region(target);
  EXECUTE format('CREATE INDEX %I ON %s (organisation_id)', target || '_organisation', target);
  PERFORM anlan_protect(target);
  PERFORM anlan_compared(target);
END $$;

SELECT anlan_compared(i.indrelid)
FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
WHERE x.relname = t.relname || '_region' AND pg_get_indexdef(i.indexrelid) LIKE '%(region_path, initials, name, id)%';
