CREATE TABLE people.school (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    kind people.school_type NOT NULL DEFAULT 'other',
    postcode character varying(10),
    email_domain text,
    CONSTRAINT school_name_key UNIQUE (name, postcode)
);

CREATE TABLE people.subject (
    code text PRIMARY KEY CONSTRAINT subject_code_shape CHECK (code ~ '^[a-z_]{2,20}$'),
    title text NOT NULL UNIQUE,
    from_grade people.grade DEFAULT 1,
    to_grade people.grade DEFAULT 13,
    CONSTRAINT subject_grades CHECK (from_grade <= to_grade)
);
COMMENT ON TABLE people.subject IS 'What can be taught; the list is kept by staff';
