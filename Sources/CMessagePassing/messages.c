// The calls in a build that has MPI.
#ifdef HAVE_MPI

#include "CMessagePassing.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Debian keeps it in a folder, on the compiler's path on every architecture; others say where it is.
#if __has_include(<mpi/mpi.h>)
#include <mpi/mpi.h>
#else
#include <mpi.h>
#endif

/// Numbers on their way; MPI reads them until the request is done.
typedef struct sending {
  struct sending *next;
  MPI_Request request;
  char numbers[];
} sending;

/// What this process sends to another.
typedef struct {
  sending *oldest, *newest;
  uint64_t bytes;
} connection;

/// MPI itself is one for the whole process, and so is this.
static struct {
  enum { apart, joined, left } state;
  connection *connections;  // one for each process
  int rank, size;
  MPI_Message awaited;
  int count;
  MPI_Datatype type;
  char words[MPI_MAX_ERROR_STRING + 1];
} world;

static const char outside[] = "this process is not in an exchange, or has left it";

static const char *failure(int code) {
  if (code == MPI_SUCCESS) return NULL;
  int length = 0;
  MPI_Error_string(code, world.words, &length);
  return world.words;
}

static MPI_Datatype type(int32_t part) { return part == mp_header ? MPI_INT32_T : MPI_FLOAT; }

bool mp_available(void) { return true; }

const char *mp_initialise(int32_t *rank, int32_t *size) {
  if (world.state == left) return outside;
  if (world.state == apart) {
    // One thread at a time, not always the same. MPI that cannot start ends the process with its own words.
    int level = MPI_THREAD_SINGLE;
    MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &level);
    if (level < MPI_THREAD_SERIALIZED) return "this MPI takes calls from the main thread only";
    MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
    MPI_Comm_rank(MPI_COMM_WORLD, &world.rank);
    MPI_Comm_size(MPI_COMM_WORLD, &world.size);
    world.connections = calloc((size_t)world.size, sizeof(connection));
    if (!world.connections) return "no memory for connections";
    world.state = joined;
  }
  *rank = world.rank;
  *size = world.size;
  return NULL;
}

/// Frees what has been sent, in order, until something is still on its way.
static int free_sent(connection *to, bool waits) {
  while (to->oldest) {
    sending *first = to->oldest;
    int done = 1;
    int code = waits ? MPI_Wait(&first->request, MPI_STATUS_IGNORE)
                     : MPI_Test(&first->request, &done, MPI_STATUS_IGNORE);
    if (code != MPI_SUCCESS || !done) return code;
    to->oldest = first->next;
    free(first);
  }
  return MPI_SUCCESS;
}

const char *mp_send(const void *numbers, size_t count, int32_t part, int32_t receiver) {
  if (world.state != joined) return outside;
  if (count > INT_MAX) return "MPI takes no more than 2,147,483,647 numbers at once";
  connection *to = &world.connections[receiver];
  const char *wrong = failure(free_sent(to, false));
  if (wrong) return wrong;
  int width = 0;
  MPI_Type_size(type(part), &width);
  size_t bytes = count * (size_t)width;
  sending *copy = malloc(sizeof(sending) + bytes);
  if (!copy) return "no memory for a message";
  copy->next = NULL;
  if (bytes) memcpy(copy->numbers, numbers, bytes);
  int code = MPI_Isend(
    copy->numbers, (int)count, type(part), receiver, part, MPI_COMM_WORLD, &copy->request);
  if (code != MPI_SUCCESS) {
    free(copy);
    return failure(code);
  }
  to->bytes += bytes;
  if (to->oldest) to->newest->next = copy; else to->oldest = copy;
  to->newest = copy;
  return NULL;
}

const char *mp_await(int32_t sender, int32_t *part, size_t *count) {
  if (world.state != joined) return outside;
  MPI_Status status;
  // Parts from one process are found in the order in which they were sent, whatever their tags.
  int code = MPI_Mprobe(sender, MPI_ANY_TAG, MPI_COMM_WORLD, &world.awaited, &status);
  if (code != MPI_SUCCESS) return failure(code);
  world.type = type(status.MPI_TAG);
  code = MPI_Get_count(&status, world.type, &world.count);
  *part = status.MPI_TAG;
  *count = (size_t)world.count;
  return failure(code);
}

const char *mp_take(void *numbers) {
  return failure(MPI_Mrecv(numbers, world.count, world.type, &world.awaited, MPI_STATUS_IGNORE));
}

uint64_t mp_bytes_sent(int32_t receiver) { return world.connections[receiver].bytes; }

const char *mp_finalise(void) {
  if (world.state != joined) return outside;
  for (int process = 0; process < world.size; process++) {
    const char *wrong = failure(free_sent(&world.connections[process], true));
    if (wrong) return wrong;
  }
  world.state = left;
  return failure(MPI_Finalize());
}

_Noreturn void mp_abort(const char *line) {
  fprintf(stderr, "%s\n", line);
  fflush(stderr);
  MPI_Abort(MPI_COMM_WORLD, 1);
  _Exit(1);
}

#endif
