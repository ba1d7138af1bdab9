// The few calls of MPI that the engine's transport makes; macros and types of MPI stay in C.
//
// All return null when they have done it, and otherwise what is wrong, in words that hold until the next call.
// One thread at a time calls them. In a build without the package trait `MPI` each says how to get one.
#ifndef CMESSAGEPASSING_H
#define CMESSAGEPASSING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Which part of a message a part is; it travels as MPI's tag.
enum {
  mp_header = 0,   ///< 32-bit whole numbers
  mp_payload = 1,  ///< 32-bit floating-point numbers
};

/// Whether this build has MPI.
bool mp_available(void);

/// Joins the processes that were started together, or says again who is one of them.
const char *mp_initialise(int32_t *rank, int32_t *size);

/// Sends a copy of a part's numbers, and returns before they are received.
const char *mp_send(const void *numbers, size_t count, int32_t part, int32_t receiver);

/// Waits for the next part from a process, and says what it is. `mp_take` comes next.
const char *mp_await(int32_t sender, int32_t *part, size_t *count);

/// Puts the numbers that were waited for where there is room for them.
const char *mp_take(void *numbers);

/// Bytes that were handed to MPI for a process.
uint64_t mp_bytes_sent(int32_t receiver);

/// Leaves, when all that was sent is received and the others leave too; nothing can be sent any more.
const char *mp_finalise(void);

/// Writes a line to standard error and ends all processes, this one with status 1.
_Noreturn void mp_abort(const char *line);

#endif
