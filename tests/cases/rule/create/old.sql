CREATE TABLE public.t (id int PRIMARY KEY, a text, b text);
CREATE TABLE public.log (id int, what text);
