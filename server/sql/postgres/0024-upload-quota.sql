-- What a person has brought in within a day is asked before every upload.
CREATE INDEX upload_person ON upload (person_id, at);
