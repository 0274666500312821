ALTER PUBLICATION columns DROP TABLE
    ONLY public.t,
    ONLY public.u;

ALTER PUBLICATION filters DROP TABLE
    ONLY public.t,
    ONLY public.u;

ALTER PUBLICATION schemas DROP TABLES IN SCHEMA s;

ALTER PUBLICATION tables DROP TABLE
    ONLY public.heir,
    ONLY public.t;

DROP PUBLICATION all_tables;

CREATE PUBLICATION all_tables;

ALTER PUBLICATION no_publish SET (publish = 'insert, update, delete, truncate');

ALTER PUBLICATION no_root SET (publish_via_partition_root = false);

ALTER PUBLICATION publish SET (publish = 'insert');

ALTER PUBLICATION root SET (publish_via_partition_root = true);

ALTER PUBLICATION columns ADD TABLE
    ONLY public.t (b, id),
    ONLY public.u (id);

ALTER PUBLICATION filters ADD TABLE
    ONLY public.t WHERE (id > 2),
    ONLY public.u;

ALTER PUBLICATION schemas ADD TABLES IN SCHEMA public;

ALTER PUBLICATION tables ADD TABLE ONLY public.u;
