ALTER TABLE public.of_changes NOT OF;

ALTER TABLE public.of_grows NOT OF;

ALTER TABLE public.of_shrinks NOT OF;

ALTER TABLE public.other NOT OF;

ALTER TABLE public.typed_no_more NOT OF;

-- data-loss: drops column public.of_shrinks.b and what it holds
ALTER TABLE public.of_shrinks DROP COLUMN b;

ALTER TYPE public.shrinks DROP ATTRIBUTE b;

ALTER TYPE public.changes ALTER ATTRIBUTE a TYPE bigint;

ALTER TYPE public.grows ADD ATTRIBUTE b text;

ALTER TABLE public.of_changes ALTER COLUMN a TYPE bigint;

ALTER TABLE public.of_grows ADD COLUMN b text;

ALTER TABLE public.other ADD COLUMN b integer;

ALTER TABLE public.typed_no_more ADD COLUMN b integer;

ALTER TABLE public.of_changes OF public.changes;

ALTER TABLE public.of_grows OF public.grows;

ALTER TABLE public.of_shrinks OF public.shrinks;

ALTER TABLE public.other OF public.large;
