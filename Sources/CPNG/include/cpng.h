/// libpng behind plain functions: its errors jump (setjmp), which Swift cannot follow.
#ifndef CPNG_H
#define CPNG_H
#endif
