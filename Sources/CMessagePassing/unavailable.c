// The calls in a build that has no MPI: they say how to get one.
#ifndef HAVE_MPI

#include "CMessagePassing.h"

#include <stdio.h>
#include <stdlib.h>

static const char missing[] =
  "this build has no MPI; 'swift build -c release --traits MPI' makes one that has, where Open MPI is "
  "installed (Debian: 'apt-get install libopenmpi-dev openmpi-bin')";

bool mp_available(void) { return false; }
const char *mp_initialise(int32_t *rank, int32_t *size) { return missing; }
const char *mp_send(const void *from, size_t count, int32_t part, int32_t to) { return missing; }
const char *mp_await(int32_t sender, int32_t *part, size_t *count) { return missing; }
const char *mp_take(void *numbers) { return missing; }
uint64_t mp_bytes_sent(int32_t receiver) { return 0; }
const char *mp_finalise(void) { return missing; }

_Noreturn void mp_abort(const char *line) {
  fprintf(stderr, "%s\n", line);
  _Exit(1);
}

#endif
