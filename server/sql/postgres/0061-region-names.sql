-- What a region is called in English letters (GB/T 28039): the pack's, or romanised where a region was added here.
ALTER TABLE region ADD COLUMN name_en text;
