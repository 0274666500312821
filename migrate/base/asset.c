#include "base/asset.h"

#include <string.h>

const char *asset_text(const char *room, const char *name) {
    const Asset *asset = assets;
    while (asset->name && (strcmp(asset->room, room) != 0 || strcmp(asset->name, name) != 0))
        asset++;
    return asset->text;
}
