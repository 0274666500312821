CREATE TABLE course.participant (
    subcourse_id integer NOT NULL REFERENCES course.subcourse ON DELETE CASCADE,
    pupil_id bigint NOT NULL REFERENCES people.pupil,
    joined_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (subcourse_id, pupil_id)
);
CREATE INDEX participant_pupil_idx ON course.participant (pupil_id);

CREATE TABLE course.waiting (
    subcourse_id integer NOT NULL REFERENCES course.subcourse ON DELETE CASCADE,
    pupil_id bigint NOT NULL REFERENCES people.pupil ON DELETE CASCADE,
    since timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (subcourse_id, pupil_id)
);

CREATE TABLE course.attendance (
    subcourse_id integer NOT NULL,
    lecture_id bigint NOT NULL,
    pupil_id bigint NOT NULL,
    minutes_present smallint,
    PRIMARY KEY (lecture_id, pupil_id),
    FOREIGN KEY (subcourse_id, lecture_id) REFERENCES course.lecture (subcourse_id, id) ON DELETE CASCADE,
    FOREIGN KEY (subcourse_id, pupil_id) REFERENCES course.participant ON DELETE CASCADE
);

CREATE FUNCTION course.free_places(wanted integer) RETURNS integer
LANGUAGE sql STABLE AS $$
    SELECT s.max_participants - (SELECT count(*)::integer FROM course.participant p WHERE p.subcourse_id = s.id)
    FROM course.subcourse s
    WHERE s.id = wanted
$$;

CREATE FUNCTION course.guard_places() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM course.subcourse WHERE id = NEW.subcourse_id FOR UPDATE;
    IF course.free_places(NEW.subcourse_id) <= 0 THEN
        RAISE EXCEPTION 'subcourse % is full', NEW.subcourse_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER participant_needs_place BEFORE INSERT ON course.participant
    FOR EACH ROW EXECUTE FUNCTION course.guard_places();

-- Joins a subcourse, or its waiting list when it is full; says which.
CREATE FUNCTION course.enrol(wanted integer, pupil bigint) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO course.participant (subcourse_id, pupil_id) VALUES (wanted, pupil);
    DELETE FROM course.waiting WHERE subcourse_id = wanted AND pupil_id = pupil;
    RETURN 'joined';
EXCEPTION
    WHEN check_violation THEN
        INSERT INTO course.waiting (subcourse_id, pupil_id) VALUES (wanted, pupil) ON CONFLICT DO NOTHING;
        RETURN 'waiting';
END
$$;
COMMENT ON FUNCTION course.enrol(integer, bigint) IS 'Returns joined or waiting';
