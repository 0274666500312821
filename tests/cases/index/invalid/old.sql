CREATE TABLE t (a integer);
CREATE INDEX t_a ON t (a);
-- What a CREATE INDEX CONCURRENTLY that failed leaves behind.
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 't_a'::regclass;
