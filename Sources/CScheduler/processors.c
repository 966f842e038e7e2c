#define _GNU_SOURCE
#include "CScheduler.h"

#include <errno.h>
#include <sched.h>
#include <string.h>

int assay_processors(uint8_t *bits, size_t bytes) {
    memset(bits, 0, bytes);
    cpu_set_t *set = CPU_ALLOC(8 * bytes);
    if (set == NULL) return ENOMEM;
    const size_t size = CPU_ALLOC_SIZE(8 * bytes);
    const int code = sched_getaffinity(0, size, set) == 0 ? 0 : errno;
    for (size_t number = 0; code == 0 && number < 8 * bytes; ++number) {
        if (CPU_ISSET_S(number, size, set)) bits[number / 8] |= (uint8_t)(1 << number % 8);
    }
    CPU_FREE(set);
    return code;
}

int assay_bind_processors(const uint8_t *bits, size_t bytes) {
    cpu_set_t *set = CPU_ALLOC(8 * bytes);
    if (set == NULL) return ENOMEM;
    const size_t size = CPU_ALLOC_SIZE(8 * bytes);
    CPU_ZERO_S(size, set);
    for (size_t number = 0; number < 8 * bytes; ++number) {
        if (bits[number / 8] >> number % 8 & 1) CPU_SET_S(number, size, set);
    }
    const int code = sched_setaffinity(0, size, set) == 0 ? 0 : errno;
    CPU_FREE(set);
    return code;
}
