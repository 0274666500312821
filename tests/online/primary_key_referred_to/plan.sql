=== change
ALTER TABLE public.t DROP CONSTRAINT t_a_fkey;
--- back
-- migrate: no-transaction
ALTER TABLE public.t ADD CONSTRAINT t_a_fkey FOREIGN KEY (a) REFERENCES public.u(id) NOT VALID;
ALTER TABLE public.t VALIDATE CONSTRAINT t_a_fkey;
=== change_2
-- migrate: no-transaction
CREATE UNIQUE INDEX CONCURRENTLY migrate_new_6 ON public.u (id) INCLUDE (n);
--- back
-- migrate: no-transaction
DROP INDEX CONCURRENTLY public.migrate_new_6;
=== change_3
ALTER TABLE public.u
    DROP CONSTRAINT u_pkey,
    ADD CONSTRAINT u_pkey PRIMARY KEY USING INDEX migrate_new_6;
--- back
-- migrate: no-transaction
CREATE UNIQUE INDEX CONCURRENTLY migrate_new_18 ON public.u (id);
CREATE UNIQUE INDEX CONCURRENTLY migrate_new_6 ON public.u (id) INCLUDE (n);
ALTER TABLE public.u
    DROP CONSTRAINT u_pkey,
    ADD CONSTRAINT u_pkey PRIMARY KEY USING INDEX migrate_new_18;
=== change_4
ALTER TABLE public.t ADD CONSTRAINT t_a_fkey FOREIGN KEY (a) REFERENCES public.u(id) NOT VALID;
--- back
ALTER TABLE public.t DROP CONSTRAINT t_a_fkey;
=== change_5
ALTER TABLE public.t VALIDATE CONSTRAINT t_a_fkey;
--- back
ALTER TABLE public.t
    DROP CONSTRAINT t_a_fkey,
    ADD CONSTRAINT t_a_fkey FOREIGN KEY (a) REFERENCES public.u(id) NOT VALID;
