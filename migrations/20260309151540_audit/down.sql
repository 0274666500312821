DROP POLICY preference_not_closed ON notify.preference;

DROP POLICY preference_own ON notify.preference;

DROP TRIGGER match_log ON matching.match;

DROP TRIGGER screening_log ON people.screening;

ALTER TABLE people.pupil DROP COLUMN search_text;

DROP FUNCTION audit.log_change();

-- data-loss: drops table audit.change_log and what it holds
DROP TABLE audit.change_log;

-- data-loss: drops table audit.job_run and what it holds
DROP TABLE audit.job_run;

DROP SCHEMA audit;

ALTER TABLE notify.preference DISABLE ROW LEVEL SECURITY;

CREATE INDEX pupil_name_idx ON people.pupil USING btree (lower(last_name), lower(first_name)) INCLUDE (grade);
