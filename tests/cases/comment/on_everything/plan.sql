COMMENT ON CAST (public.e_one AS public.co_one) IS 'it''s new';

COMMENT ON CAST (public.e_two AS public.co_two) IS 'comes';

COMMENT ON ACCESS METHOD am_one IS 'it''s new';

COMMENT ON ACCESS METHOD am_two IS 'comes';

COMMENT ON EXTENSION citext IS 'it''s new';

COMMENT ON EVENT TRIGGER et_one IS 'it''s new';

COMMENT ON EVENT TRIGGER et_two IS 'comes';

COMMENT ON TRANSFORM FOR integer LANGUAGE la_one IS 'it''s new';

COMMENT ON TRANSFORM FOR integer LANGUAGE la_two IS 'comes';

COMMENT ON EXTENSION hstore IS 'comes';

COMMENT ON LANGUAGE la_one IS 'it''s new';

COMMENT ON LANGUAGE la_two IS 'comes';

COMMENT ON PUBLICATION pu_one IS 'it''s new';

COMMENT ON PUBLICATION pu_two IS 'comes';

COMMENT ON OPERATOR public.===(public.e_one,public.e_one) IS 'it''s new';

COMMENT ON OPERATOR public.===(public.e_two,public.e_two) IS 'comes';

COMMENT ON AGGREGATE public.ag_one(integer) IS 'it''s new';

COMMENT ON AGGREGATE public.ag_two(integer) IS 'comes';

COMMENT ON TYPE public.b_one IS 'it''s new';

COMMENT ON TYPE public.b_two IS 'comes';

COMMENT ON COLLATION public.cl_one IS 'it''s new';

COMMENT ON COLLATION public.cl_two IS 'comes';

COMMENT ON COLUMN public.co_one.a IS 'it''s new';

COMMENT ON TYPE public.co_one IS 'it''s new';

COMMENT ON COLUMN public.co_two.a IS 'comes';

COMMENT ON TYPE public.co_two IS 'comes';

COMMENT ON CONVERSION public.cv_one IS 'it''s new';

COMMENT ON CONVERSION public.cv_two IS 'comes';

COMMENT ON DOMAIN public.d_one IS 'it''s new';

COMMENT ON CONSTRAINT dc_one ON DOMAIN public.d_one IS 'it''s new';

COMMENT ON DOMAIN public.d_two IS 'comes';

COMMENT ON CONSTRAINT dc_two ON DOMAIN public.d_two IS 'comes';

COMMENT ON TYPE public.e_one IS 'it''s new';

COMMENT ON TYPE public.e_two IS 'comes';

COMMENT ON OPERATOR FAMILY public.fa_one USING btree IS 'it''s new';

COMMENT ON OPERATOR FAMILY public.fa_two USING btree IS 'comes';

COMMENT ON FOREIGN TABLE public.ft_one IS 'it''s new';

COMMENT ON COLUMN public.ft_one.a IS 'it''s new';

COMMENT ON FOREIGN TABLE public.ft_two IS 'comes';

COMMENT ON COLUMN public.ft_two.a IS 'comes';

COMMENT ON MATERIALIZED VIEW public.m_one IS 'it''s new';

COMMENT ON COLUMN public.m_one.a IS 'it''s new';

COMMENT ON MATERIALIZED VIEW public.m_two IS 'comes';

COMMENT ON COLUMN public.m_two.a IS 'comes';

COMMENT ON OPERATOR CLASS public.oc_one USING btree IS 'it''s new';

COMMENT ON OPERATOR CLASS public.oc_two USING btree IS 'comes';

COMMENT ON PROCEDURE public.pr_one() IS 'it''s new';

COMMENT ON PROCEDURE public.pr_two() IS 'comes';

COMMENT ON SEQUENCE public.q_one IS 'it''s new';

COMMENT ON SEQUENCE public.q_two IS 'comes';

COMMENT ON TYPE public.mr_one IS 'it''s new';

COMMENT ON TYPE public.ra_one IS 'it''s new';

COMMENT ON TYPE public.mr_two IS 'comes';

COMMENT ON TYPE public.ra_two IS 'comes';

COMMENT ON TYPE public.sh_one IS 'it''s new';

COMMENT ON TYPE public.sh_two IS 'comes';

COMMENT ON COLUMN public.t_one.name IS 'it''s new';

COMMENT ON CONSTRAINT c_one ON public.t_one IS 'it''s new';

COMMENT ON CONSTRAINT p_one ON public.t_one IS 'it''s new';

COMMENT ON INDEX public.p_one IS 'it''s new';

COMMENT ON CONSTRAINT f_one ON public.t_one IS 'it''s new';

COMMENT ON SEQUENCE public.t_one_id_seq IS 'it''s new';

COMMENT ON INDEX public.i_one IS 'it''s new';

COMMENT ON POLICY po_one ON public.t_one IS 'it''s new';

COMMENT ON RULE r_one ON public.t_one IS 'it''s new';

COMMENT ON STATISTICS public.st_one IS 'it''s new';

COMMENT ON TABLE public.t_one IS 'it''s new';

