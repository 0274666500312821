DROP INDEX public.one;

DROP INDEX public.two;

CREATE UNIQUE INDEX two ON public.t (id);
