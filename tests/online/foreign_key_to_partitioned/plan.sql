=== change
ALTER TABLE public.t ADD CONSTRAINT t_a_fkey FOREIGN KEY (a) REFERENCES public.u(id) NOT VALID;
--- back
ALTER TABLE public.t DROP CONSTRAINT t_a_fkey;
=== change_2
ALTER TABLE public.t VALIDATE CONSTRAINT t_a_fkey;
--- back
ALTER TABLE public.t
    DROP CONSTRAINT t_a_fkey,
    ADD CONSTRAINT t_a_fkey FOREIGN KEY (a) REFERENCES public.u(id) NOT VALID;
