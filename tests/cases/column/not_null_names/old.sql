CREATE TABLE public.t (plain int, named int CONSTRAINT "My name" NOT NULL, changes int CONSTRAINT old_name NOT NULL,
    becomes int NOT NULL, loses int CONSTRAINT gone NOT NULL, alone int CONSTRAINT alone NOT NULL, later int);
