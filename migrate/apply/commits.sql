-- Whether the CALL or DO $1 reaches a COMMIT or ROLLBACK as far as text tells, through the procedures that it calls:
-- it then cannot be tried inside a transaction first. It may run under the migration's own search path, where public
-- may have operators of anybody's.
WITH RECURSIVE reached (source) AS (
    SELECT $1::text COLLATE "C"
    UNION
    SELECT p.prosrc
      FROM reached AS r
      JOIN pg_catalog.pg_proc AS p
        ON p.prokind OPERATOR(pg_catalog.=) 'p'
       AND r.source OPERATOR(pg_catalog.~*) '\mcall\M'
       AND pg_catalog.strpos(pg_catalog.lower(r.source), pg_catalog.lower(p.proname::text)) OPERATOR(pg_catalog.>) 0)
SELECT pg_catalog.bool_or(pg_catalog.regexp_replace(r.source, '\mon\s+commit\M', '',
    'gi') OPERATOR(pg_catalog.~*) '\m(commit|rollback)\M')
  FROM reached AS r;
