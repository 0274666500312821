CREATE TABLE t (a integer);
CREATE POLICY roles ON t TO pg_monitor, pg_read_all_data;
CREATE POLICY uses ON t USING (a > 2) WITH CHECK (a > 2);
CREATE POLICY gets ON t TO pg_monitor USING (a > 1) WITH CHECK (a > 1);
CREATE POLICY restrictive ON t AS RESTRICTIVE USING (a > 1);
CREATE POLICY command ON t FOR DELETE USING (a > 1);
COMMENT ON POLICY command ON t IS 'kept';
CREATE POLICY set_command ON t FOR DELETE USING (a > 1);
CREATE POLICY comes ON t FOR INSERT WITH CHECK (a > 1);
