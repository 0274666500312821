CREATE TYPE matching.candidate AS (helper_id bigint, pupil_id bigint, shared_subjects integer);

-- Helpers who can teach what a pupil asks for, best first.
CREATE FUNCTION matching.candidates(wanted_pupil bigint, most integer DEFAULT 10) RETURNS SETOF matching.candidate
LANGUAGE sql STABLE ROWS 10 AS $$
    SELECT h.helper_id, p.id, count(*)::integer
    FROM people.pupil p
    JOIN people.pupil_subject w ON w.pupil_id = p.id
    JOIN people.helper_subject h ON h.subject = w.subject AND p.grade BETWEEN h.from_grade AND h.to_grade
    WHERE p.id = wanted_pupil
    GROUP BY h.helper_id, p.id
    ORDER BY count(*) DESC, h.helper_id
    LIMIT most
$$;
COMMENT ON FUNCTION matching.candidates(bigint, integer) IS 'Suggestions for staff; nobody is matched by a machine';

CREATE PROCEDURE matching.dissolve(doomed bigint, why text)
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE matching.match
    SET status = 'dissolved', ended_on = CURRENT_DATE, dissolve_reason = why
    WHERE id = doomed AND status <> 'dissolved';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'match % does not exist or is dissolved already', doomed;
    END IF;
END
$$;
