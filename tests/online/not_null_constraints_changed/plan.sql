=== change
ALTER TABLE public.t ADD CONSTRAINT migrate_not_null_1 CHECK (a IS NOT NULL) NOT VALID;
--- back
ALTER TABLE public.t DROP CONSTRAINT migrate_not_null_1;
=== change_2
ALTER TABLE public.t VALIDATE CONSTRAINT migrate_not_null_1;
--- back
ALTER TABLE public.t
    DROP CONSTRAINT migrate_not_null_1,
    ADD CONSTRAINT migrate_not_null_1 CHECK (a IS NOT NULL) NOT VALID;
=== change_3
ALTER TABLE public.t ALTER COLUMN a SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT migrate_not_null_1;
ALTER TABLE public.t ADD CONSTRAINT migrate_new_4 CHECK (a > '-1') NOT VALID;
--- back
-- migrate: no-transaction
ALTER TABLE public.t
    DROP CONSTRAINT migrate_new_4,
    ALTER COLUMN a DROP NOT NULL,
    ADD CONSTRAINT migrate_not_null_1 CHECK (a IS NOT NULL) NOT VALID;
ALTER TABLE public.t VALIDATE CONSTRAINT migrate_not_null_1;
=== change_4
ALTER TABLE public.t ADD CONSTRAINT migrate_new_9 FOREIGN KEY (a) REFERENCES public.r(id)
    ON DELETE CASCADE NOT VALID;
--- back
ALTER TABLE public.t DROP CONSTRAINT migrate_new_9;
=== change_5
-- migrate: no-transaction
CREATE UNIQUE INDEX CONCURRENTLY migrate_new_7 ON public.t (a, b);
ALTER TABLE public.t VALIDATE CONSTRAINT migrate_new_4;
ALTER TABLE public.t VALIDATE CONSTRAINT migrate_new_9;
--- back
-- migrate: no-transaction
ALTER TABLE public.t
    DROP CONSTRAINT migrate_new_9,
    DROP CONSTRAINT migrate_new_4,
    ADD CONSTRAINT migrate_new_4 CHECK (a > '-1'::integer) NOT VALID,
    ADD CONSTRAINT migrate_new_9 FOREIGN KEY (a) REFERENCES public.r(id)
        ON DELETE CASCADE NOT VALID;
DROP INDEX CONCURRENTLY public.migrate_new_7;
=== change_6
ALTER TABLE public.t
    DROP CONSTRAINT u,
    ADD CONSTRAINT u UNIQUE USING INDEX migrate_new_7;
ALTER TABLE public.t DROP CONSTRAINT c;
ALTER TABLE public.t RENAME CONSTRAINT migrate_new_4 TO c;
--- back
-- migrate: no-transaction
ALTER TABLE public.t RENAME CONSTRAINT c TO migrate_new_4;
ALTER TABLE public.t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;
CREATE UNIQUE INDEX CONCURRENTLY migrate_new_23 ON public.t (a);
ALTER TABLE public.t VALIDATE CONSTRAINT c;
CREATE UNIQUE INDEX CONCURRENTLY migrate_new_7 ON public.t (a, b);
ALTER TABLE public.t
    DROP CONSTRAINT u,
    ADD CONSTRAINT u UNIQUE USING INDEX migrate_new_23;
=== change_7
ALTER TABLE public.t DROP CONSTRAINT fk;
ALTER TABLE public.t RENAME CONSTRAINT migrate_new_9 TO fk;
--- back
-- migrate: no-transaction
ALTER TABLE public.t RENAME CONSTRAINT fk TO migrate_new_9;
ALTER TABLE public.t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES public.r(id) NOT VALID;
ALTER TABLE public.t VALIDATE CONSTRAINT fk;
