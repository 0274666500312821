GRANT EXECUTE ON FUNCTION public.xml_valid(text) TO PUBLIC;

DROP VIEW public.v;

ALTER TABLE public.t DROP CONSTRAINT t_a_check;

-- data-loss: drops extension xml2 with what it holds and creates it again
DROP EXTENSION xml2;

CREATE SCHEMA x;

CREATE EXTENSION IF NOT EXISTS xml2 WITH SCHEMA x;

COMMENT ON EXTENSION xml2 IS 'old ways';

ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK (x.xpath_bool(a, '/a'::text));

CREATE VIEW public.v AS
SELECT x.xpath_bool('<a/>'::text, '/a'::text) AS xpath_bool;

REVOKE EXECUTE ON FUNCTION x.xml_valid(text) FROM PUBLIC;
