/* What cppcheck has to know of the libraries, whose headers it does not read. */
#define _GNU_SOURCE     1
#define MIGRATE_VERSION ""
#define MIGRATE_REPOSITORY ""
#define G_GNUC_PRINTF(format, arguments)
#define G_DEFINE_QUARK(text, name)
#define G_DEFINE_EXTENDED_ERROR(type, name)
#define json_array_foreach(array, i, value)                                                        \
    for (i = 0; (value = json_array_get(array, i)) != NULL; i++)
#define json_object_foreach(object, key, value)                                                    \
    for (key = json_first(object); (value = json_value(key)) != NULL; key = json_next(object, key))
