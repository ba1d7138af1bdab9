// CellRunner LIBRARY CHAPTER ENTRY...
//
// The small process in which a chapter runs. In this order: set the limits, die with the tool, load
// the one library that cells call, let it report stops, forbid processes and sockets, load the
// chapter and call its entries, one after the other. It also has the figures traced that the chapter reads, see `swift_once` below. Standard output and standard error are files and descriptor 3 is the pipe of
// events; the tool has opened all three. Exit status 70 means that the runner itself failed.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum { data_bytes = 0x7fffffff };  // 2 GiB of data a chapter

static int fail(const char *what, const char *why) {
  fprintf(stderr, "CellRunner: %s: %s\n", what, why);
  return 70;
}

static void limit(int resource, rlim_t soft) {
  struct rlimit limit = {.rlim_cur = soft, .rlim_max = RLIM_INFINITY};
  getrlimit(resource, &limit);
  limit.rlim_cur = soft < limit.rlim_max ? soft : limit.rlim_max;
  setrlimit(resource, &limit);
}

// Statics. Swift computes a `static let` at its first use; whoever uses it later reads nothing of what it was
// computed from. So this process stands between Swift and its `swift_once`, which compiled code calls
// at every use, and tells the library when a static is computed and when it is used.

static void (*static_begins)(uintptr_t), (*static_ends)(uintptr_t), (*static_used)(uintptr_t);
static _Thread_local int telling;  // the library's own statics, while it is being told

static void tell(void (*what)(uintptr_t), const void *token) {
  if (!what || telling) return;
  telling = 1;
  what((uintptr_t)token);
  telling = 0;
}

struct computation {
  const void *token;
  void (*initialise)(void *);
  void *context;
};

static void compute(void *argument) {
  struct computation *what = argument;
  tell(static_begins, what->token);
  what->initialise(what->context);
  tell(static_ends, what->token);
}

void swift_once(void *token, void (*initialise)(void *), void *context) {
  static void (*original)(void *, void (*)(void *), void *);
  if (!original) *(void **)&original = dlsym(RTLD_NEXT, "swift_once");
  struct computation what = {token, initialise, context};
  original(token, compute, &what);
  tell(static_used, token);
}

static int trace_figures(void *library) {
  void (*trace)(void) = NULL;
  *(void **)&trace = dlsym(library, "chalktalk_trace_figures");
  *(void **)&static_begins = dlsym(library, "chalktalk_static_begins");
  *(void **)&static_ends = dlsym(library, "chalktalk_static_ends");
  *(void **)&static_used = dlsym(library, "chalktalk_static_used");
  if (!trace || !static_begins || !static_ends || !static_used) return 0;
  trace();
  return dlsym(RTLD_DEFAULT, "swift_once") == (void *)swift_once;
}

int main(int argc, char **argv) {
  if (argc < 4) return fail("usage", "CellRunner LIBRARY CHAPTER ENTRY...");
  pid_t tool = getppid();
  limit(RLIMIT_DATA, data_bytes);
  limit(RLIMIT_CORE, 0);
  setvbuf(stdout, NULL, _IOLBF, 0);
  unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC);  // where it works; never required
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // again: a namespace of its own has taken it away
  if (getppid() != tool) return fail("the tool", "has ended");

  void *library = dlopen(argv[1], RTLD_NOW | RTLD_GLOBAL);
  if (!library) return fail("cannot load the library of the cells", dlerror());
  void (*report_stops)(void) = NULL;
  int (*confine)(void) = NULL;
  *(void **)&report_stops = dlsym(library, "ccs_report_stops");
  *(void **)&confine = dlsym(library, "ccs_confine");
  if (!report_stops || !confine) return fail("not a library of cells", argv[1]);

  void *chapter = dlopen(argv[2], RTLD_NOW | RTLD_GLOBAL);
  if (!chapter) return fail("cannot load the chapter", dlerror());
  for (int i = 3; i < argc; i++)
    if (!dlsym(chapter, argv[i])) return fail("the chapter has no entry", argv[i]);

  if (!trace_figures(library)) return fail("cannot trace the figures of", argv[1]);
  report_stops();
  int refusal = confine();
  if (refusal) return fail("cannot confine the chapter", strerror(refusal));
  char *arguments[] = {argv[2], NULL};
  int status = 0;
  for (int i = 3; i < argc && status == 0; i++) {
    int (*entry)(int, char **) = NULL;
    *(void **)&entry = dlsym(chapter, argv[i]);
    status = entry(1, arguments);
  }
  fflush(stdout);
  return status;
}
