// How threads wait for each other: spinning a little, then asleep in the kernel.
#define _GNU_SOURCE
#include "CKernels.h"

#include <time.h>

#if defined(__linux__)
#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

void ck_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

void ck_sleep(const uint32_t *word, uint32_t value) {
#if defined(__linux__)
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, 0, 0, 0);
#else
  // Without futexes: a nap, and the caller looks again.
  struct timespec nap = {0, 50000};
  if (__atomic_load_n(word, __ATOMIC_ACQUIRE) == value) nanosleep(&nap, 0);
#endif
}

void ck_wake(const uint32_t *word) {
#if defined(__linux__)
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT_MAX, 0, 0, 0);
#else
  (void)word;
#endif
}

uint64_t ck_thread_time(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}
