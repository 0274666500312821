ALTER TABLE public.c DROP CONSTRAINT above;

ALTER TABLE public.g DROP CONSTRAINT above;

ALTER TABLE public.p
    DROP CONSTRAINT gone,
    DROP CONSTRAINT short;

ALTER TABLE public.c INHERIT public.p;

ALTER TABLE public.g ADD CONSTRAINT above CHECK (id > 0);

ALTER TABLE public.p
    ADD CONSTRAINT late CHECK (id <> 9),
    ADD CONSTRAINT short CHECK (length(k) < 12);
