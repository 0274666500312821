#include "base/tool.h"

#include <glib.h>
#include <sys/stat.h>

char *tool_identity(void) {
    struct stat self;
    if (stat("/proc/self/exe", &self) != 0)
        return NULL;
    return g_strdup_printf("%s %lu %lu %ld %ld.%ld", MIGRATE_VERSION, (gulong)self.st_dev,
                           (gulong)self.st_ino, (glong)self.st_size, (glong)self.st_mtim.tv_sec,
                           (glong)self.st_mtim.tv_nsec);
}
