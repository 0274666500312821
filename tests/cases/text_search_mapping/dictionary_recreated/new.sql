CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = snowball, Language = german);
CREATE TEXT SEARCH CONFIGURATION c (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word WITH d, simple;
CREATE TABLE t (body text, found tsvector GENERATED ALWAYS AS (to_tsvector('c', body)) STORED);
