DROP VIEW public.v;

DROP FOREIGN TABLE public.ft;

DROP USER MAPPING FOR PUBLIC SERVER wrapper;

DROP SERVER type;

DROP SERVER wrapper;

ALTER SERVER no_version VERSION NULL;

ALTER SERVER set_version VERSION '2';

CREATE SERVER type TYPE 'new' FOREIGN DATA WRAPPER w;

ALTER SERVER version VERSION '2';

CREATE SERVER wrapper FOREIGN DATA WRAPPER w2;

CREATE USER MAPPING FOR PUBLIC SERVER wrapper OPTIONS (x 'y');

CREATE FOREIGN TABLE public.ft (
    id integer NOT NULL,
    a text
)
SERVER wrapper;

CREATE VIEW public.v AS
 SELECT ft.id
   FROM public.ft;

ALTER SERVER options OPTIONS ( SET changes 'new', ADD comes '1', DROP goes );
