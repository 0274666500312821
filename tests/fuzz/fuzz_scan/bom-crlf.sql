-- ü
select 'ü';select (1;2);
