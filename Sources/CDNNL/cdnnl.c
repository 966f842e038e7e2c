// The functions are all in the header; this file makes the target a library.
#include "cdnnl.h"
