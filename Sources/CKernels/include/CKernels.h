// The engine's kernels in C: what Swift cannot say, chosen at run time by what the CPU can do.
#ifndef CKERNELS_H
#define CKERNELS_H

/// Tells the CPU that the caller is spinning on a value that another core will change.
void ck_pause(void);

#endif
