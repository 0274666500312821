CREATE TABLE public.t (id bigint, a varchar(20));
CREATE TABLE public.log (id bigint, what text);
CREATE RULE remember AS ON INSERT TO public.t DO ALSO INSERT INTO public.log VALUES (new.id, new.a);
