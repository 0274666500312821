DROP INDEX people.pupil_name_idx;

CREATE SCHEMA audit;

CREATE TABLE audit.change_log (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    by_role name DEFAULT CURRENT_USER NOT NULL,
    relation regclass NOT NULL,
    operation "char" NOT NULL,
    before jsonb,
    after jsonb,
    CONSTRAINT change_log_pkey PRIMARY KEY (id),
    CONSTRAINT change_log_operation CHECK ((operation = ANY (ARRAY['I'::"char", 'U'::"char", 'D'::"char"])))
);

CREATE TABLE audit.job_run (
    job text NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_at timestamp with time zone,
    outcome text,
    CONSTRAINT job_run_pkey PRIMARY KEY (job, started_at)
);

ALTER TABLE notify.preference ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION audit.log_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    INSERT INTO audit.change_log (relation, operation, before, after)
    VALUES (TG_RELID, left(TG_OP, 1)::"char",
            CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
            CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END);
    RETURN NULL;
END
$function$;

ALTER TABLE people.pupil ADD COLUMN search_text text GENERATED ALWAYS AS (lower(((first_name || ' '::text) || last_name))) STORED;

ALTER TABLE audit.job_run ALTER COLUMN job SET STATISTICS 500;

CREATE INDEX change_log_relation_idx ON audit.change_log USING btree (relation, at DESC);

CREATE INDEX pupil_name_idx ON people.pupil USING btree (search_text text_pattern_ops) INCLUDE (grade);

CREATE TRIGGER match_log AFTER INSERT OR DELETE OR UPDATE ON matching.match FOR EACH ROW EXECUTE FUNCTION audit.log_change();

CREATE TRIGGER screening_log AFTER INSERT OR DELETE OR UPDATE ON people.screening FOR EACH ROW EXECUTE FUNCTION audit.log_change();

CREATE POLICY preference_not_closed ON notify.preference AS RESTRICTIVE FOR UPDATE USING ((EXISTS ( SELECT
   FROM people.account a
  WHERE ((a.id = preference.account_id) AND (a.status <> 'closed'::people.account_status)))));

CREATE POLICY preference_own ON notify.preference TO tutoring_app USING ((account_id = people.current_account()));

COMMENT ON FUNCTION audit.log_change() IS 'Runs as its owner: who changes a match need not be able to write the log';

GRANT USAGE ON SCHEMA audit TO tutoring_staff;

GRANT SELECT ON TABLE audit.change_log TO tutoring_staff WITH GRANT OPTION;
