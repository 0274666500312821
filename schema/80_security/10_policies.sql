-- The application says on whose behalf it acts: SET app.account = '<uuid>'.
CREATE FUNCTION people.current_account() RETURNS uuid
LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting('app.account', true), '')::uuid
$$;

ALTER TABLE people.contact_note ENABLE ROW LEVEL SECURITY;
CREATE POLICY contact_note_staff ON people.contact_note TO tutoring_staff USING (true) WITH CHECK (true);
CREATE POLICY contact_note_own ON people.contact_note FOR SELECT TO tutoring_app
    USING (account_id = people.current_account() AND NOT confidential);

ALTER TABLE people.account_session ENABLE ROW LEVEL SECURITY;
ALTER TABLE people.account_session FORCE ROW LEVEL SECURITY;
CREATE POLICY account_session_own ON people.account_session TO tutoring_app
    USING (account_id = people.current_account());

ALTER TABLE notify.preference ENABLE ROW LEVEL SECURITY;
CREATE POLICY preference_own ON notify.preference TO tutoring_app USING (account_id = people.current_account());
CREATE POLICY preference_not_closed ON notify.preference AS RESTRICTIVE FOR UPDATE TO PUBLIC
    USING (EXISTS (SELECT FROM people.account a WHERE a.id = preference.account_id AND a.status <> 'closed'));
