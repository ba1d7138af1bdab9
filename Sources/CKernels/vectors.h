// Vectors of 16 lanes, whatever the registers: the compiler cuts them up.
#ifndef VECTORS_H
#define VECTORS_H

#include <stddef.h>
#include <stdint.h>

typedef float v16 __attribute__((vector_size(64)));
typedef float v8 __attribute__((vector_size(32)));
typedef float v16u __attribute__((vector_size(64), aligned(4)));
typedef int32_t i16v __attribute__((vector_size(64)));
typedef uint32_t u16v __attribute__((vector_size(64)));
typedef uint32_t u16u __attribute__((vector_size(64), aligned(4)));
typedef uint16_t h16u __attribute__((vector_size(32), aligned(2)));
typedef int8_t b16u __attribute__((vector_size(16), aligned(1)));

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")
#define JOIN2(A, B) A##_##B
#define JOIN(A, B) JOIN2(A, B)
// The name of a function in the instruction set that is being compiled.
#define NAME(F) JOIN(F, SET)

// Lanes of A where the mask is all ones, of B where it is zero.
#define SELECT(MASK, A, B) ((v16)(((u16v)(MASK) & (u16v)(A)) | (~(u16v)(MASK) & (u16v)(B))))

#define SMALLER(A, B) ((A) < (B) ? (A) : (B))

// Calls F(rows) with a constant number of rows, so that sums stay in registers.
#define FOR_ROWS_2(ROWS, F) case 1: F(1); break; case 2: F(2); break;
#define FOR_ROWS_6(ROWS, F)                                                                         \
  FOR_ROWS_2(ROWS, F) case 3: F(3); break; case 4: F(4); break; case 5: F(5); break; case 6: F(6); break;
#define FOR_ROWS_8(ROWS, F) FOR_ROWS_6(ROWS, F) case 7: F(7); break; case 8: F(8); break;
#define FOR_ROWS(ROWS, F) switch (ROWS) { JOIN(FOR_ROWS, TILE_ROWS)(ROWS, F) }

#endif
