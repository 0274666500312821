=== change
ALTER TYPE public.e ADD VALUE 'b' AFTER 'a';
--- back
ALTER TYPE public.e RENAME TO migrate_aside_2;
CREATE TYPE public.e AS ENUM (
    'a'
);
ALTER TABLE public.t ALTER COLUMN x TYPE public.e USING x::text::public.e;
-- data-loss: drops enum label public.e.b and what it holds
DROP TYPE public.migrate_aside_2;
=== change_2
ALTER TABLE public.t
    ALTER COLUMN x SET DEFAULT 'b'::public.e,
    ADD CONSTRAINT c CHECK (x <> 'b'::public.e OR id > 0) NOT VALID;
--- back
ALTER TABLE public.t
    DROP CONSTRAINT c,
    ALTER COLUMN x DROP DEFAULT;
=== change_3
ALTER TABLE public.t VALIDATE CONSTRAINT c;
--- back
ALTER TABLE public.t
    DROP CONSTRAINT c,
    ADD CONSTRAINT c CHECK (x <> 'b'::public.e OR id > 0) NOT VALID;
