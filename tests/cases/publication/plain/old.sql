CREATE TABLE public.t (id int PRIMARY KEY);
CREATE TABLE public.u (id int PRIMARY KEY);
CREATE PUBLICATION changes FOR TABLE public.t WITH (publish = 'update');
