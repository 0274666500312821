CREATE TABLE public.t (id int PRIMARY KEY, a text, b text);
CREATE TABLE public.gone (id int PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE public.t (id, a, b) WHERE (id > 5), public.gone;
