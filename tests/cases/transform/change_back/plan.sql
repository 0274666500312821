CREATE OR REPLACE TRANSFORM
    FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal));

CREATE OR REPLACE TRANSFORM
    FOR public.pair LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal));
