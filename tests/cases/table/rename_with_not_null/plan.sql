ALTER TABLE public.t RENAME TO u;

ALTER TABLE public.u RENAME COLUMN b TO d;

ALTER TABLE public.u RENAME CONSTRAINT t_b_not_null TO u_d_not_null;

ALTER TABLE public.u RENAME CONSTRAINT t_id_not_null TO u_id_not_null;

ALTER TABLE public.u RENAME CONSTRAINT t_pkey TO u_pkey;
