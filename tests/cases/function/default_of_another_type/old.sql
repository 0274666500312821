CREATE FUNCTION typed(a anyelement DEFAULT 1) RETURNS text LANGUAGE sql AS 'SELECT ''''';
CREATE FUNCTION one_more(a anyelement, b anyelement DEFAULT 1) RETURNS text LANGUAGE sql AS 'SELECT ''''';
CREATE FUNCTION begins_alike(a anyelement DEFAULT 1) RETURNS text LANGUAGE sql AS 'SELECT ''''';
CREATE FUNCTION plain(a integer DEFAULT 1) RETURNS text LANGUAGE sql AS 'SELECT ''''';
