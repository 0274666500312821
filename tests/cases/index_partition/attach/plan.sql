DROP INDEX public.one;

ALTER TABLE public.p DROP CONSTRAINT c_one;

ALTER TABLE ONLY public.p ADD CONSTRAINT c_one UNIQUE (at, id);

ALTER TABLE public.p1 ADD CONSTRAINT p1_c UNIQUE (at, id);

CREATE INDEX one ON ONLY public.p (at);

CREATE INDEX p1_at ON public.p1 (at);

ALTER INDEX public.c_two ATTACH PARTITION public.p1_c;

ALTER INDEX public.k ATTACH PARTITION public.p1_k;

ALTER INDEX public.two ATTACH PARTITION public.p1_at;

ALTER INDEX public.i ATTACH PARTITION public.p1_i;
