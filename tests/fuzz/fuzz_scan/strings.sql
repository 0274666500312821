select 'a;''b' || E'\';'
 '\';', U&'\;' UESCAPE '!', "a"";"; select $a$;$$ $b$$a$, $1;;
