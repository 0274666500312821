=== change
ALTER TABLE public.t ADD CONSTRAINT positive CHECK (a > 0) NOT VALID;
--- back
ALTER TABLE public.t DROP CONSTRAINT positive;
=== change_2
ALTER TABLE public.t VALIDATE CONSTRAINT positive;
--- back
ALTER TABLE public.t
    DROP CONSTRAINT positive,
    ADD CONSTRAINT positive CHECK (a > 0) NOT VALID;
