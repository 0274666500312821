CREATE TEXT SEARCH DICTIONARY a_set (TEMPLATE = simple);
CREATE TEXT SEARCH DICTIONARY b_unset (TEMPLATE = simple, StopWords = english, Accept = false);
CREATE TEXT SEARCH DICTIONARY c_change (TEMPLATE = snowball, Language = german, StopWords = german);
CREATE TEXT SEARCH DICTIONARY d_one_of_two (TEMPLATE = snowball, Language = german, StopWords = german);
CREATE TEXT SEARCH DICTIONARY e_template (TEMPLATE = simple);
CREATE TEXT SEARCH DICTIONARY f_order (TEMPLATE = simple, StopWords = english, Accept = false);
COMMENT ON TEXT SEARCH DICTIONARY e_template IS 'Stays';
