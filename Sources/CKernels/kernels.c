// The kernels of each instruction set, from one source.
//
// Each inclusion is compiled for one set; which of them runs is chosen when the program does. (That needs no
// `ifunc`, which only some systems have, and each set has the tile that its registers hold.)
#include "CKernels.h"
#include "vectors.h"

#define KERNELS(TEXT)                                                                                \
  static const ck_kernels NAME(kernels) = {                                                         \
    .name = TEXT,                                                                                   \
    .multiply =                                                                                     \
      {NAME(multiply_fp32), NAME(multiply_bf16), NAME(multiply_int8), NAME(multiply_int4)},         \
    .pack = {NAME(pack_fp32), NAME(pack_bf16), NAME(pack_int8), NAME(pack_int4)},                   \
    .attend = NAME(attend), .store = NAME(store), .largest = NAME(largest), .norm = NAME(norm),     \
    .add = NAME(add), .add_scaled = NAME(add_scaled), .rotate = NAME(rotate), .silu = NAME(silu),   \
    .gelu = NAME(gelu), .clamped = NAME(clamped), .softcap = NAME(softcap), .read = NAME(read),     \
    .multiply_adds = NAME(multiply_adds),                                                           \
  };

#if defined(__x86_64__)

// 32 registers of 512 bits: 8 × 2 sums. Features are named one by one, since `arch=x86-64-v4` would prefer
// vectors of 256 bits.
#define SET avx512
#define TILE_ROWS 8
#define TILE_PANELS 2
#define CHAINS 12
#define READ_STREAMS 1
#define READ_LINES 8
#pragma clang attribute push(                                                                       \
  __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c,bmi,bmi2"))), apply_to = function)
#include "products.h"
#include "rows.h"
#include "attention.h"
#include "packing.h"
#include "ceilings.h"
#pragma clang attribute pop
KERNELS("avx512")
#undef SET
#undef TILE_ROWS
#undef TILE_PANELS
#undef CHAINS
#undef READ_STREAMS
#undef READ_LINES

// 16 registers of 256 bits: 6 × 1 sums, each in two of them.
#define SET avx2
#define TILE_ROWS 6
#define TILE_PANELS 1
#define CHAINS 6
#define READ_STREAMS 4
#define READ_LINES 4
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,bmi,bmi2"))), apply_to = function)
#include "products.h"
#include "rows.h"
#include "attention.h"
#include "packing.h"
#include "ceilings.h"
#pragma clang attribute pop
KERNELS("avx2")
#undef SET
#undef TILE_ROWS
#undef TILE_PANELS
#undef CHAINS
#undef READ_STREAMS
#undef READ_LINES

// 16 registers of 128 bits: 2 × 1 sums, each in four of them.
#define TILE_ROWS 2
#define CHAINS 3
#define READ_STREAMS 1
#define READ_LINES 8
#define PLAIN "sse2"

#else

// 32 registers of 128 bits, as NEON has them: 6 × 1 sums, each in four of them.
#define TILE_ROWS 6
#define CHAINS 6
#define READ_STREAMS 1
#define READ_LINES 8
#define PLAIN "128 bit"

#endif

#define SET plain
#define TILE_PANELS 1
#include "products.h"
#include "rows.h"
#include "attention.h"
#include "packing.h"
#include "ceilings.h"
KERNELS(PLAIN)

const ck_kernels *ck_at(int32_t level) {
  if (level == 0) return &kernels_plain;
#if defined(__x86_64__)
  __builtin_cpu_init();
  int hasAVX2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (level == 1 && hasAVX2 && __builtin_cpu_supports("f16c") && __builtin_cpu_supports("bmi2"))
    return &kernels_avx2;
  if (level == 2 && ck_at(1) && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    return &kernels_avx512;
#endif
  return 0;
}

size_t ck_product_scratch(int32_t rows) {
  return 2 * 16 * (size_t)run_plain + 2 * 16 * (size_t)rows;
}

size_t ck_attention_scratch(int32_t key_width, int32_t value_width) {
  size_t columns = ((size_t)value_width + 15) / 16 * 16;
  return ck_queries * (size_t)piece_plain + 32 * (size_t)key_width + 32 * columns + 64;
}
