CREATE TABLE audit.change_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    by_role name NOT NULL DEFAULT CURRENT_USER,
    relation regclass NOT NULL,
    operation "char" NOT NULL,
    before jsonb,
    after jsonb,
    CONSTRAINT change_log_operation CHECK (operation IN ('I', 'U', 'D'))
);
CREATE INDEX change_log_relation_idx ON audit.change_log (relation, at DESC);

CREATE FUNCTION audit.log_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO audit.change_log (relation, operation, before, after)
    VALUES (TG_RELID, left(TG_OP, 1)::"char",
            CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
            CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION audit.log_change() IS 'Runs as its owner: who changes a match need not be able to write the log';

CREATE TRIGGER match_log AFTER INSERT OR DELETE OR UPDATE ON matching.match
    FOR EACH ROW EXECUTE FUNCTION audit.log_change();
CREATE TRIGGER screening_log AFTER INSERT OR DELETE OR UPDATE ON people.screening
    FOR EACH ROW EXECUTE FUNCTION audit.log_change();

CREATE TABLE audit.job_run (
    job text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    outcome text,
    PRIMARY KEY (job, started_at)
);
ALTER TABLE audit.job_run ALTER COLUMN job SET STATISTICS 500;
