CREATE TABLE people.account_session (
    token_hash bytea NOT NULL,
    account_id uuid NOT NULL,
    device text,
    expires_at timestamp with time zone DEFAULT (now() + '30 days'::interval) NOT NULL,
    CONSTRAINT account_session_pkey PRIMARY KEY (token_hash),
    CONSTRAINT account_session_hash_length CHECK ((octet_length(token_hash) = 32))
);

ALTER TABLE people.account_session
    ENABLE ROW LEVEL SECURITY,
    FORCE ROW LEVEL SECURITY;

CREATE TABLE people.contact_note (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    account_id uuid NOT NULL,
    written_by integer,
    body text NOT NULL,
    confidential boolean DEFAULT false NOT NULL,
    written_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT contact_note_pkey PRIMARY KEY (id)
);

ALTER TABLE people.contact_note ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION people.current_account()
 RETURNS uuid
 LANGUAGE sql
 STABLE
AS $function$
    SELECT nullif(current_setting('app.account', true), '')::uuid
$function$;

ALTER TABLE people.helper ADD COLUMN languages text[] DEFAULT ARRAY['de'::text] NOT NULL;

ALTER TABLE people.account_session ADD CONSTRAINT account_session_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id) ON DELETE CASCADE;

ALTER TABLE people.contact_note
    ADD CONSTRAINT contact_note_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id) ON DELETE CASCADE,
    ADD CONSTRAINT contact_note_written_by_fkey FOREIGN KEY (written_by) REFERENCES people.screener(id) ON DELETE SET NULL;

CREATE INDEX account_session_account_idx ON people.account_session USING hash (account_id);

CREATE INDEX contact_note_account_idx ON people.contact_note USING btree (account_id, written_at DESC);

CREATE POLICY account_session_own ON people.account_session TO tutoring_app USING ((account_id = people.current_account()));

CREATE POLICY contact_note_own ON people.contact_note FOR SELECT TO tutoring_app USING (((account_id = people.current_account()) AND (NOT confidential)));

CREATE POLICY contact_note_staff ON people.contact_note TO tutoring_staff USING (true) WITH CHECK (true);

REVOKE EXECUTE ON PROCEDURE matching.dissolve(bigint,pg_catalog.text) FROM PUBLIC;

GRANT USAGE ON SCHEMA course TO tutoring_app;

GRANT USAGE ON SCHEMA course TO tutoring_report;

GRANT USAGE ON SCHEMA course TO tutoring_staff;

GRANT SELECT ON TABLE course.catalogue TO tutoring_report;

GRANT USAGE ON SCHEMA matching TO tutoring_app;

GRANT USAGE ON SCHEMA matching TO tutoring_report;

GRANT USAGE ON SCHEMA matching TO tutoring_staff;

GRANT EXECUTE ON PROCEDURE matching.dissolve(bigint,pg_catalog.text) TO tutoring_staff;

GRANT INSERT, SELECT, UPDATE ON TABLE matching.match TO tutoring_staff;

GRANT SELECT, USAGE ON SEQUENCE matching.match_number TO tutoring_staff;

GRANT SELECT ON TABLE matching.open_demand TO tutoring_report;

GRANT INSERT, SELECT ON TABLE matching.request TO tutoring_app;

GRANT SELECT ON TABLE matching.scarce_demand TO tutoring_report;

GRANT USAGE ON SCHEMA notify TO tutoring_app;

GRANT USAGE ON SCHEMA notify TO tutoring_staff;

GRANT USAGE ON SCHEMA people TO tutoring_app;

GRANT USAGE ON SCHEMA people TO tutoring_staff;

GRANT INSERT, SELECT, UPDATE ON TABLE people.account TO tutoring_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE people.account_session TO tutoring_app;

GRANT INSERT, SELECT, UPDATE ON TABLE people.consent TO tutoring_app;

GRANT SELECT ON TABLE people.contact_note TO tutoring_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE people.contact_note TO tutoring_staff;

GRANT INSERT, SELECT, UPDATE ON TABLE people.helper TO tutoring_app;

GRANT INSERT, SELECT, UPDATE ON TABLE people.pupil TO tutoring_app;

GRANT USAGE ON SCHEMA reward TO tutoring_app;

GRANT USAGE ON SCHEMA reward TO tutoring_report;

GRANT USAGE ON SCHEMA reward TO tutoring_staff;

GRANT SELECT ON TABLE reward.leaderboard TO tutoring_report;

GRANT UPDATE (closed_at), UPDATE (wish) ON TABLE matching.request TO tutoring_app;
