CREATE TABLE people.screener (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id uuid NOT NULL UNIQUE REFERENCES people.account ON DELETE RESTRICT,
    display_name text NOT NULL,
    active boolean NOT NULL DEFAULT true
);

CREATE TABLE people.screening (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    screener_id integer NOT NULL REFERENCES people.screener,
    pupil_id bigint REFERENCES people.pupil ON DELETE CASCADE,
    helper_id bigint REFERENCES people.helper ON DELETE CASCADE,
    outcome people.screening_outcome NOT NULL DEFAULT 'pending',
    note text,
    held_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT screening_one_person CHECK (num_nonnulls(pupil_id, helper_id) = 1),
    CONSTRAINT screening_dispute_has_note CHECK (outcome <> 'dispute' OR note <> '')
);
COMMENT ON TABLE people.screening IS 'A talk by which staff get to know a pupil or a helper';
CREATE INDEX screening_pupil_idx ON people.screening (pupil_id, held_at DESC) WHERE pupil_id IS NOT NULL;
CREATE INDEX screening_helper_idx ON people.screening (helper_id, held_at DESC) WHERE helper_id IS NOT NULL;

-- A helper knows the screening that decided, and the screening knows the helper.
ALTER TABLE people.helper ADD CONSTRAINT helper_decisive_screening_fkey
    FOREIGN KEY (decisive_screening_id) REFERENCES people.screening ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE people.contact_note (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES people.account ON DELETE CASCADE,
    written_by integer REFERENCES people.screener ON DELETE SET NULL,
    body text NOT NULL,
    confidential boolean NOT NULL DEFAULT false,
    written_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX contact_note_account_idx ON people.contact_note (account_id, written_at DESC);
