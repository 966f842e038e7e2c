#ifndef ASSAY_CSCHEDULER_H
#define ASSAY_CSCHEDULER_H

#include <stddef.h>
#include <stdint.h>

// The processors that the calling thread may run on: a bit each, of a byte the lowest first. The C library declares these calls only
// for those who ask for its extensions, which Swift does not. Each returns 0, or the system's number for what is wrong.
int assay_processors(uint8_t *bits, size_t bytes);
int assay_bind_processors(const uint8_t *bits, size_t bytes);

#endif
