CREATE VIEW public.v AS
SELECT t.id,
    t.a
FROM public.t;

CREATE RULE through AS
    ON INSERT TO public.v DO INSTEAD  INSERT INTO public.t (id, a)
  VALUES (new.id, new.a);

CREATE RULE "No delete" AS
    ON DELETE TO public.t DO INSTEAD NOTHING;

ALTER TABLE public.t DISABLE RULE "No delete";

CREATE RULE remember AS
    ON INSERT TO public.t DO  INSERT INTO public.log (id, what)
  VALUES (new.id, 'insert'::text);

COMMENT ON RULE remember ON public.t IS 'what was inserted';
