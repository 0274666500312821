CREATE EXTENSION file_fdw;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE public.f (a text) SERVER files OPTIONS (program 'true', format 'csv');
