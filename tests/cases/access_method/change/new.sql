CREATE FUNCTION handler(internal) RETURNS index_am_handler LANGUAGE internal AS 'bthandler';
CREATE ACCESS METHOD tree TYPE INDEX HANDLER handler;
CREATE ACCESS METHOD other TYPE TABLE HANDLER heap_tableam_handler;
CREATE OPERATOR FAMILY f USING tree;
