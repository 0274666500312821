/* Completion: what can stand where the cursor is.
 *
 * The scripts for shells ask the program, `migrate help --complete=WORD…`, so that all offer the
 * same, values of the project included. Nothing that is wrong there is an error: then less is
 * offered. */
#pragma once

/* Lines "word\tmeaning" (the tab only before a meaning) that begin as the last of `words` does,
 * which are those after the program's name, NULL-terminated; ":files" and ":folders" ask the shell
 * for those. Caller frees. */
char *complete_words(const char *const *words);

/* The scripts. Static. */
extern const char complete_bash[], complete_zsh[], complete_fish[];
