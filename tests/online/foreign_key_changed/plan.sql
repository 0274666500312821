=== change
ALTER TABLE public.t ADD CONSTRAINT migrate_new_7 FOREIGN KEY (a) REFERENCES public.u(id)
    ON DELETE SET NULL NOT VALID;
--- back
ALTER TABLE public.t DROP CONSTRAINT migrate_new_7;
=== change_2
ALTER TABLE public.t VALIDATE CONSTRAINT migrate_new_7;
--- back
ALTER TABLE public.t
    DROP CONSTRAINT migrate_new_7,
    ADD CONSTRAINT migrate_new_7 FOREIGN KEY (a) REFERENCES public.u(id)
        ON DELETE SET NULL NOT VALID;
=== change_3
ALTER TABLE public.t DROP CONSTRAINT t_a_fkey;
ALTER TABLE public.t RENAME CONSTRAINT migrate_new_7 TO t_a_fkey;
--- back
-- migrate: no-transaction
ALTER TABLE public.t RENAME CONSTRAINT t_a_fkey TO migrate_new_7;
ALTER TABLE public.t ADD CONSTRAINT t_a_fkey FOREIGN KEY (a) REFERENCES public.u(id) NOT VALID;
ALTER TABLE public.t VALIDATE CONSTRAINT t_a_fkey;
