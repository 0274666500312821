-- Rows of the case "everything": of each type ordinary values, those at its edges, and none.
INSERT INTO users (mail, mails, p, pn, feeling, feelings, feeling2, a, settings, created_at, days, n, ns, bits, big,
    span, r, f, fm, v, c, b, pt, cir, x, "Weird Name", "select", "1st")
VALUES ('a@b', '{a@b,c@d}', 1, 2, 'sad', '{sad,NULL,happy}', '"q"\', ROW('s', 1, '{ok}'), '{"a": [1, null]}',
        '2020-02-29 12:00+02', '{2020-02-29,infinity}', 1.5, '{1.25,NaN,Infinity}', '{101,NULL}',
        '{9223372036854775807,-9223372036854775808}', '1 day 02:00', '[1,5)', '[0.5,)', '{"[0,1]",empty}', 'v', 'c',
        '\x00ff', '(1,2)', '<(1,2),3>', '<x/>', E'\t"\\ü', true, -32768),
       ('a@b', '{}', NULL, -2147483648, 'happy', '{{sad,ok},{ok,NULL}}', NULL, ROW(NULL, NULL, NULL), 'null',
        '-infinity', '{}', 'NaN', '{{1,2},{3,4}}', '{}', '{{1},{NULL}}', NULL, 'empty', 'empty', '{}', '', NULL, '',
        NULL, NULL, NULL, NULL, NULL, NULL),
       ('a@b', NULL, NULL, 1, 'ok', NULL, NULL, NULL, '"text"', 'infinity', NULL, -99999999.99, NULL, NULL, '{}', NULL,
        NULL, NULL, NULL, 'v', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO app.posts (by, title, parent, "when") VALUES (1, 't', NULL, 'infinity'), (2, 'u', 1, NULL);
INSERT INTO status (id, by_default) VALUES (DEFAULT, 7), (DEFAULT, DEFAULT);
INSERT INTO parted VALUES (1, '2020-05-05');
INSERT INTO par VALUES (1, 2);
INSERT INTO chi VALUES (3, 4);
REFRESH MATERIALIZED VIEW mv;
