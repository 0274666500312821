CREATE TYPE span AS RANGE (SUBTYPE = integer);
CREATE TABLE spans (at span);
