CREATE TABLE "User" ("userId" int PRIMARY KEY, "createdAt" timestamptz NOT NULL);
CREATE TABLE public.audit ("ID" int);
