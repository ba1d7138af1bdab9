// Starting a child for the tool, in a session of its own, so that it and all it starts can be ended together.
#define _GNU_SOURCE
#include "CCellSupport.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

enum { first_free_descriptor = 10 };

/// What the child does between its birth and the program; returns only if something failed.
static void become(
  pid_t tool, char *const *arguments, char *const *environment, const char *directory,
  int output, int errors, int events
) {
  setsid();
  // A killed tool takes its children along. It may be dead already: then nobody is told any more.
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != tool) return;
  for (int number = 1; number < NSIG; number += 1) {
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigaction(number, &standard, NULL);
  }
  int empty = open("/dev/null", O_RDONLY);
  // Out of the way first: one of them may lie where another goes.
  output = fcntl(output, F_DUPFD, first_free_descriptor);
  errors = fcntl(errors, F_DUPFD, first_free_descriptor);
  if (events >= 0) events = fcntl(events, F_DUPFD, first_free_descriptor);
  if (empty < 0 || dup2(empty, 0) < 0 || dup2(output, 1) < 0 || dup2(errors, 2) < 0) return;
  if (events >= 0 && dup2(events, ccs_event_descriptor) < 0) return;
  closefrom(events >= 0 ? ccs_event_descriptor + 1 : 3);
  if (directory && chdir(directory) != 0) return;
  // The threads of a pool block signals; a child must not inherit that.
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  execve(arguments[0], arguments, environment);
}

int ccs_spawn(
  int *process, char *const *arguments, char *const *environment, const char *directory,
  int output, int errors, int events
) {
  // The child works in our memory until it is another program: no handler of ours may run in it, and
  // what it writes to `error` we read.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  volatile int error = 0;
  pid_t tool = getpid();
  pid_t child = vfork();
  if (child == 0) {
    become(tool, arguments, environment, directory, output, errors, events);
    error = errno ? errno : ESRCH;
    _exit(127);
  }
  if (child < 0) error = errno;
  if (child > 0 && error != 0) waitpid(child, NULL, 0);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  *process = child;
  return error;
}
