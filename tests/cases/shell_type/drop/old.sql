CREATE TYPE later;
COMMENT ON TYPE later IS 'Not yet';
