-- data-loss: changes the type of column public.t.c from public.e to integer[]: the new type cannot hold every value of the old one
-- data-loss: changes the type of column public.t.d from public.e[] to integer[]: the new type cannot hold every value of the old one
ALTER TABLE public.t
    ALTER COLUMN c TYPE integer[] USING c::text::integer[],
    ALTER COLUMN d TYPE integer[] USING d::text[]::integer[],
    ALTER COLUMN f TYPE text COLLATE "C";
