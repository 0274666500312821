CREATE TEXT SEARCH DICTIONARY a_set (TEMPLATE = simple, Accept = false);
CREATE TEXT SEARCH DICTIONARY b_unset (TEMPLATE = simple);
CREATE TEXT SEARCH DICTIONARY c_change (TEMPLATE = snowball, Language = french, StopWords = german);
CREATE TEXT SEARCH DICTIONARY d_one_of_two (TEMPLATE = snowball, Language = german);
CREATE TEXT SEARCH DICTIONARY e_template (TEMPLATE = snowball, Language = german);
CREATE TEXT SEARCH DICTIONARY f_order (TEMPLATE = simple, Accept = false, StopWords = english);
COMMENT ON TEXT SEARCH DICTIONARY e_template IS 'Stays';
