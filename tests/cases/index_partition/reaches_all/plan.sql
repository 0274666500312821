ALTER TABLE public.p
    ALTER COLUMN id SET NOT NULL,
    ALTER COLUMN at SET NOT NULL,
    ADD CONSTRAINT p_pkey PRIMARY KEY (at, id);

ALTER TABLE public.p21 ADD CONSTRAINT named UNIQUE (id, at, x);

ALTER TABLE public.p ADD CONSTRAINT p_id_at_x_key UNIQUE (id, at, x);

CREATE INDEX p_expr ON public.p ((x + 1), lower(at::text));

CREATE UNIQUE INDEX p_u ON public.p (id, at);

CREATE INDEX p1_named ON public.p1 (x);

CREATE INDEX p_x ON public.p (x);
