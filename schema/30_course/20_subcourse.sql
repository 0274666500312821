-- One run of a course, with its own people and dates.
CREATE TABLE course.subcourse (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    course_id integer NOT NULL REFERENCES course.course ON DELETE CASCADE,
    min_grade people.grade NOT NULL DEFAULT 1,
    max_grade people.grade NOT NULL DEFAULT 13,
    max_participants smallint NOT NULL DEFAULT 20,
    join_after_start boolean NOT NULL DEFAULT false,
    published_at timestamptz,
    cancelled_at timestamptz,
    next_lecture_id bigint,
    CONSTRAINT subcourse_grades CHECK (min_grade <= max_grade),
    CONSTRAINT subcourse_size CHECK (max_participants BETWEEN 3 AND 100)
);
CREATE INDEX subcourse_course_idx ON course.subcourse (course_id);

CREATE TABLE course.lecture (
    subcourse_id integer NOT NULL REFERENCES course.subcourse ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    starts_at timestamptz NOT NULL,
    minutes smallint NOT NULL DEFAULT 60 CHECK (minutes > 0),
    video_url text,
    PRIMARY KEY (id),
    UNIQUE (subcourse_id, id)
);
CREATE INDEX lecture_starts_idx ON course.lecture USING brin (starts_at) WITH (pages_per_range = 32);

-- The next lecture must be one of this subcourse's own.
ALTER TABLE course.subcourse ADD CONSTRAINT subcourse_next_lecture_fkey
    FOREIGN KEY (id, next_lecture_id) REFERENCES course.lecture (subcourse_id, id) DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE course.instructor (
    subcourse_id integer NOT NULL REFERENCES course.subcourse ON DELETE CASCADE,
    helper_id bigint NOT NULL REFERENCES people.helper,
    leads boolean NOT NULL DEFAULT false,
    PRIMARY KEY (subcourse_id, helper_id)
);
CREATE UNIQUE INDEX instructor_one_lead ON course.instructor (subcourse_id) WHERE leads;
