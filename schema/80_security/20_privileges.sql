-- tutoring_app is the web application, tutoring_staff the people in the office, tutoring_report a reader of overviews.
GRANT USAGE ON SCHEMA people, matching, course, notify, reward TO tutoring_app, tutoring_staff;
GRANT USAGE ON SCHEMA matching, course, reward TO tutoring_report;

GRANT SELECT, INSERT, UPDATE ON people.account, people.pupil, people.helper, people.consent TO tutoring_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON people.account_session TO tutoring_app;
GRANT SELECT ON people.contact_note TO tutoring_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON people.contact_note TO tutoring_staff;
GRANT SELECT, INSERT ON matching.request TO tutoring_app;
GRANT UPDATE (wish, closed_at) ON matching.request TO tutoring_app;
GRANT SELECT, INSERT, UPDATE ON matching.match TO tutoring_staff;
GRANT USAGE, SELECT ON SEQUENCE matching.match_number TO tutoring_staff;

REVOKE EXECUTE ON PROCEDURE matching.dissolve(bigint, text) FROM PUBLIC;
GRANT EXECUTE ON PROCEDURE matching.dissolve(bigint, text) TO tutoring_staff;

GRANT SELECT ON matching.open_demand, matching.scarce_demand, course.catalogue, reward.leaderboard TO tutoring_report;
GRANT USAGE ON SCHEMA audit TO tutoring_staff;
GRANT SELECT ON audit.change_log TO tutoring_staff WITH GRANT OPTION;
