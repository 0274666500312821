ALTER TABLE public.p DETACH PARTITION public.keeps;

ALTER TABLE public.p DETACH PARTITION public.loses;

ALTER TABLE public.whole DETACH PARTITION public.part;

ALTER TABLE public.loses DROP CONSTRAINT fk;
