ALTER PUBLICATION changes DROP TABLE ONLY public.t;

ALTER PUBLICATION changes SET (publish = 'insert, update, delete, truncate');

ALTER PUBLICATION changes SET (publish_via_partition_root = true);

CREATE PUBLICATION comes WITH (publish = 'insert');

ALTER PUBLICATION comes ADD TABLE
    ONLY public.t,
    ONLY public.u;

CREATE PUBLICATION everything FOR ALL TABLES;

ALTER PUBLICATION changes ADD TABLE ONLY public.u;
