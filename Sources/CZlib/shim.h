#ifndef KERBSIDE_CZLIB_SHIM_H
#define KERBSIDE_CZLIB_SHIM_H

#include <zlib.h>

#endif
