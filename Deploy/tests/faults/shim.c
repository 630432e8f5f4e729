// Faults that no setting of the system gives, put before the C library's own functions with LD_PRELOAD:
//
//   FAULT_WRITE=N    write(2) to a regular file writes at most N bytes, and every third call is interrupted first (EINTR)
//   FAULT_CLOCK=FILE the seconds in FILE are added to the wall clock, read anew at each look; other clocks stay
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int is_interrupted(void) {
    static _Atomic int calls;
    return ++calls % 3 == 0;
}

static size_t at_most(int file, size_t count) {
    const char *limit = getenv("FAULT_WRITE");
    struct stat status;
    if (!limit || fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return count;
    size_t most = (size_t)atol(limit);
    return count < most ? count : most;
}

ssize_t write(int file, const void *bytes, size_t count) {
    size_t part = at_most(file, count);
    if (part < count && is_interrupted()) {
        errno = EINTR;
        return -1;
    }
    return syscall(SYS_write, file, bytes, part);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t place) {
    size_t part = at_most(file, count);
    if (part < count && is_interrupted()) {
        errno = EINTR;
        return -1;
    }
    return syscall(SYS_pwrite64, file, bytes, part, place);
}

static long step(void) {
    const char *name = getenv("FAULT_CLOCK");
    if (!name) return 0;
    char text[32] = {0};
    int file = open(name, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    if (read(file, text, sizeof text - 1) < 0) text[0] = 0;
    close(file);
    return atol(text);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    long result = syscall(SYS_clock_gettime, clock, now);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += step();
    return (int)result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec precise;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &precise) != 0) return -1;
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *out) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out) *out = now.tv_sec;
    return now.tv_sec;
}

// A deadline that was reckoned from the moved clock is waited for by the kernel's, which nobody moved.
int sem_timedwait(sem_t *semaphore, const struct timespec *deadline) {
    static int (*real)(sem_t *, const struct timespec *);
    if (!real) real = (int (*)(sem_t *, const struct timespec *))dlsym(RTLD_NEXT, "sem_timedwait");
    struct timespec moved = *deadline;
    moved.tv_sec -= step();
    return real(semaphore, &moved);
}
