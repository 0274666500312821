=== change
ALTER TABLE public.t ADD CONSTRAINT migrate_new_3 CHECK (a > '-1') NOT VALID;
--- back
ALTER TABLE public.t DROP CONSTRAINT migrate_new_3;
=== change_2
ALTER TABLE public.t VALIDATE CONSTRAINT migrate_new_3;
--- back
ALTER TABLE public.t
    DROP CONSTRAINT migrate_new_3,
    ADD CONSTRAINT migrate_new_3 CHECK (a > '-1'::integer) NOT VALID;
=== change_3
ALTER TABLE public.t DROP CONSTRAINT positive;
ALTER TABLE public.t RENAME CONSTRAINT migrate_new_3 TO positive;
--- back
-- migrate: no-transaction
ALTER TABLE public.t RENAME CONSTRAINT positive TO migrate_new_3;
ALTER TABLE public.t ADD CONSTRAINT positive CHECK (a > 0) NOT VALID;
ALTER TABLE public.t VALIDATE CONSTRAINT positive;
