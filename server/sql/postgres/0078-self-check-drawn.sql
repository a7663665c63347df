-- A self-report waits for the lot and is nobody's turn; one that was drawn has a state of its own.
UPDATE case_file c SET owner = NULL FROM case_self_check d
WHERE d.case_id = c.id AND c.kind = 'self-check' AND c.state = 'reported' AND d.drawn_on IS NULL;
UPDATE case_file c SET state = 'drawn' FROM case_self_check d
WHERE d.case_id = c.id AND c.kind = 'self-check' AND c.state = 'reported' AND d.drawn_on IS NOT NULL;
