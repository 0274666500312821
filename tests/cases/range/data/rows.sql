INSERT INTO spans VALUES ('[1,7)'), ('empty'), (NULL), ('(,5]');
