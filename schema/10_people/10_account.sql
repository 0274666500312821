CREATE TABLE people.account (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email people.email_address NOT NULL,
    password_hash text,
    status people.account_status NOT NULL DEFAULT 'invited',
    language people.language_code,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz,
    suspended_until date,
    CONSTRAINT account_active_has_password CHECK (status <> 'active' OR password_hash IS NOT NULL)
);
COMMENT ON TABLE people.account IS 'What a person logs in with; a person may be a pupil, a helper or staff';
COMMENT ON COLUMN people.account.password_hash IS 'NULL until the invitation is answered';

CREATE UNIQUE INDEX account_email_key ON people.account (lower(email));
CREATE INDEX account_last_seen_idx ON people.account (last_seen_at DESC NULLS LAST) WHERE status = 'active';

CREATE TRIGGER account_touch BEFORE UPDATE ON people.account
    FOR EACH ROW EXECUTE FUNCTION people.touch_updated_at();

CREATE TABLE people.consent (
    account_id uuid NOT NULL REFERENCES people.account ON DELETE CASCADE,
    topic text NOT NULL,
    given_at timestamptz NOT NULL DEFAULT now(),
    withdrawn_at timestamptz,
    PRIMARY KEY (account_id, topic),
    CONSTRAINT consent_topic CHECK (topic IN ('terms', 'privacy', 'recording', 'newsletter')),
    CONSTRAINT consent_order CHECK (withdrawn_at > given_at)
);

CREATE TABLE people.account_session (
    token_hash bytea PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES people.account ON DELETE CASCADE,
    device text,
    expires_at timestamptz NOT NULL DEFAULT now() + interval '30 days',
    CONSTRAINT account_session_hash_length CHECK (octet_length(token_hash) = 32)
);
CREATE INDEX account_session_account_idx ON people.account_session USING hash (account_id);
