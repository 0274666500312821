create type e as enum ('a', -- b
 'b,'
'x'); create type c as (x int); create domain d as int constraint p check (value > 0); alter type e add value 'n'; create type r as range (subtype = int);