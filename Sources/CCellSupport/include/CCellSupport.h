#ifndef CHALKTALK_CCELLSUPPORT_H
#define CHALKTALK_CCELLSUPPORT_H

/// What the runner needs in C: a handler that reports a stop with its call stack, a system-call
/// filter, and the per-cell output limit. Everything written to `eventDescriptor` is one JSON object a line.

enum {
  /// The descriptor on which a chapter reports its events.
  ccs_event_descriptor = 3,
  /// The signal by which the tool asks a chapter that is over its time limit where it is.
  ccs_time_limit_signal = 12,  // SIGUSR2
};

/// Installs handlers for the fatal signals on an alternate stack. A handler writes
/// `{"stop":{"signal":N,"frames":[["image",offset],…],"thrown":[…]}}` and exits with status 3.
void ccs_report_stops(void);

/// Forbids new processes and sockets to this process for good; each attempt is a stop. Threads stay
/// possible. Returns 0, or an errno.
int ccs_confine(void);

/// Lets standard output and standard error grow by `bytes` from where standard output stands now.
void ccs_allow_output(long bytes);

/// Flushes C's standard output and returns how many bytes it holds so far.
long ccs_flush_output(void);

/// Writes all of `bytes` to the event descriptor.
void ccs_write_event(const char *bytes, long count);

/// Starts `arguments[0]` in a session of its own with these descriptors as its output, errors and (unless
/// negative) events; every other descriptor is closed. The child dies with the thread that calls this. Returns 0
/// and the process, or an errno.
int ccs_spawn(
  int *process, char *const *arguments, char *const *environment, const char *directory,
  int output, int errors, int events);

#endif
