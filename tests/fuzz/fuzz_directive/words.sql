-- migrate: no-transaction
create table t (
  -- migrate: renamed from b
  a int);
/* -- migrate: y */