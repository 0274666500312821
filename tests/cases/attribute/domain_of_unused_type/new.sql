CREATE DOMAIN d AS numeric(8, 2);
CREATE TYPE c AS (a integer, b d);
