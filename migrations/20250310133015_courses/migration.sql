CREATE SCHEMA course;

CREATE TYPE course.category AS ENUM (
    'revision',
    'club',
    'coaching',
    'language'
);

CREATE TYPE course.state AS ENUM (
    'draft',
    'submitted',
    'allowed',
    'denied',
    'cancelled'
);

CREATE TABLE course.attendance (
    subcourse_id integer NOT NULL,
    lecture_id bigint NOT NULL,
    pupil_id bigint NOT NULL,
    minutes_present smallint,
    CONSTRAINT attendance_pkey PRIMARY KEY (lecture_id, pupil_id)
);

CREATE TABLE course.course (
    id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
    title text NOT NULL,
    outline text DEFAULT ''::text NOT NULL,
    category course.category NOT NULL,
    state course.state DEFAULT 'draft'::course.state NOT NULL,
    subject text,
    created_by bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT course_pkey PRIMARY KEY (id),
    CONSTRAINT course_revision_has_subject CHECK (((category <> 'revision'::course.category) OR (subject IS NOT NULL)))
);

CREATE TABLE course.course_tag (
    course_id integer NOT NULL,
    tag_id integer NOT NULL,
    CONSTRAINT course_tag_pkey PRIMARY KEY (course_id, tag_id)
);

CREATE TABLE course.instructor (
    subcourse_id integer NOT NULL,
    helper_id bigint NOT NULL,
    leads boolean DEFAULT false NOT NULL,
    CONSTRAINT instructor_pkey PRIMARY KEY (subcourse_id, helper_id)
);

CREATE TABLE course.lecture (
    subcourse_id integer NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    minutes smallint DEFAULT 60 NOT NULL,
    video_url text,
    CONSTRAINT lecture_pkey PRIMARY KEY (id),
    CONSTRAINT lecture_subcourse_id_id_key UNIQUE (subcourse_id, id),
    CONSTRAINT lecture_minutes_check CHECK ((minutes > 0))
);

CREATE TABLE course.participant (
    subcourse_id integer NOT NULL,
    pupil_id bigint NOT NULL,
    joined_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT participant_pkey PRIMARY KEY (subcourse_id, pupil_id)
);

CREATE TABLE course.subcourse (
    id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
    course_id integer NOT NULL,
    min_grade people.grade DEFAULT 1 NOT NULL,
    max_grade people.grade DEFAULT 13 NOT NULL,
    max_participants smallint DEFAULT 20 NOT NULL,
    join_after_start boolean DEFAULT false NOT NULL,
    published_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    next_lecture_id bigint,
    CONSTRAINT subcourse_pkey PRIMARY KEY (id),
    CONSTRAINT subcourse_grades CHECK (((min_grade)::smallint <= (max_grade)::smallint)),
    CONSTRAINT subcourse_size CHECK (((max_participants >= 3) AND (max_participants <= 50)))
);

CREATE TABLE course.tag (
    id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
    name text NOT NULL,
    category course.category NOT NULL,
    CONSTRAINT tag_pkey PRIMARY KEY (id),
    CONSTRAINT tag_name_category_key UNIQUE (name, category)
);

CREATE TABLE course.waiting (
    subcourse_id integer NOT NULL,
    pupil_id bigint NOT NULL,
    since timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT waiting_pkey PRIMARY KEY (subcourse_id, pupil_id)
);

ALTER TABLE course.attendance
    ADD CONSTRAINT attendance_subcourse_id_lecture_id_fkey FOREIGN KEY (subcourse_id, lecture_id) REFERENCES course.lecture(subcourse_id, id) ON DELETE CASCADE,
    ADD CONSTRAINT attendance_subcourse_id_pupil_id_fkey FOREIGN KEY (subcourse_id, pupil_id) REFERENCES course.participant(subcourse_id, pupil_id) ON DELETE CASCADE;

ALTER TABLE course.course
    ADD CONSTRAINT course_created_by_fkey FOREIGN KEY (created_by) REFERENCES people.helper(id) ON DELETE SET NULL,
    ADD CONSTRAINT course_subject_fkey FOREIGN KEY (subject) REFERENCES people.subject(code) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE course.course_tag
    ADD CONSTRAINT course_tag_course_id_fkey FOREIGN KEY (course_id) REFERENCES course.course(id) ON DELETE CASCADE,
    ADD CONSTRAINT course_tag_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES course.tag(id) ON DELETE CASCADE;

ALTER TABLE course.instructor
    ADD CONSTRAINT instructor_helper_id_fkey FOREIGN KEY (helper_id) REFERENCES people.helper(id),
    ADD CONSTRAINT instructor_subcourse_id_fkey FOREIGN KEY (subcourse_id) REFERENCES course.subcourse(id) ON DELETE CASCADE;

ALTER TABLE course.lecture ADD CONSTRAINT lecture_subcourse_id_fkey FOREIGN KEY (subcourse_id) REFERENCES course.subcourse(id) ON DELETE CASCADE;

ALTER TABLE course.participant
    ADD CONSTRAINT participant_pupil_id_fkey FOREIGN KEY (pupil_id) REFERENCES people.pupil(id),
    ADD CONSTRAINT participant_subcourse_id_fkey FOREIGN KEY (subcourse_id) REFERENCES course.subcourse(id) ON DELETE CASCADE;

ALTER TABLE course.subcourse
    ADD CONSTRAINT subcourse_course_id_fkey FOREIGN KEY (course_id) REFERENCES course.course(id) ON DELETE CASCADE,
    ADD CONSTRAINT subcourse_next_lecture_fkey FOREIGN KEY (id, next_lecture_id) REFERENCES course.lecture(subcourse_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE course.waiting
    ADD CONSTRAINT waiting_pupil_id_fkey FOREIGN KEY (pupil_id) REFERENCES people.pupil(id) ON DELETE CASCADE,
    ADD CONSTRAINT waiting_subcourse_id_fkey FOREIGN KEY (subcourse_id) REFERENCES course.subcourse(id) ON DELETE CASCADE;

CREATE INDEX course_text_idx ON course.course USING gin (to_tsvector('german'::regconfig, ((title || ' '::text) || outline)));

CREATE UNIQUE INDEX instructor_one_lead ON course.instructor USING btree (subcourse_id) WHERE leads;

CREATE INDEX lecture_starts_idx ON course.lecture USING brin (starts_at) WITH (pages_per_range='32');

CREATE INDEX participant_pupil_idx ON course.participant USING btree (pupil_id);

CREATE INDEX subcourse_course_idx ON course.subcourse USING btree (course_id);

CREATE TRIGGER course_touch BEFORE UPDATE ON course.course FOR EACH ROW EXECUTE FUNCTION people.touch_updated_at();

COMMENT ON SCHEMA course IS 'Group courses, their lectures and who attends';
