// How a chapter says where it stopped: a signal handler on a stack of its own walks the frames and
// writes image and offset of each; names and lines are looked up afterwards by the tool, at leisure.
#define _GNU_SOURCE
#include "CCellSupport.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { max_frames = 128, handler_stack_bytes = 256 * 1024 };

/// The frames of the last Swift error that was thrown: an uncaught one traps far from its `throw`.
static void *thrown_frames[max_frames];
static int thrown_count;

static void remember_throw(void) { thrown_count = backtrace(thrown_frames, max_frames); }

static void write_frames(FILE *out, void **frames, int count) {
  for (int i = 0; i < count; i++) {
    Dl_info info;
    if (!dladdr(frames[i], &info) || !info.dli_fname) continue;
    const char *name = strrchr(info.dli_fname, '/');
    fprintf(
      out, "%s[\"%s\",%lu]", i ? "," : "", name ? name + 1 : info.dli_fname,
      (unsigned long)((char *)frames[i] - (char *)info.dli_fbase));
  }
}

static void report(int number, siginfo_t *info, void *context) {
  (void)info;
  (void)context;
  static volatile sig_atomic_t reporting;
  if (reporting) _exit(3);
  reporting = 1;
  static char buffer[64 * 1024];
  void *frames[max_frames];
  int count = backtrace(frames, max_frames);
  FILE *out = fmemopen(buffer, sizeof buffer, "w");
  if (out) {
    fprintf(out, "\n{\"stop\":{\"signal\":%d,\"frames\":[", number);
    write_frames(out, frames, count);
    fprintf(out, "],\"thrown\":[");
    write_frames(out, thrown_frames, thrown_count);
    fprintf(out, "]}}\n");
    long length = ftell(out);
    fclose(out);
    ccs_write_event(buffer, length);
  }
  _exit(3);
}

void ccs_report_stops(void) {
  void *warm[4];
  backtrace(warm, 4);  // loads the unwinder now: a handler must not

  stack_t stack = {.ss_sp = malloc(handler_stack_bytes), .ss_size = handler_stack_bytes};
  sigaltstack(&stack, NULL);
  struct sigaction action = {.sa_sigaction = report, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  const int signals[] = {SIGILL,  SIGSEGV, SIGBUS,  SIGFPE, SIGABRT,
                         SIGTRAP, SIGSYS,  SIGXFSZ, SIGXCPU, ccs_time_limit_signal};
  for (unsigned long i = 0; i < sizeof signals / sizeof *signals; i++)
    sigaction(signals[i], &action, NULL);

  void (*set_will_throw_handler)(void (*)(void)) = NULL;
  *(void **)&set_will_throw_handler = dlsym(RTLD_DEFAULT, "_swift_setWillThrowHandler");
  if (set_will_throw_handler) set_will_throw_handler(remember_throw);
}
