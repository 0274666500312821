CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE FUNCTION to_int(mood) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE CAST (mood AS integer) WITH FUNCTION to_int(mood);
CREATE CAST (text AS mood) WITH INOUT;
CREATE CAST (mood AS varchar) WITH INOUT AS IMPLICIT;
COMMENT ON CAST (mood AS integer) IS 'Stays';
