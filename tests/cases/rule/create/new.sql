CREATE TABLE public.t (id int PRIMARY KEY, a text, b text);
CREATE TABLE public.log (id int, what text);
CREATE VIEW public.v AS SELECT id, a FROM public.t;
CREATE RULE remember AS ON INSERT TO public.t DO ALSO INSERT INTO public.log VALUES (new.id, 'insert');
CREATE RULE "No delete" AS ON DELETE TO public.t DO INSTEAD NOTHING;
ALTER TABLE public.t DISABLE RULE "No delete";
CREATE RULE through AS ON INSERT TO public.v DO INSTEAD INSERT INTO public.t VALUES (new.id, new.a);
COMMENT ON RULE remember ON public.t IS 'what was inserted';
