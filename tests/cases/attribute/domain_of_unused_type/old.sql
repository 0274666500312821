CREATE DOMAIN d AS varchar(10);
CREATE TYPE c AS (a integer, b d);
