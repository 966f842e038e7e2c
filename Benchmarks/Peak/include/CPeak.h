/// How fast a processor can multiply and add: what kernels are held against.
#ifndef CPEAK_H
#define CPEAK_H

/// Operations (a multiply-add is two) of one call of `peak_multiply_add` with a table of kernels' name and a number of rounds; 0
/// where there is none for this name.
double peak_operations(const char *isa, long rounds);

/// Multiplies and adds in registers, nothing else: independent chains, as many as hide the latency. Gives a value that depends on
/// all of them.
float peak_multiply_add(const char *isa, long rounds);

/// Counts up for several threads at once; gives the value before.
static inline long peak_next(long *counter) { return __atomic_fetch_add(counter, 1, __ATOMIC_RELAXED); }

#endif
