CREATE VIEW people.active_helper AS
    SELECT h.id, h.account_id, h.first_name, h.last_name, h.hours_per_week
    FROM people.helper h
    JOIN people.account a ON a.id = h.account_id
    JOIN people.screening s ON s.id = h.decisive_screening_id
    WHERE a.status = 'active' AND s.outcome = 'accepted';

CREATE VIEW people.active_pupil AS
    SELECT p.id, p.account_id, p.first_name, p.last_name, p.grade, p.learning_german
    FROM people.pupil p
    JOIN people.account a ON a.id = p.account_id
    WHERE a.status = 'active';

-- Views on views: pupils who wait, and how many helpers could take them.
CREATE VIEW matching.open_demand AS
    SELECT r.id AS request_id, r.opened_at, p.id AS pupil_id, p.grade,
           (SELECT count(DISTINCT hs.helper_id)
            FROM people.pupil_subject ps
            JOIN people.helper_subject hs ON hs.subject = ps.subject
            JOIN people.active_helper h ON h.id = hs.helper_id
            WHERE ps.pupil_id = p.id AND p.grade BETWEEN hs.from_grade AND hs.to_grade) AS possible_helpers,
           r.priority
    FROM matching.request r
    JOIN people.active_pupil p ON p.id = r.pupil_id
    WHERE r.closed_at IS NULL;

CREATE VIEW matching.scarce_demand AS
    SELECT * FROM matching.open_demand WHERE possible_helpers < 5;

CREATE VIEW course.upcoming_lecture AS
    SELECT l.id, l.subcourse_id, c.title, l.starts_at, l.starts_at + l.minutes * interval '1 minute' AS ends_at
    FROM course.lecture l
    JOIN course.subcourse s ON s.id = l.subcourse_id
    JOIN course.course c ON c.id = s.course_id
    WHERE s.published_at IS NOT NULL AND s.cancelled_at IS NULL AND l.starts_at > now();
COMMENT ON VIEW course.upcoming_lecture IS 'What the start page shows';

CREATE VIEW course.catalogue WITH (security_barrier) AS
    SELECT s.id AS subcourse_id, c.title, c.category, s.min_grade, s.max_grade, course.free_places(s.id) AS free_places,
           (SELECT min(u.starts_at) FROM course.upcoming_lecture u WHERE u.subcourse_id = s.id) AS next_at
    FROM course.subcourse s
    JOIN course.course c ON c.id = s.course_id
    WHERE c.state = 'allowed' AND s.published_at IS NOT NULL;

CREATE MATERIALIZED VIEW reward.leaderboard AS
    SELECT a.account_id, count(*) AS achieved, max(a.achieved_at) AS latest
    FROM reward.achievement a
    WHERE a.achieved_at IS NOT NULL
    GROUP BY a.account_id;
CREATE UNIQUE INDEX leaderboard_account_key ON reward.leaderboard (account_id);
CREATE INDEX leaderboard_rank_idx ON reward.leaderboard (achieved DESC, latest);
COMMENT ON MATERIALIZED VIEW reward.leaderboard IS 'Refreshed every night';
