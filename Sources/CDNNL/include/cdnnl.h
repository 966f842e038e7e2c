/// oneDNN's C interface, with what Swift cannot import wrapped in small functions.
#ifndef CDNNL_H
#define CDNNL_H
#include <dnnl.h>
#include <dnnl_debug.h>
#endif