COMMENT ON TRIGGER tr_one ON public.t_one IS 'it''s new';

COMMENT ON COLUMN public.t_two.name IS 'comes';

COMMENT ON CONSTRAINT c_two ON public.t_two IS 'comes';

COMMENT ON CONSTRAINT p_two ON public.t_two IS 'comes';

COMMENT ON INDEX public.p_two IS 'comes';

COMMENT ON CONSTRAINT f_two ON public.t_two IS 'comes';

COMMENT ON SEQUENCE public.t_two_id_seq IS 'comes';

COMMENT ON INDEX public.i_two IS 'comes';

COMMENT ON POLICY po_two ON public.t_two IS 'comes';

COMMENT ON RULE r_two ON public.t_two IS 'comes';

COMMENT ON STATISTICS public.st_two IS 'comes';

COMMENT ON TABLE public.t_two IS 'comes';

COMMENT ON TRIGGER tr_two ON public.t_two IS 'comes';

COMMENT ON TEXT SEARCH CONFIGURATION public.tc_one IS 'it''s new';

COMMENT ON TEXT SEARCH CONFIGURATION public.tc_two IS 'comes';

COMMENT ON TEXT SEARCH DICTIONARY public.td_one IS 'it''s new';

COMMENT ON TEXT SEARCH DICTIONARY public.td_two IS 'comes';

COMMENT ON FUNCTION public.tf_one() IS 'it''s new';

COMMENT ON FUNCTION public.tf_two() IS 'comes';

COMMENT ON TEXT SEARCH PARSER public.tp_one IS 'it''s new';

COMMENT ON TEXT SEARCH PARSER public.tp_two IS 'comes';

COMMENT ON TEXT SEARCH TEMPLATE public.tt_one IS 'it''s new';

COMMENT ON TEXT SEARCH TEMPLATE public.tt_two IS 'comes';

COMMENT ON VIEW public.v_one IS 'it''s new';

COMMENT ON COLUMN public.v_one.a IS 'it''s new';

COMMENT ON VIEW public.v_two IS 'comes';

COMMENT ON COLUMN public.v_two.a IS 'comes';

COMMENT ON SCHEMA s_one IS 'it''s new';

COMMENT ON SCHEMA s_two IS 'comes';

COMMENT ON SUBSCRIPTION su_one IS 'it''s new';

COMMENT ON SUBSCRIPTION su_two IS 'comes';

COMMENT ON SERVER sv_one IS 'it''s new';

COMMENT ON SERVER sv_two IS 'comes';

COMMENT ON FOREIGN DATA WRAPPER w_one IS 'it''s new';

COMMENT ON FOREIGN DATA WRAPPER w_two IS 'comes';

ALTER LANGUAGE la_one OWNER TO bob;

ALTER LANGUAGE la_two OWNER TO alice;

ALTER PUBLICATION pu_one OWNER TO bob;

ALTER PUBLICATION pu_two OWNER TO alice;

ALTER OPERATOR public.===(public.e_one,public.e_one) OWNER TO bob;

ALTER OPERATOR public.===(public.e_two,public.e_two) OWNER TO alice;

ALTER AGGREGATE public.ag_one(integer) OWNER TO bob;

ALTER AGGREGATE public.ag_two(integer) OWNER TO alice;

ALTER TYPE public.b_one OWNER TO bob;

ALTER TYPE public.b_two OWNER TO alice;

ALTER COLLATION public.cl_one OWNER TO bob;

ALTER COLLATION public.cl_two OWNER TO alice;

ALTER TYPE public.co_one OWNER TO bob;

ALTER TYPE public.co_two OWNER TO alice;

ALTER CONVERSION public.cv_one OWNER TO bob;

ALTER CONVERSION public.cv_two OWNER TO alice;

ALTER DOMAIN public.d_one OWNER TO bob;

ALTER DOMAIN public.d_two OWNER TO alice;

ALTER TYPE public.e_one OWNER TO bob;

ALTER TYPE public.e_two OWNER TO alice;

ALTER OPERATOR FAMILY public.fa_one USING btree OWNER TO bob;

ALTER OPERATOR FAMILY public.fa_two USING btree OWNER TO alice;

ALTER FOREIGN TABLE public.ft_one OWNER TO bob;

ALTER FOREIGN TABLE public.ft_two OWNER TO alice;

ALTER MATERIALIZED VIEW public.m_one OWNER TO bob;

ALTER MATERIALIZED VIEW public.m_two OWNER TO alice;

ALTER OPERATOR CLASS public.oc_one USING btree OWNER TO bob;

ALTER OPERATOR CLASS public.oc_two USING btree OWNER TO alice;

ALTER PROCEDURE public.pr_one() OWNER TO bob;

ALTER PROCEDURE public.pr_two() OWNER TO alice;

ALTER SEQUENCE public.q_one OWNER TO bob;

ALTER SEQUENCE public.q_two OWNER TO alice;

ALTER TYPE public.ra_one OWNER TO bob;

ALTER TYPE public.ra_two OWNER TO alice;

ALTER STATISTICS public.st_one OWNER TO bob;

ALTER TABLE public.t_one OWNER TO bob;

