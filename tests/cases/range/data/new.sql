CREATE TYPE span AS RANGE (SUBTYPE = bigint);
CREATE TABLE spans (at span);
