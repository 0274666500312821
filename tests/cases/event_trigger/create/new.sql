CREATE FUNCTION public.heed() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION public.other() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER start ON ddl_command_start EXECUTE FUNCTION public.heed();
CREATE EVENT TRIGGER "On tables" ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE')
    EXECUTE FUNCTION public.heed();
CREATE EVENT TRIGGER off ON sql_drop EXECUTE FUNCTION public.heed();
ALTER EVENT TRIGGER off DISABLE;
COMMENT ON EVENT TRIGGER start IS 'first of all';
CREATE TABLE public.t (id int);
