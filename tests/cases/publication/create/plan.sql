CREATE PUBLICATION "All" FOR ALL TABLES
    WITH (publish = 'insert, delete', publish_via_partition_root = true);

CREATE PUBLICATION family;

ALTER PUBLICATION family ADD TABLE
    ONLY public.base,
    ONLY public.heir;

CREATE PUBLICATION none_of_it WITH (publish = '');

CREATE PUBLICATION nothing;

COMMENT ON PUBLICATION nothing IS 'yet';

CREATE PUBLICATION schemas;

ALTER PUBLICATION schemas ADD TABLES IN SCHEMA s;

ALTER PUBLICATION schemas ADD TABLE ONLY public.u;

CREATE PUBLICATION several WITH (publish = 'insert');

ALTER PUBLICATION several ADD TABLE
    ONLY public.p,
    ONLY public.t (b, id) WHERE (id > 5 AND b IS NOT NULL),
    ONLY public.u;

ALTER PUBLICATION nothing OWNER TO someone;