ALTER STATISTICS public.st_two OWNER TO alice;

ALTER TABLE public.t_two OWNER TO alice;

ALTER TEXT SEARCH CONFIGURATION public.tc_one OWNER TO bob;

ALTER TEXT SEARCH CONFIGURATION public.tc_two OWNER TO alice;

ALTER TEXT SEARCH DICTIONARY public.td_one OWNER TO bob;

ALTER TEXT SEARCH DICTIONARY public.td_two OWNER TO alice;

ALTER FUNCTION public.tf_one() OWNER TO bob;

ALTER FUNCTION public.tf_two() OWNER TO alice;

ALTER VIEW public.v_one OWNER TO bob;

ALTER VIEW public.v_two OWNER TO alice;

ALTER SCHEMA s_one OWNER TO bob;

ALTER SCHEMA s_two OWNER TO alice;

ALTER SERVER sv_one OWNER TO bob;

ALTER SERVER sv_two OWNER TO alice;

REVOKE USAGE ON LANGUAGE lt_two FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.ag_two(integer) FROM PUBLIC;

REVOKE USAGE ON TYPE public.b_two FROM PUBLIC;

REVOKE USAGE ON TYPE public.co_two FROM PUBLIC;

REVOKE USAGE ON TYPE public.d_two FROM PUBLIC;

REVOKE USAGE ON TYPE public.e_two FROM PUBLIC;

REVOKE EXECUTE ON PROCEDURE public.pr_two() FROM PUBLIC;

REVOKE USAGE ON TYPE public.ra_two FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.tf_two() FROM PUBLIC;

GRANT USAGE ON LANGUAGE lt_one TO bob WITH GRANT OPTION;

GRANT USAGE ON LANGUAGE lt_two TO bob;

GRANT EXECUTE ON FUNCTION public.ag_one(integer) TO bob WITH GRANT OPTION;

GRANT EXECUTE ON FUNCTION public.ag_two(integer) TO bob;

GRANT USAGE ON TYPE public.b_one TO bob WITH GRANT OPTION;

GRANT USAGE ON TYPE public.b_two TO bob;

GRANT USAGE ON TYPE public.co_one TO bob WITH GRANT OPTION;

GRANT USAGE ON TYPE public.co_two TO bob;

GRANT USAGE ON TYPE public.d_one TO bob WITH GRANT OPTION;

GRANT USAGE ON TYPE public.d_two TO bob;

GRANT USAGE ON TYPE public.e_one TO bob WITH GRANT OPTION;

GRANT USAGE ON TYPE public.e_two TO bob;

GRANT SELECT ON TABLE public.ft_one TO bob WITH GRANT OPTION;

GRANT SELECT ON TABLE public.ft_two TO bob;

GRANT SELECT ON TABLE public.m_one TO bob WITH GRANT OPTION;

GRANT SELECT ON TABLE public.m_two TO bob;

GRANT EXECUTE ON PROCEDURE public.pr_one() TO bob WITH GRANT OPTION;

GRANT EXECUTE ON PROCEDURE public.pr_two() TO bob;

GRANT USAGE ON SEQUENCE public.q_one TO bob WITH GRANT OPTION;

GRANT USAGE ON SEQUENCE public.q_two TO bob;

GRANT USAGE ON TYPE public.ra_one TO bob WITH GRANT OPTION;

GRANT USAGE ON TYPE public.ra_two TO bob;

GRANT USAGE ON SEQUENCE public.t_one_id_seq TO bob WITH GRANT OPTION;

GRANT SELECT ON TABLE public.t_one TO bob WITH GRANT OPTION;

GRANT USAGE ON SEQUENCE public.t_two_id_seq TO bob;

GRANT SELECT ON TABLE public.t_two TO bob;

GRANT EXECUTE ON FUNCTION public.tf_one() TO bob WITH GRANT OPTION;

GRANT EXECUTE ON FUNCTION public.tf_two() TO bob;

GRANT SELECT ON TABLE public.v_one TO bob WITH GRANT OPTION;

GRANT SELECT ON TABLE public.v_two TO bob;

GRANT USAGE ON SCHEMA s_one TO bob WITH GRANT OPTION;

GRANT USAGE ON SCHEMA s_two TO bob;

GRANT USAGE ON FOREIGN SERVER sv_one TO bob WITH GRANT OPTION;

GRANT USAGE ON FOREIGN SERVER sv_two TO bob;

GRANT USAGE ON FOREIGN DATA WRAPPER w_one TO bob WITH GRANT OPTION;

GRANT USAGE ON FOREIGN DATA WRAPPER w_two TO bob;

GRANT SELECT (a) ON TABLE public.m_one TO bob WITH GRANT OPTION;

GRANT SELECT (a) ON TABLE public.m_two TO bob;

GRANT SELECT (name) ON TABLE public.t_one TO bob WITH GRANT OPTION;

GRANT SELECT (name) ON TABLE public.t_two TO bob;

GRANT SELECT (a) ON TABLE public.v_one TO bob WITH GRANT OPTION;

GRANT SELECT (a) ON TABLE public.v_two TO bob;
