CREATE TABLE public.t (a int, b int, c text);
