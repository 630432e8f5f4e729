#ifndef KERBSIDE_CMOSQUITTO_SHIM_H
#define KERBSIDE_CMOSQUITTO_SHIM_H

#include <mosquitto.h>
#include <mqtt_protocol.h>
/* The Swift module of glibc leaves eventfd out; the link's loop wakes up by one. */
#include <sys/eventfd.h>

#endif
