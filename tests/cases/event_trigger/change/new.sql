CREATE FUNCTION public.heed() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION public.other() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER event ON ddl_command_end EXECUTE FUNCTION public.heed();
CREATE EVENT TRIGGER tags ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION public.heed();
CREATE EVENT TRIGGER no_tags ON ddl_command_end EXECUTE FUNCTION public.heed();
CREATE EVENT TRIGGER function ON ddl_command_end EXECUTE FUNCTION public.other();
CREATE EVENT TRIGGER enabled ON ddl_command_end EXECUTE FUNCTION public.heed();
ALTER EVENT TRIGGER enabled ENABLE ALWAYS;
CREATE EVENT TRIGGER again ON ddl_command_end EXECUTE FUNCTION public.heed();
