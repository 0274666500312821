DROP TRIGGER participant_needs_place ON course.participant;

DROP VIEW course.catalogue;

DROP VIEW course.upcoming_lecture;

DROP VIEW matching.scarce_demand;

DROP VIEW matching.open_demand;

DROP VIEW people.active_helper;

DROP VIEW people.active_pupil;

DROP INDEX matching.match_month_idx;

DROP INDEX people.helper_university_idx;

DROP FUNCTION course.enrol(integer,bigint);

DROP FUNCTION course.free_places(integer);

DROP FUNCTION course.guard_places();

DROP FUNCTION matching.candidates(bigint,integer);

DROP PROCEDURE matching.dissolve(bigint,pg_catalog.text);

DROP TYPE matching.candidate;
