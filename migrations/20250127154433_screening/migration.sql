CREATE TYPE people.screening_outcome AS ENUM (
    'pending',
    'accepted',
    'rejected',
    'dispute'
);

CREATE TYPE people.weekly_slot AS (
    weekday smallint,
    starts time without time zone,
    ends time without time zone
);

CREATE TABLE people.consent (
    account_id uuid NOT NULL,
    topic text NOT NULL,
    given_at timestamp with time zone DEFAULT now() NOT NULL,
    withdrawn_at timestamp with time zone,
    CONSTRAINT consent_pkey PRIMARY KEY (account_id, topic),
    CONSTRAINT consent_order CHECK ((withdrawn_at > given_at)),
    CONSTRAINT consent_topic CHECK ((topic = ANY (ARRAY['terms'::text, 'privacy'::text, 'recording'::text, 'newsletter'::text])))
);

CREATE TABLE people.screener (
    id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
    account_id uuid NOT NULL,
    display_name text NOT NULL,
    active boolean DEFAULT true NOT NULL,
    CONSTRAINT screener_pkey PRIMARY KEY (id),
    CONSTRAINT screener_account_id_key UNIQUE (account_id)
);

CREATE TABLE people.screening (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    screener_id integer NOT NULL,
    pupil_id bigint,
    helper_id bigint,
    outcome people.screening_outcome DEFAULT 'pending'::people.screening_outcome NOT NULL,
    note text,
    held_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT screening_pkey PRIMARY KEY (id),
    CONSTRAINT screening_dispute_has_note CHECK (((outcome <> 'dispute'::people.screening_outcome) OR (note <> ''::text))),
    CONSTRAINT screening_one_person CHECK ((num_nonnulls(pupil_id, helper_id) = 1))
);

CREATE FUNCTION people.is_slot(slot people.weekly_slot)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
    SELECT (slot).weekday BETWEEN 1 AND 7 AND (slot).starts < (slot).ends
$function$;

CREATE TABLE people.helper_availability (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    helper_id bigint NOT NULL,
    slot people.weekly_slot NOT NULL,
    CONSTRAINT helper_availability_pkey PRIMARY KEY (id),
    CONSTRAINT helper_availability_slot CHECK (people.is_slot(slot))
);

CREATE FUNCTION people.touch_updated_at()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$function$;

ALTER TABLE people.helper ADD COLUMN decisive_screening_id bigint;

ALTER TABLE people.pupil ADD COLUMN learning_german boolean DEFAULT false NOT NULL;

ALTER TABLE people.consent ADD CONSTRAINT consent_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id) ON DELETE CASCADE;

ALTER TABLE people.helper ADD CONSTRAINT helper_decisive_screening_fkey FOREIGN KEY (decisive_screening_id) REFERENCES people.screening(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE people.helper_availability ADD CONSTRAINT helper_availability_helper_id_fkey FOREIGN KEY (helper_id) REFERENCES people.helper(id) ON DELETE CASCADE;

ALTER TABLE people.screener ADD CONSTRAINT screener_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id) ON DELETE RESTRICT;

ALTER TABLE people.screening
    ADD CONSTRAINT screening_helper_id_fkey FOREIGN KEY (helper_id) REFERENCES people.helper(id) ON DELETE CASCADE,
    ADD CONSTRAINT screening_pupil_id_fkey FOREIGN KEY (pupil_id) REFERENCES people.pupil(id) ON DELETE CASCADE,
    ADD CONSTRAINT screening_screener_id_fkey FOREIGN KEY (screener_id) REFERENCES people.screener(id);

CREATE INDEX screening_helper_idx ON people.screening USING btree (helper_id, held_at DESC) WHERE (helper_id IS NOT NULL);

CREATE INDEX screening_pupil_idx ON people.screening USING btree (pupil_id, held_at DESC) WHERE (pupil_id IS NOT NULL);

CREATE TRIGGER account_touch BEFORE UPDATE ON people.account FOR EACH ROW EXECUTE FUNCTION people.touch_updated_at();

CREATE TRIGGER helper_touch BEFORE UPDATE ON people.helper FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION people.touch_updated_at();

CREATE TRIGGER pupil_touch BEFORE UPDATE ON people.pupil FOR EACH ROW EXECUTE FUNCTION people.touch_updated_at();

COMMENT ON TABLE people.screening IS 'A talk by which staff get to know a pupil or a helper';

COMMENT ON FUNCTION people.touch_updated_at() IS 'For tables with a column updated_at';
