-- data-loss: changes the type of column public.t.c from integer to date: the new type cannot hold every value of the old one
ALTER TABLE public.t ALTER COLUMN c DROP EXPRESSION;

ALTER TABLE public.t
    ALTER COLUMN c TYPE date USING c::text::date,
    ALTER COLUMN c SET DEFAULT '2020-02-29'::date,
    ALTER COLUMN n TYPE bigint;
