-- What every part of the platform builds on: schemas, value types, and the trigger that keeps time stamps.

CREATE SCHEMA people;
CREATE SCHEMA matching;
CREATE SCHEMA course;
CREATE SCHEMA notify;
CREATE SCHEMA reward;
CREATE SCHEMA audit;

COMMENT ON SCHEMA people IS 'Who takes part: pupils, helpers, staff, and what they agreed to';
COMMENT ON SCHEMA matching IS 'One pupil and one helper, week by week';
COMMENT ON SCHEMA course IS 'Group courses, their lectures and who attends';
COMMENT ON SCHEMA notify IS 'Messages to people, over any channel';
COMMENT ON SCHEMA reward IS 'Certificates and achievements';

CREATE DOMAIN people.email_address AS text
    CONSTRAINT email_address_shape CHECK (VALUE ~ '^[^@[:space:]]+@[^@[:space:]]+[.][^@[:space:]]+$');
COMMENT ON DOMAIN people.email_address IS 'Good enough to be worth a confirmation mail';

CREATE DOMAIN people.grade AS smallint
    CONSTRAINT grade_range CHECK (VALUE BETWEEN 1 AND 13);

CREATE DOMAIN people.language_code AS text DEFAULT 'de' NOT NULL
    CONSTRAINT language_code_shape CHECK (VALUE ~ '^[a-z]{2}(-[A-Z]{2})?$');

CREATE TYPE people.account_status AS ENUM ('invited', 'active', 'suspended', 'locked', 'closed');
CREATE TYPE people.school_type AS ENUM ('primary', 'comprehensive', 'grammar', 'vocational', 'special', 'other');
CREATE TYPE people.screening_outcome AS ENUM ('pending', 'accepted', 'rejected', 'dispute');

-- A span on a day of the week; 1 is Monday.
CREATE TYPE people.weekly_slot AS (weekday smallint, starts time, ends time);

CREATE FUNCTION people.is_slot(slot people.weekly_slot) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT (slot).weekday BETWEEN 1 AND 7 AND (slot).starts < (slot).ends
$$;

CREATE FUNCTION people.touch_updated_at() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION people.touch_updated_at() IS 'For tables with a column updated_at';
