// Starting a child for the tool, in a session of its own, so that it and all it starts can be ended together.
#define _GNU_SOURCE
#include "CCellSupport.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <sys/types.h>

int ccs_spawn(
  int *process, char *const *arguments, char *const *environment, const char *directory,
  int output, int errors, int events
) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, 1);
  posix_spawn_file_actions_adddup2(&actions, errors, 2);
  if (events >= 0) posix_spawn_file_actions_adddup2(&actions, events, ccs_event_descriptor);
  posix_spawn_file_actions_addclosefrom_np(&actions, events >= 0 ? ccs_event_descriptor + 1 : 3);
  if (directory) posix_spawn_file_actions_addchdir_np(&actions, directory);
  // The threads of a pool block signals; a child must not inherit that.
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(
    &attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  pid_t child = 0;
  int error = posix_spawn(&child, arguments[0], &actions, &attributes, arguments, environment);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  *process = child;
  return error;
}
