ALTER TABLE public.key RENAME CONSTRAINT key_pkey TO needed;

ALTER TABLE public.whole RENAME CONSTRAINT named TO whole_v_not_null;

ALTER TABLE public.t RENAME CONSTRAINT x TO t_a_not_null;

ALTER TABLE public.t RENAME CONSTRAINT z TO "Z";

ALTER TABLE public.key RENAME CONSTRAINT "key_Odd_not_null" TO "odd one";

ALTER TABLE public.key RENAME CONSTRAINT key_id_not_null TO there;

ALTER TABLE public.t RENAME CONSTRAINT t_b_not_null TO x;

ALTER TABLE public.whole RENAME CONSTRAINT whole_k_not_null TO known;

ALTER TABLE public.t RENAME CONSTRAINT y TO z;
