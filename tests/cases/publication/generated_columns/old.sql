CREATE TABLE public.t (id int PRIMARY KEY, g int GENERATED ALWAYS AS (id) STORED);
CREATE PUBLICATION sets FOR TABLE public.t;
CREATE PUBLICATION unsets FOR TABLE public.t WITH (publish_generated_columns = stored);
