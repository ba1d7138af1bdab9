// Output of a cell: standard output is a file, so that its length is the exact place of an event in it.
#define _GNU_SOURCE
#include "CCellSupport.h"

#include <errno.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

long ccs_flush_output(void) {
  fflush(stdout);
  long end = lseek(STDOUT_FILENO, 0, SEEK_CUR);
  return end < 0 ? 0 : end;
}

void ccs_allow_output(long bytes) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_FSIZE, &limit) != 0) return;
  limit.rlim_cur = (rlim_t)(ccs_flush_output() + bytes);
  setrlimit(RLIMIT_FSIZE, &limit);
}

void ccs_write_event(const char *bytes, long count) {
  while (count > 0) {
    long written = write(ccs_event_descriptor, bytes, (unsigned long)count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= written;
  }
}
