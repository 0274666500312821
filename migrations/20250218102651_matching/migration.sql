CREATE SCHEMA matching;

CREATE TYPE matching.match_status AS ENUM (
    'proposed',
    'active',
    'paused',
    'dissolved'
);

CREATE TYPE matching.request_source AS ENUM (
    'pupil',
    'guardian',
    'staff'
);

CREATE SEQUENCE matching.match_number AS integer INCREMENT BY 7 START WITH 10000 CACHE 5;

CREATE TABLE matching.feedback (
    match_id bigint NOT NULL,
    pupil_id bigint NOT NULL,
    helper_id bigint NOT NULL,
    by_pupil boolean NOT NULL,
    stars smallint NOT NULL,
    remark text,
    given_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT feedback_pkey PRIMARY KEY (match_id, by_pupil),
    CONSTRAINT feedback_stars_check CHECK (((stars >= 1) AND (stars <= 5)))
);

CREATE TABLE matching.match (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    number integer DEFAULT nextval('matching.match_number'::regclass) NOT NULL,
    pupil_id bigint NOT NULL,
    helper_id bigint NOT NULL,
    request_id bigint,
    status matching.match_status DEFAULT 'proposed'::matching.match_status NOT NULL,
    started_on date DEFAULT CURRENT_DATE NOT NULL,
    ended_on date,
    dissolve_reason text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT match_pkey PRIMARY KEY (id),
    CONSTRAINT match_members UNIQUE (id, pupil_id, helper_id),
    CONSTRAINT match_number_key UNIQUE (number),
    CONSTRAINT match_dates CHECK ((ended_on >= started_on)),
    CONSTRAINT match_dissolved CHECK (((status = 'dissolved'::matching.match_status) = (ended_on IS NOT NULL)))
);

CREATE TABLE matching.request (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    pupil_id bigint NOT NULL,
    source matching.request_source DEFAULT 'pupil'::matching.request_source NOT NULL,
    wish text,
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    closed_at timestamp with time zone,
    CONSTRAINT request_pkey PRIMARY KEY (id),
    CONSTRAINT request_order CHECK ((closed_at >= opened_at))
);

CREATE FUNCTION matching.close_request()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    UPDATE matching.request SET closed_at = now()
    WHERE id = NEW.request_id AND closed_at IS NULL;
    RETURN NULL;
END
$function$;

ALTER TABLE matching.feedback ADD CONSTRAINT feedback_match_fkey FOREIGN KEY (match_id, pupil_id, helper_id) REFERENCES matching.match(id, pupil_id, helper_id) ON DELETE CASCADE;

ALTER TABLE matching.match
    ADD CONSTRAINT match_helper_id_fkey FOREIGN KEY (helper_id) REFERENCES people.helper(id),
    ADD CONSTRAINT match_pupil_id_fkey FOREIGN KEY (pupil_id) REFERENCES people.pupil(id),
    ADD CONSTRAINT match_request_id_fkey FOREIGN KEY (request_id) REFERENCES matching.request(id) ON DELETE SET NULL;

ALTER TABLE matching.request ADD CONSTRAINT request_pupil_id_fkey FOREIGN KEY (pupil_id) REFERENCES people.pupil(id) ON DELETE CASCADE;

ALTER SEQUENCE matching.match_number OWNED BY matching.match.number;

CREATE INDEX match_helper_idx ON matching.match USING btree (helper_id) INCLUDE (status, started_on);

CREATE UNIQUE INDEX match_one_alive ON matching.match USING btree (pupil_id, helper_id) WHERE (status <> 'dissolved'::matching.match_status);

CREATE UNIQUE INDEX request_one_open ON matching.request USING btree (pupil_id) WHERE (closed_at IS NULL);

CREATE TRIGGER match_closes_request AFTER INSERT OR UPDATE OF status ON matching.match FOR EACH ROW WHEN ((new.status = 'active'::matching.match_status)) EXECUTE FUNCTION matching.close_request();

CREATE TRIGGER match_touch BEFORE UPDATE ON matching.match FOR EACH ROW EXECUTE FUNCTION people.touch_updated_at();

ALTER TABLE matching.match SET (fillfactor = '90');

COMMENT ON SCHEMA matching IS 'One pupil and one helper, week by week';

COMMENT ON CONSTRAINT match_members on matching.match IS 'So that others can refer to the match and its people at once';

COMMENT ON TABLE matching.match IS 'A pupil and the helper who meets them';

COMMENT ON SEQUENCE matching.match_number IS 'Numbers that people read to each other on the phone';
