-- Lists of cases are counted and put in order without their rows: all that they are narrowed, counted and sorted by
-- stands in the index of the region, for the open ones in one of their own. A text that many cases hold is met there, too.
DROP INDEX case_file_open_cover;
CREATE INDEX case_file_open_cover ON case_file (region_path)
  INCLUDE (id, kind, state, level, owner, source, sector, overdue_since, due_at, opened_at, words) WHERE closed_at IS NULL;
DROP INDEX case_file_region;
CREATE INDEX case_file_region ON case_file (region_path, opened_at DESC)
  INCLUDE (id, kind, state, level, owner, source, sector, overdue_since, due_at, closed_at, words);

-- What was done since yesterday: of which cases, and how these stood before (较昨日 on the home page).
DROP INDEX case_entry_at;
CREATE INDEX case_entry_at ON case_entry (at) INCLUDE (case_id, seq, from_state, region_path, sector);

-- The cases anywhere that hold a text, NULL where more than `most` may: then those of a scope are read one by one until
-- enough are found. It shows no case to anybody: whoever asks reads with it those their policies let them see.
-- How many may hold it, the rarest of its pairs says: the planner multiplies the shares, as if 消防 and 防通 came together
-- by chance, and would fetch a sixth of all cases only to give them up. Digits and letters do come together by chance.
-- Nor may it make the pairs of every case anew where it expects so many that reading them all looks cheap to it: that
-- takes seconds.
CREATE OR REPLACE FUNCTION anlan_cases_with(wanted text, most integer) RETURNS uuid[]
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
DECLARE
  holds text := format('SELECT id FROM case_file WHERE anlan_pairs(words) @> anlan_pairs(%L)', wanted);
  expected float8;
  found uuid[];
BEGIN
  IF length(wanted) < 2 THEN RETURN NULL; END IF;
  IF wanted ~ '^[ -~]+$' THEN
    expected := anlan_estimate(holds);
  ELSE
    -- A pair that is in no statistics is rare.
    SELECT min(share) * (SELECT reltuples FROM pg_class WHERE oid = 'case_file'::regclass) INTO expected
    FROM (
      SELECT s.most_common_elem_freqs[array_position(s.most_common_elems::text::text[], pair)] AS share
      FROM pg_stats s, unnest(anlan_pairs(wanted)) AS pair
      WHERE s.schemaname = 'public' AND s.tablename = 'case_file_words' AND s.attname = 'anlan_pairs') p
    HAVING bool_and(share IS NOT NULL);
  END IF;
  IF expected > most THEN RETURN NULL; END IF;
  EXECUTE format('SELECT coalesce(array_agg(id), %L) FROM (%s AND position(%L IN words) > 0 LIMIT %s) f', '{}', holds, wanted, most + 1) INTO found;
  RETURN CASE WHEN cardinality(found) > most THEN NULL ELSE found END;
END $$;
