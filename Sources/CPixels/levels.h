#ifndef CPIXELS_LEVELS_H
#define CPIXELS_LEVELS_H

// Products and sums stay apart: their bits are those of NumPy, SciPy and Pillow, which do not fuse them.
#pragma STDC FP_CONTRACT OFF

/// A function that is compiled once for each level of the processor; the loader picks.
#if defined(__x86_64__) && defined(__linux__)
#define LEVELS __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define LEVELS
#endif

/// A part of such a function.
#define INLINE static inline __attribute__((always_inline))

#endif
