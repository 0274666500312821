DROP INDEX public.class;

DROP INDEX public.class_parameter;

DROP INDEX public.collated;

DROP INDEX public.columns_;

DROP INDEX public.descending;

DROP INDEX public.expression;

DROP INDEX public.include;

DROP INDEX public.method;

DROP INDEX public.nulls;

DROP INDEX public.nulls_distinct;

DROP INDEX public.other_collation;

DROP INDEX public.set_parameter;

DROP INDEX public.uniq;

DROP INDEX public.unset_where;

DROP INDEX public.where_;

CREATE INDEX class ON public.t (b text_pattern_ops);

CREATE INDEX class_parameter ON public.t USING gist (v tsvector_ops (siglen='200'));

CREATE INDEX collated ON public.t (b COLLATE "C");

CREATE INDEX columns_ ON public.t (b, a);

CREATE INDEX descending ON public.t (a DESC);

CREATE INDEX expression ON public.t ((a + 2));

CREATE INDEX include ON public.t (a) INCLUDE (c);

CREATE INDEX method ON public.t USING hash (a);

CREATE INDEX nulls ON public.t (a NULLS FIRST);

CREATE UNIQUE INDEX nulls_distinct ON public.t (a, c) NULLS NOT DISTINCT;

CREATE INDEX other_collation ON public.t (b COLLATE "POSIX");

CREATE INDEX set_parameter ON public.t USING gist (v tsvector_ops (siglen='200'));

CREATE UNIQUE INDEX uniq ON public.t (c, a);

CREATE INDEX unset_where ON public.t (a);

CREATE INDEX where_ ON public.t (a) WHERE a > 2;

COMMENT ON INDEX public.collated IS 'Stays';
