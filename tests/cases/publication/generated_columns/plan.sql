CREATE PUBLICATION comes WITH (publish_generated_columns = stored);

ALTER PUBLICATION comes ADD TABLE ONLY public.t;

ALTER PUBLICATION sets SET (publish_generated_columns = stored);

ALTER PUBLICATION unsets SET (publish_generated_columns = none);
