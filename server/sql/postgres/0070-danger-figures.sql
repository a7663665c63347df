-- What the hidden-danger board counts by, one narrow row for each danger: a city's board reads what it counts from the
-- indexes alone, and neither the cases nor their details. So does what carries open dangers on to the next list. Each row is written by the triggers below in the transaction
-- that changes its case, so that no figure is ever ahead or behind, and no two acts on different cases meet in a row.
CREATE TABLE danger_figure (
  case_id         uuid PRIMARY KEY,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  source          text NOT NULL,
  state           text NOT NULL,
  level           text,
  class           text,
  round           text,
  tier            text,
  major           boolean NOT NULL,
  listed          boolean NOT NULL,
  opened_at       timestamptz NOT NULL,
  due_at          timestamptz,
  overdue_since   timestamptz,
  closed_at       timestamptz
);

-- What the rows ought to be, for filling them and for checking them.
CREATE VIEW danger_figure_anew AS
  SELECT c.id AS case_id, c.region_path, c.organisation_id, c.sector, c.source, c.state, c.level, d.class, d.round, d.tier,
    coalesce(d.grade = 'major', false) AS major, d.listed_at IS NOT NULL AS listed, c.opened_at, c.due_at, c.overdue_since, c.closed_at
  FROM case_file c LEFT JOIN case_hidden_danger d ON d.case_id = c.id WHERE c.kind = 'hidden-danger';

INSERT INTO danger_figure SELECT * FROM danger_figure_anew;

-- Counting from the indexes alone wants pages that are known to be seen by all.
ALTER TABLE danger_figure SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
-- What is open, and what was found, closed or due in a month.
CREATE INDEX danger_figure_open ON danger_figure (region_path)
  INCLUDE (case_id, sector, source, state, level, class, round, tier, major, listed, opened_at, due_at, overdue_since, closed_at) WHERE closed_at IS NULL;
CREATE INDEX danger_figure_opened ON danger_figure (opened_at) INCLUDE (case_id, region_path, sector, source, round, closed_at);
CREATE INDEX danger_figure_closed ON danger_figure (closed_at) INCLUDE (case_id, region_path, sector, state, opened_at) WHERE closed_at IS NOT NULL;
CREATE INDEX danger_figure_due ON danger_figure (due_at) INCLUDE (case_id, region_path, sector, state, opened_at, closed_at);
-- Narrow scopes read their own.
CREATE INDEX danger_figure_region ON danger_figure (region_path, opened_at);
CREATE INDEX danger_figure_organisation ON danger_figure (organisation_id);
-- These two were the board's alone.
DROP INDEX case_file_closed, case_file_due;

ANALYZE danger_figure;

SELECT anlan_protect_read('danger_figure');
-- A danger opened to a participant is counted for that participant, too.
ALTER POLICY participant_scope ON danger_figure
  USING (case_id = ANY ((SELECT anlan_participating('case_file'))::uuid[]))
  WITH CHECK (false);

-- Each table writes its own columns, from the row that is being written: whichever of two writers comes second waits for
-- the first and leaves what the first wrote. Read from the other table, it would be as old as the writer's snapshot.
CREATE FUNCTION anlan_note_danger() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO danger_figure (case_id, region_path, organisation_id, sector, source, state, level, major, listed, opened_at, due_at, overdue_since, closed_at)
    SELECT id, region_path, organisation_id, sector, source, state, level, false, false, opened_at, due_at, overdue_since, closed_at
    FROM entered WHERE kind = 'hidden-danger';
  ELSIF NEW.kind <> OLD.kind THEN
    DELETE FROM danger_figure WHERE case_id = NEW.id;
    INSERT INTO danger_figure SELECT * FROM danger_figure_anew WHERE case_id = NEW.id;
  ELSE
    UPDATE danger_figure SET region_path = NEW.region_path, organisation_id = NEW.organisation_id, sector = NEW.sector, source = NEW.source,
      state = NEW.state, level = NEW.level, opened_at = NEW.opened_at, due_at = NEW.due_at, overdue_since = NEW.overdue_since, closed_at = NEW.closed_at
    WHERE case_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION anlan_note_danger_detail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE danger_figure f SET class = e.class, round = e.round, tier = e.tier, major = coalesce(e.grade = 'major', false), listed = e.listed_at IS NOT NULL
    FROM entered e WHERE f.case_id = e.case_id;
  ELSE
    UPDATE danger_figure SET class = NEW.class, round = NEW.round, tier = NEW.tier, major = coalesce(NEW.grade = 'major', false), listed = NEW.listed_at IS NOT NULL
    WHERE case_id = NEW.case_id;
  END IF;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION anlan_note_danger(), anlan_note_danger_detail() FROM PUBLIC;

CREATE TRIGGER figure_entered AFTER INSERT ON case_file REFERENCING NEW TABLE AS entered
  FOR EACH STATEMENT EXECUTE FUNCTION anlan_note_danger();
CREATE TRIGGER figure_changed AFTER UPDATE ON case_file FOR EACH ROW
  WHEN ('hidden-danger' IN (OLD.kind, NEW.kind) AND
    (OLD.kind, OLD.region_path, OLD.organisation_id, OLD.sector, OLD.source, OLD.state, OLD.level, OLD.opened_at, OLD.due_at, OLD.overdue_since, OLD.closed_at)
    IS DISTINCT FROM
    (NEW.kind, NEW.region_path, NEW.organisation_id, NEW.sector, NEW.source, NEW.state, NEW.level, NEW.opened_at, NEW.due_at, NEW.overdue_since, NEW.closed_at))
  EXECUTE FUNCTION anlan_note_danger();
CREATE TRIGGER figure_detail_entered AFTER INSERT ON case_hidden_danger REFERENCING NEW TABLE AS entered
  FOR EACH STATEMENT EXECUTE FUNCTION anlan_note_danger_detail();
CREATE TRIGGER figure_detail_changed AFTER UPDATE ON case_hidden_danger FOR EACH ROW
  WHEN ((OLD.class, OLD.round, OLD.tier, OLD.grade, OLD.listed_at) IS DISTINCT FROM (NEW.class, NEW.round, NEW.tier, NEW.grade, NEW.listed_at))
  EXECUTE FUNCTION anlan_note_danger_detail();

-- Cases whose row is not what it ought to be. There are none, unless somebody wrote with the triggers switched off.
CREATE VIEW danger_figure_wrong AS
  SELECT case_id FROM ((TABLE danger_figure EXCEPT TABLE danger_figure_anew) UNION (TABLE danger_figure_anew EXCEPT TABLE danger_figure)) w;

-- Puts these right and says how many there were.
CREATE FUNCTION anlan_mend_danger_figures() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  wrong uuid[] := ARRAY(SELECT DISTINCT case_id FROM danger_figure_wrong);
BEGIN
  DELETE FROM danger_figure WHERE case_id = ANY (wrong);
  INSERT INTO danger_figure SELECT * FROM danger_figure_anew WHERE case_id = ANY (wrong);
  RETURN cardinality(wrong);
END $$;
REVOKE EXECUTE ON FUNCTION anlan_mend_danger_figures() FROM PUBLIC;
