#define _GNU_SOURCE
#include "CPixels.h"
#include <dlfcn.h>

const char *cpixels_library(const char *function) {
    Dl_info found;
    void *address = dlsym(RTLD_DEFAULT, function);
    return address != NULL && dladdr(address, &found) != 0 ? found.dli_fname : NULL;
}
