CREATE TYPE e AS ENUM ('a');
COMMENT ON TYPE _e IS 'an array';
