CREATE TABLE t (a integer);
CREATE POLICY roles ON t TO pg_monitor;
CREATE POLICY uses ON t USING (a > 1) WITH CHECK (a > 1);
CREATE POLICY gets ON t;
CREATE POLICY restrictive ON t USING (a > 1);
CREATE POLICY command ON t FOR SELECT USING (a > 1);
COMMENT ON POLICY command ON t IS 'kept';
CREATE POLICY set_command ON t USING (a > 1);
