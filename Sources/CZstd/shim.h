#ifndef KERBSIDE_CZSTD_SHIM_H
#define KERBSIDE_CZSTD_SHIM_H

#include <zstd.h>

#endif
