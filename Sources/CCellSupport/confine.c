// What a cell may not do: start a process or open a socket. A seccomp filter turns an attempt into a
// SIGSYS, so that it is reported at its line like any other stop. Threads are allowed: `clone` with
// CLONE_THREAD passes, `clone3` answers ENOSYS, after which the C library calls `clone`.
#define _GNU_SOURCE
#include "CCellSupport.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define NATIVE_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE_ARCH AUDIT_ARCH_AARCH64
#else
#error "the system-call filter knows x86-64 and arm64"
#endif

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, (action))
/// If the system call is `number`, answer with `action`.
#define ON(number, action) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 1), RETURN(action)

int ccs_confine(void) {
  struct sock_filter rules[] = {
    LOAD(arch),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NATIVE_ARCH, 1, 0),
    RETURN(SECCOMP_RET_KILL_PROCESS),
    LOAD(nr),
    ON(SYS_clone3, SECCOMP_RET_ERRNO | ENOSYS),
#ifdef SYS_fork
    ON(SYS_fork, SECCOMP_RET_TRAP),
    ON(SYS_vfork, SECCOMP_RET_TRAP),
#endif
    ON(SYS_execve, SECCOMP_RET_TRAP),
    ON(SYS_execveat, SECCOMP_RET_TRAP),
    ON(SYS_socketpair, SECCOMP_RET_TRAP),
    ON(SYS_ptrace, SECCOMP_RET_TRAP),
    ON(SYS_kill, SECCOMP_RET_TRAP),
    ON(SYS_setsid, SECCOMP_RET_TRAP),
    // Local sockets are refused without a stop: the C library opens them on its own to look up a user or
    // to write to the system's log, and does without.
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 4),
    LOAD(args[0]),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_UNIX, 0, 1),
    RETURN(SECCOMP_RET_ERRNO | EACCES),
    RETURN(SECCOMP_RET_TRAP),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 3),
    LOAD(args[0]),
    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0),
    RETURN(SECCOMP_RET_TRAP),
    RETURN(SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {.len = sizeof rules / sizeof *rules, .filter = rules};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) return errno;
  return 0;
}
