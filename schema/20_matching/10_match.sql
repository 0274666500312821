CREATE TYPE matching.match_status AS ENUM ('proposed', 'active', 'paused', 'dissolved');
CREATE TYPE matching.request_source AS ENUM ('pupil', 'guardian', 'staff');

CREATE SEQUENCE matching.match_number AS integer START WITH 10000 INCREMENT BY 7 CACHE 5;
COMMENT ON SEQUENCE matching.match_number IS 'Numbers that people read to each other on the phone';

CREATE TABLE matching.request (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    pupil_id bigint NOT NULL REFERENCES people.pupil ON DELETE CASCADE,
    source matching.request_source NOT NULL DEFAULT 'pupil',
    wish text,
    opened_at timestamptz NOT NULL DEFAULT now(),
    closed_at timestamptz,
    priority smallint NOT NULL DEFAULT 0,
    CONSTRAINT request_order CHECK (closed_at >= opened_at)
);
CREATE UNIQUE INDEX request_one_open ON matching.request (pupil_id) WHERE closed_at IS NULL;
CREATE INDEX request_waiting_idx ON matching.request (priority DESC, opened_at) WHERE closed_at IS NULL;

CREATE TABLE matching.match (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number integer NOT NULL DEFAULT nextval('matching.match_number') UNIQUE,
    pupil_id bigint NOT NULL REFERENCES people.pupil,
    helper_id bigint NOT NULL REFERENCES people.helper,
    request_id bigint REFERENCES matching.request ON DELETE SET NULL,
    status matching.match_status NOT NULL DEFAULT 'proposed',
    started_on date NOT NULL DEFAULT CURRENT_DATE,
    ended_on date,
    dissolve_reason text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT match_dates CHECK (ended_on >= started_on),
    CONSTRAINT match_dissolved CHECK ((status = 'dissolved') = (ended_on IS NOT NULL)),
    CONSTRAINT match_members UNIQUE (id, pupil_id, helper_id)
) WITH (fillfactor = 90);
ALTER SEQUENCE matching.match_number OWNED BY matching.match.number;
COMMENT ON TABLE matching.match IS 'A pupil and the helper who meets them';
COMMENT ON CONSTRAINT match_members ON matching.match IS 'So that others can refer to the match and its people at once';

CREATE UNIQUE INDEX match_one_alive ON matching.match (pupil_id, helper_id) WHERE status <> 'dissolved';
CREATE INDEX match_helper_idx ON matching.match (helper_id) INCLUDE (status, started_on);
CREATE INDEX match_month_idx ON matching.match (date_trunc('month', started_on::timestamp));

CREATE TRIGGER match_touch BEFORE UPDATE ON matching.match
    FOR EACH ROW EXECUTE FUNCTION people.touch_updated_at();

CREATE FUNCTION matching.close_request() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE matching.request SET closed_at = now()
    WHERE id = NEW.request_id AND closed_at IS NULL;
    RETURN NULL;
END
$$;
CREATE TRIGGER match_closes_request AFTER INSERT OR UPDATE OF status ON matching.match
    FOR EACH ROW WHEN (NEW.status = 'active') EXECUTE FUNCTION matching.close_request();
