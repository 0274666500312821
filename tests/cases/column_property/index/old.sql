CREATE EXTENSION btree_gist;
CREATE TABLE public.t (a int, b text, CONSTRAINT x EXCLUDE USING gist ((a + 1) WITH =));
CREATE INDEX i ON public.t (lower(b), (a + 1));
ALTER INDEX public.i ALTER COLUMN 2 SET STATISTICS 100;
