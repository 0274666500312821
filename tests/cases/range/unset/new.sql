CREATE TYPE a_class AS RANGE (SUBTYPE = text);
CREATE TYPE b_collation AS RANGE (SUBTYPE = text);
CREATE TYPE c_canonical AS RANGE (SUBTYPE = integer);
CREATE TYPE d_difference AS RANGE (SUBTYPE = double precision);
