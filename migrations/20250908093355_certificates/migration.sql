ALTER TABLE course.subcourse DROP CONSTRAINT subcourse_size;

CREATE SCHEMA reward;

CREATE TABLE reward.certificate (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    helper_id bigint NOT NULL,
    match_id bigint,
    subcourse_id integer,
    hours numeric(6,2) NOT NULL,
    category text DEFAULT 'tutoring'::text NOT NULL,
    issued_on date DEFAULT CURRENT_DATE NOT NULL,
    verification_code text DEFAULT upper(substr(md5((random())::text), 1, 10)) NOT NULL,
    CONSTRAINT certificate_pkey PRIMARY KEY (id),
    CONSTRAINT certificate_code_key UNIQUE (verification_code),
    CONSTRAINT certificate_about_one CHECK ((num_nonnulls(match_id, subcourse_id) <= 1)),
    CONSTRAINT certificate_hours CHECK ((hours > (0)::numeric))
);

CREATE TABLE reward.signature (
    certificate_id uuid NOT NULL,
    role text NOT NULL,
    signed_at timestamp with time zone DEFAULT now() NOT NULL,
    image bytea,
    CONSTRAINT signature_pkey PRIMARY KEY (certificate_id, role),
    CONSTRAINT signature_role_check CHECK ((role = ANY (ARRAY['pupil'::text, 'guardian'::text, 'staff'::text])))
);

ALTER TABLE reward.signature ALTER COLUMN image SET STORAGE EXTERNAL;

ALTER TABLE course.subcourse ADD CONSTRAINT subcourse_size CHECK (((max_participants >= 3) AND (max_participants <= 100)));

ALTER TABLE reward.certificate
    ADD CONSTRAINT certificate_helper_id_fkey FOREIGN KEY (helper_id) REFERENCES people.helper(id) ON DELETE CASCADE,
    ADD CONSTRAINT certificate_match_id_fkey FOREIGN KEY (match_id) REFERENCES matching.match(id) ON DELETE SET NULL,
    ADD CONSTRAINT certificate_subcourse_id_fkey FOREIGN KEY (subcourse_id) REFERENCES course.subcourse(id) ON DELETE SET NULL;

ALTER TABLE reward.signature ADD CONSTRAINT signature_certificate_id_fkey FOREIGN KEY (certificate_id) REFERENCES reward.certificate(id) ON DELETE CASCADE;

COMMENT ON SCHEMA reward IS 'Certificates and achievements';

COMMENT ON COLUMN reward.certificate.verification_code IS 'Printed on the paper; anyone may look it up';
