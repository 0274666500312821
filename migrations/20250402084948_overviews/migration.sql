CREATE TYPE matching.candidate AS (
    helper_id bigint,
    pupil_id bigint,
    shared_subjects integer
);

CREATE FUNCTION course.enrol(wanted integer, pupil bigint)
 RETURNS text
 LANGUAGE plpgsql
AS $function$
BEGIN
    INSERT INTO course.participant (subcourse_id, pupil_id) VALUES (wanted, pupil);
    DELETE FROM course.waiting WHERE subcourse_id = wanted AND pupil_id = pupil;
    RETURN 'joined';
EXCEPTION
    WHEN check_violation THEN
        INSERT INTO course.waiting (subcourse_id, pupil_id) VALUES (wanted, pupil) ON CONFLICT DO NOTHING;
        RETURN 'waiting';
END
$function$;

CREATE FUNCTION course.free_places(wanted integer)
 RETURNS integer
 LANGUAGE sql
 STABLE
AS $function$
    SELECT s.max_participants - (SELECT count(*)::integer FROM course.participant p WHERE p.subcourse_id = s.id)
    FROM course.subcourse s
    WHERE s.id = wanted
$function$;

CREATE FUNCTION course.guard_places()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    PERFORM 1 FROM course.subcourse WHERE id = NEW.subcourse_id FOR UPDATE;
    IF course.free_places(NEW.subcourse_id) <= 0 THEN
        RAISE EXCEPTION 'subcourse % is full', NEW.subcourse_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$function$;

CREATE FUNCTION matching.candidates(wanted_pupil bigint, most integer DEFAULT 10)
 RETURNS SETOF matching.candidate
 LANGUAGE sql
 STABLE ROWS 10
AS $function$
    SELECT h.helper_id, p.id, count(*)::integer
    FROM people.pupil p
    JOIN people.pupil_subject w ON w.pupil_id = p.id
    JOIN people.helper_subject h ON h.subject = w.subject AND p.grade BETWEEN h.from_grade AND h.to_grade
    WHERE p.id = wanted_pupil
    GROUP BY h.helper_id, p.id
    ORDER BY count(*) DESC, h.helper_id
    LIMIT most
$function$;

CREATE PROCEDURE matching.dissolve(IN doomed bigint, IN why text)
 LANGUAGE plpgsql
AS $procedure$
BEGIN
    UPDATE matching.match
    SET status = 'dissolved', ended_on = CURRENT_DATE, dissolve_reason = why
    WHERE id = doomed AND status <> 'dissolved';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'match % does not exist or is dissolved already', doomed;
    END IF;
END
$procedure$;

CREATE INDEX match_month_idx ON matching.match USING btree (date_trunc('month'::text, (started_on)::timestamp without time zone));

CREATE INDEX helper_university_idx ON people.helper USING btree (university) WHERE (university IS NOT NULL);

CREATE VIEW course.upcoming_lecture AS
 SELECT l.id,
    l.subcourse_id,
    c.title,
    l.starts_at,
    (l.starts_at + ((l.minutes)::double precision * '00:01:00'::interval)) AS ends_at
   FROM ((course.lecture l
     JOIN course.subcourse s ON ((s.id = l.subcourse_id)))
     JOIN course.course c ON ((c.id = s.course_id)))
  WHERE ((s.published_at IS NOT NULL) AND (s.cancelled_at IS NULL) AND (l.starts_at > now()));

CREATE VIEW course.catalogue AS
 SELECT s.id AS subcourse_id,
    c.title,
    c.category,
    s.min_grade,
    s.max_grade,
    course.free_places(s.id) AS free_places,
    ( SELECT min(u.starts_at) AS min
           FROM course.upcoming_lecture u
          WHERE (u.subcourse_id = s.id)) AS next_at
   FROM (course.subcourse s
     JOIN course.course c ON ((c.id = s.course_id)))
  WHERE ((c.state = 'allowed'::course.state) AND (s.published_at IS NOT NULL));

CREATE VIEW people.active_helper AS
 SELECT h.id,
    h.account_id,
    h.first_name,
    h.last_name,
    h.hours_per_week
   FROM ((people.helper h
     JOIN people.account a ON ((a.id = h.account_id)))
     JOIN people.screening s ON ((s.id = h.decisive_screening_id)))
  WHERE ((a.status = 'active'::people.account_status) AND (s.outcome = 'accepted'::people.screening_outcome));

CREATE VIEW people.active_pupil AS
 SELECT p.id,
    p.account_id,
    p.first_name,
    p.last_name,
    p.grade,
    p.learning_german
   FROM (people.pupil p
     JOIN people.account a ON ((a.id = p.account_id)))
  WHERE (a.status = 'active'::people.account_status);

CREATE VIEW matching.open_demand AS
 SELECT r.id AS request_id,
    r.opened_at,
    p.id AS pupil_id,
    p.grade,
    ( SELECT count(DISTINCT hs.helper_id) AS count
           FROM ((people.pupil_subject ps
             JOIN people.helper_subject hs ON ((hs.subject = ps.subject)))
             JOIN people.active_helper h ON ((h.id = hs.helper_id)))
          WHERE (ps.pupil_id = p.id)) AS possible_helpers
   FROM (matching.request r
     JOIN people.active_pupil p ON ((p.id = r.pupil_id)))
  WHERE (r.closed_at IS NULL);

CREATE VIEW matching.scarce_demand AS
 SELECT open_demand.request_id,
    open_demand.opened_at,
    open_demand.pupil_id,
    open_demand.grade,
    open_demand.possible_helpers
   FROM matching.open_demand
  WHERE (open_demand.possible_helpers < 3);

CREATE TRIGGER participant_needs_place BEFORE INSERT ON course.participant FOR EACH ROW EXECUTE FUNCTION course.guard_places();

ALTER VIEW course.catalogue SET (security_barrier = 'true');

COMMENT ON FUNCTION course.enrol(integer,bigint) IS 'Returns joined or waiting';

COMMENT ON VIEW course.upcoming_lecture IS 'What the start page shows';

COMMENT ON FUNCTION matching.candidates(bigint,integer) IS 'Suggestions for staff; nobody is matched by a machine';
