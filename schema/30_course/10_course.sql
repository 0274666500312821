CREATE TYPE course.category AS ENUM ('revision', 'club', 'coaching', 'language');
CREATE TYPE course.state AS ENUM ('draft', 'submitted', 'allowed', 'denied', 'cancelled');

CREATE TABLE course.course (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title text NOT NULL,
    outline text NOT NULL DEFAULT '',
    category course.category NOT NULL,
    state course.state NOT NULL DEFAULT 'draft',
    subject text REFERENCES people.subject ON UPDATE CASCADE ON DELETE SET NULL,
    created_by bigint REFERENCES people.helper ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT course_revision_has_subject CHECK (category <> 'revision' OR subject IS NOT NULL)
);
CREATE INDEX course_text_idx ON course.course USING gin (to_tsvector('german', title || ' ' || outline));

CREATE TABLE course.tag (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    category course.category NOT NULL,
    UNIQUE (name, category)
);

CREATE TABLE course.course_tag (
    course_id integer NOT NULL REFERENCES course.course ON DELETE CASCADE,
    tag_id integer NOT NULL REFERENCES course.tag ON DELETE CASCADE,
    PRIMARY KEY (course_id, tag_id)
);

CREATE TRIGGER course_touch BEFORE UPDATE ON course.course
    FOR EACH ROW EXECUTE FUNCTION people.touch_updated_at();
