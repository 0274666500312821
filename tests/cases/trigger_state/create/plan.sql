CREATE TABLE public.a (
    id integer
);

CREATE TABLE public.p (
    id integer
) PARTITION BY LIST (id);

CREATE FUNCTION public.f()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN RETURN NULL; END$function$;

ALTER TABLE public.p ATTACH PARTITION public.a FOR VALUES IN (1);

CREATE TRIGGER g AFTER INSERT ON public.p FOR EACH ROW EXECUTE FUNCTION public.f();

ALTER TABLE public.p DISABLE TRIGGER g;

ALTER TABLE ONLY public.a ENABLE TRIGGER g;
