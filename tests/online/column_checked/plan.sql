=== change
ALTER TABLE public.t
    ADD COLUMN c integer,
    ADD COLUMN d integer,
    ADD COLUMN e text,
    ADD CONSTRAINT t_c_check CHECK (c > 0) NOT VALID;
--- back
-- data-loss: drops column public.t.c and what it holds
-- data-loss: drops column public.t.d and what it holds
-- data-loss: drops column public.t.e and what it holds
ALTER TABLE public.t
    DROP COLUMN c,
    DROP COLUMN d,
    DROP COLUMN e;
=== change_2
ALTER TABLE public.t ADD CONSTRAINT t_d_fkey FOREIGN KEY (d) REFERENCES public.t(id) NOT VALID;
--- back
ALTER TABLE public.t DROP CONSTRAINT t_d_fkey;
=== change_3
-- migrate: no-transaction
CREATE UNIQUE INDEX CONCURRENTLY t_e_key ON public.t (e);
ALTER TABLE public.t VALIDATE CONSTRAINT t_c_check;
ALTER TABLE public.t VALIDATE CONSTRAINT t_d_fkey;
--- back
-- migrate: no-transaction
ALTER TABLE public.t
    DROP CONSTRAINT t_d_fkey,
    DROP CONSTRAINT t_c_check,
    ADD CONSTRAINT t_c_check CHECK (c > 0) NOT VALID,
    ADD CONSTRAINT t_d_fkey FOREIGN KEY (d) REFERENCES public.t(id) NOT VALID;
DROP INDEX CONCURRENTLY public.t_e_key;
=== change_4
ALTER TABLE public.t ADD CONSTRAINT t_e_key UNIQUE USING INDEX t_e_key;
--- back
-- migrate: no-transaction
ALTER TABLE public.t DROP CONSTRAINT t_e_key;
CREATE UNIQUE INDEX CONCURRENTLY t_e_key ON public.t (e);
