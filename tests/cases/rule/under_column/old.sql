CREATE TABLE public.t (id int, a text);
CREATE TABLE public.log (id int, what text);
CREATE RULE remember AS ON INSERT TO public.t DO ALSO INSERT INTO public.log VALUES (new.id, new.a);
