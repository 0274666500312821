=== change
ALTER TABLE public.t1 ADD CONSTRAINT to_u FOREIGN KEY (a) REFERENCES public.u(id) NOT VALID;
ALTER TABLE public.t2a ADD CONSTRAINT to_u FOREIGN KEY (a) REFERENCES public.u(id) NOT VALID;
--- back
-- migrate: no-transaction
ALTER TABLE public.t1 DROP CONSTRAINT to_u;
ALTER TABLE public.t2a DROP CONSTRAINT to_u;
=== change_2
-- migrate: no-transaction
ALTER TABLE public.t1 VALIDATE CONSTRAINT to_u;
ALTER TABLE public.t2a VALIDATE CONSTRAINT to_u;
--- back
-- migrate: no-transaction
ALTER TABLE public.t1
    DROP CONSTRAINT to_u,
    ADD CONSTRAINT to_u FOREIGN KEY (a) REFERENCES public.u(id) NOT VALID;
ALTER TABLE public.t2a
    DROP CONSTRAINT to_u,
    ADD CONSTRAINT to_u FOREIGN KEY (a) REFERENCES public.u(id) NOT VALID;
=== change_3
ALTER TABLE public.t ADD CONSTRAINT to_u FOREIGN KEY (a) REFERENCES public.u(id);
--- back
-- migrate: no-transaction
ALTER TABLE public.t DROP CONSTRAINT to_u;
ALTER TABLE public.t1 ADD CONSTRAINT to_u FOREIGN KEY (a) REFERENCES public.u(id) NOT VALID;
ALTER TABLE public.t2a ADD CONSTRAINT to_u FOREIGN KEY (a) REFERENCES public.u(id) NOT VALID;
ALTER TABLE public.t1 VALIDATE CONSTRAINT to_u;
ALTER TABLE public.t2a VALIDATE CONSTRAINT to_u;
