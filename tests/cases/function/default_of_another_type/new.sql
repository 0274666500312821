CREATE FUNCTION typed(a anyelement DEFAULT 'x'::text) RETURNS text LANGUAGE sql AS 'SELECT ''''';
CREATE FUNCTION one_more(a anyelement DEFAULT 2, b anyelement DEFAULT 1) RETURNS text LANGUAGE sql AS 'SELECT ''''';
CREATE FUNCTION begins_alike(a anyelement DEFAULT 1.5) RETURNS text LANGUAGE sql AS 'SELECT ''''';
CREATE FUNCTION plain(a integer DEFAULT 2) RETURNS text LANGUAGE sql AS 'SELECT ''''';
