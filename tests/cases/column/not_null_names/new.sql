CREATE TABLE public.t (plain int NOT NULL, named int CONSTRAINT "My name" NOT NULL,
    changes int CONSTRAINT new_name NOT NULL,
    becomes int CONSTRAINT given NOT NULL, loses int NOT NULL, alone int CONSTRAINT alone NOT NULL NO INHERIT);
ALTER TABLE public.t ADD COLUMN later int;
ALTER TABLE public.t ADD CONSTRAINT later NOT NULL later NOT VALID;
