CREATE SCHEMA other;
CREATE TYPE was AS RANGE (SUBTYPE = integer);
ALTER TYPE was RENAME TO span;
ALTER TYPE was_multirange RENAME TO spans;
CREATE TYPE moved AS RANGE (SUBTYPE = integer);
ALTER TYPE moved SET SCHEMA other;
ALTER TYPE moved_multirange SET SCHEMA other;
