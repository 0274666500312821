/* Assets: files of the sources that the build puts into the program, such as style sheets. */
#pragma once

typedef struct {
    const char *room; /* migrate/ROOM/site/NAME */
    const char *name;
    const char *text;
} Asset;

/* By room and name; ends with {0}. Generated. */
extern const Asset assets[];
/* NULL where there is none. */
const char *asset_text(const char *room, const char *name);
