-- What a case is found by: its number, its title and the enterprise, in small letters.
ALTER TABLE case_file ADD COLUMN words text
  GENERATED ALWAYS AS (lower(number || ' ' || title || ' ' || coalesce(organisation_name, ''))) STORED;
-- Pairs of characters, as names of the register are found by.
CREATE INDEX case_file_words ON case_file USING gin (anlan_pairs(words));

-- The cases anywhere that hold a text, NULL where more than `most` may: then those of a scope are read one by one until
-- enough are found. It shows no case to anybody: whoever asks reads with it those their policies let them see.
CREATE FUNCTION anlan_cases_with(wanted text, most integer) RETURNS uuid[]
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  holds text := format('SELECT id FROM case_file WHERE anlan_pairs(words) @> anlan_pairs(%L)', wanted);
  found uuid[];
BEGIN
  IF length(wanted) < 2 OR anlan_estimate(holds) > most THEN RETURN NULL; END IF;
  EXECUTE format('SELECT coalesce(array_agg(id), %L) FROM (%s AND position(%L IN words) > 0 LIMIT %s) f', '{}', holds, wanted, most + 1) INTO found;
  RETURN CASE WHEN cardinality(found) > most THEN NULL ELSE found END;
END $$;
REVOKE EXECUTE ON FUNCTION anlan_cases_with(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION anlan_cases_with(text, integer) TO anlan_region, anlan_organisation, anlan_participant, anlan_all;
