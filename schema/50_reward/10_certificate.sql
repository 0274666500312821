CREATE TABLE reward.certificate (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    helper_id bigint NOT NULL REFERENCES people.helper ON DELETE CASCADE,
    match_id bigint REFERENCES matching.match ON DELETE SET NULL,
    subcourse_id integer REFERENCES course.subcourse ON DELETE SET NULL,
    hours numeric(6, 2) NOT NULL,
    category text NOT NULL DEFAULT 'tutoring',
    issued_on date NOT NULL DEFAULT CURRENT_DATE,
    verification_code text NOT NULL DEFAULT upper(substr(md5(random()::text), 1, 10)),
    CONSTRAINT certificate_hours CHECK (hours > 0),
    CONSTRAINT certificate_about_one CHECK (num_nonnulls(match_id, subcourse_id) <= 1),
    CONSTRAINT certificate_code_key UNIQUE (verification_code)
);
COMMENT ON COLUMN reward.certificate.verification_code IS 'Printed on the paper; anyone may look it up';

CREATE TABLE reward.signature (
    certificate_id uuid NOT NULL REFERENCES reward.certificate ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('pupil', 'guardian', 'staff')),
    signed_at timestamptz NOT NULL DEFAULT now(),
    image bytea,
    PRIMARY KEY (certificate_id, role)
);
ALTER TABLE reward.signature ALTER COLUMN image SET STORAGE EXTERNAL;
