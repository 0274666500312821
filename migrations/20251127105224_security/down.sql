REVOKE UPDATE (closed_at), UPDATE (wish) ON TABLE matching.request FROM tutoring_app;

REVOKE USAGE ON SCHEMA course FROM tutoring_app;

REVOKE USAGE ON SCHEMA course FROM tutoring_report;

REVOKE USAGE ON SCHEMA course FROM tutoring_staff;

REVOKE SELECT ON TABLE course.catalogue FROM tutoring_report;

REVOKE USAGE ON SCHEMA matching FROM tutoring_app;

REVOKE USAGE ON SCHEMA matching FROM tutoring_report;

REVOKE USAGE ON SCHEMA matching FROM tutoring_staff;

REVOKE EXECUTE ON PROCEDURE matching.dissolve(bigint,pg_catalog.text) FROM tutoring_staff;

REVOKE INSERT, SELECT, UPDATE ON TABLE matching.match FROM tutoring_staff;

REVOKE SELECT, USAGE ON SEQUENCE matching.match_number FROM tutoring_staff;

REVOKE SELECT ON TABLE matching.open_demand FROM tutoring_report;

REVOKE INSERT, SELECT ON TABLE matching.request FROM tutoring_app;

REVOKE SELECT ON TABLE matching.scarce_demand FROM tutoring_report;

REVOKE USAGE ON SCHEMA notify FROM tutoring_app;

REVOKE USAGE ON SCHEMA notify FROM tutoring_staff;

REVOKE USAGE ON SCHEMA people FROM tutoring_app;

REVOKE USAGE ON SCHEMA people FROM tutoring_staff;

REVOKE INSERT, SELECT, UPDATE ON TABLE people.account FROM tutoring_app;

REVOKE INSERT, SELECT, UPDATE ON TABLE people.consent FROM tutoring_app;

REVOKE INSERT, SELECT, UPDATE ON TABLE people.helper FROM tutoring_app;

REVOKE INSERT, SELECT, UPDATE ON TABLE people.pupil FROM tutoring_app;

REVOKE USAGE ON SCHEMA reward FROM tutoring_app;

REVOKE USAGE ON SCHEMA reward FROM tutoring_report;

REVOKE USAGE ON SCHEMA reward FROM tutoring_staff;

REVOKE SELECT ON TABLE reward.leaderboard FROM tutoring_report;

GRANT EXECUTE ON PROCEDURE matching.dissolve(bigint,pg_catalog.text) TO PUBLIC;

-- data-loss: drops column people.helper.languages and what it holds
ALTER TABLE people.helper DROP COLUMN languages;

-- data-loss: drops table people.account_session and what it holds
DROP TABLE people.account_session;

-- data-loss: drops table people.contact_note and what it holds
DROP TABLE people.contact_note;

DROP FUNCTION people.current_account();
