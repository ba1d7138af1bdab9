// Products whose inputs are rounded as the weights are: bf16 pairs, and whole numbers with scales.
//
// Each lane adds one group of columns after the other from zero on, whatever the tile's shape, so that a row
// has the same bits in any company.
#include "CKernels.h"

#if defined(__x86_64__)
#include "vectors.h"
#include <immintrin.h>

#define WIDE "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c,bmi,bmi2"
#define BF16 __attribute__((target(WIDE ",avx512bf16")))
#define VNNI __attribute__((target(WIDE ",avx512vnni")))
#define IN_WIDE static inline __attribute__((always_inline, target(WIDE)))
#define IN_BF16 static inline __attribute__((always_inline, target(WIDE ",avx512bf16")))
#define IN_VNNI static inline __attribute__((always_inline, target(WIDE ",avx512vnni")))

enum { tile_rows = 8, run = 512 };

// Rows of the next tile, so that the last one is not left with a single row.
static int rows_of_tile(int rows) {
  int tiles = (rows + tile_rows - 1) / tile_rows;
  return (rows + tiles - 1) / tiles;
}

// Puts 16 sums where they belong, with their bias.
IN_WIDE void finish(const ck_product *o, int row, int n, __m512 sum) {
  int count = SMALLER(o->outputs - n, 16);
  __mmask16 mask = (__mmask16)((1u << count) - 1);
  if (o->bias) sum = _mm512_add_ps(sum, _mm512_maskz_loadu_ps(mask, o->bias + n));
  _mm512_mask_storeu_ps(o->y + row * o->y_stride + n, mask, sum);
}

// Few rows wait for memory, which is best fetched right to them; more rows would only be disturbed by that, and
// take longer for what lies between, up to where FAR says.
#define PREFETCH(ROWS, AT, FAR)                                                                      \
  {                                                                                                 \
    if (ROWS <= 4) _mm_prefetch((AT) + 4096, _MM_HINT_T0);                                          \
    else _mm_prefetch((AT) + (FAR), _MM_HINT_T1);                                                   \
  }

// MARK: bf16

static ptrdiff_t bytes_bf16(int32_t columns) { return (2 * (ptrdiff_t)columns + 63) / 64 * 64; }

BF16 static void round_bf16(const float *x, void *row, int32_t columns) {
  for (int k = 0; k < columns; k += 16) {
    int count = SMALLER(columns - k, 16);
    __m512 part = _mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), x + k);
    _mm256_storeu_si256((__m256i *)((char *)row + 2 * k), (__m256i)_mm512_cvtneps_pbh(part));
  }
  if (columns % 32 > 0 && columns % 32 <= 16)
    _mm256_storeu_si256((__m256i *)((char *)row + 2 * (columns / 32 * 32 + 16)), _mm256_setzero_si256());
}

// Rows × one or two panels. Sums lie in scratch but for a product's first and last run of columns.
IN_BF16 void tile_bf16(
  const ck_product *o, const char *w, const char *x, int pairs, float *sums, int row, int n, int begin, int end,
  int rows, int panels
) {
  __m512 s[tile_rows][2];
  UNROLL for (int t = 0; t < rows; t++)
    UNROLL for (int p = 0; p < panels; p++)
      s[t][p] = begin ? _mm512_setzero_ps() : _mm512_load_ps(sums + 16 * (2 * (row + t) + p));
  for (int k = 0; k < pairs; k++) {
    __m512bh weight[2];
    UNROLL for (int p = 0; p < panels; p++) {
      const char *at = w + p * o->panel_bytes + 64 * (ptrdiff_t)k;
      if (row == 0) PREFETCH(rows, at, 4096)
      weight[p] = (__m512bh)_mm512_loadu_si512(at);
    }
    UNROLL for (int t = 0; t < rows; t++) {
      __m512bh pair = (__m512bh)_mm512_set1_epi32(*(const int *)(x + t * o->x_stride + 4 * (ptrdiff_t)k));
      UNROLL for (int p = 0; p < panels; p++) s[t][p] = _mm512_dpbf16_ps(s[t][p], weight[p], pair);
    }
  }
  UNROLL for (int t = 0; t < rows; t++)
    UNROLL for (int p = 0; p < panels; p++) {
      if (end) finish(o, row + t, n + 16 * p, s[t][p]);
      else _mm512_store_ps(sums + 16 * (2 * (row + t) + p), s[t][p]);
    }
}

BF16 static void multiply_bf16(const ck_product *o, int32_t first, int32_t last, float *sums) {
  int all = (o->columns + 1) / 2, most = o->rows <= tile_rows ? all : run / 2;
  for (int panel = first, panels; panel < last; panel += panels) {
    panels = SMALLER(last - panel, o->rows <= 4 ? 1 : 2);
    for (int k = 0, pairs; k < all; k += pairs) {
      pairs = SMALLER(all - k, most);
      const char *w = (const char *)o->weights + panel * o->panel_bytes + 64 * (ptrdiff_t)k;
      for (int row = 0, rows; row < o->rows; row += rows) {
        rows = rows_of_tile(o->rows - row);
        const char *x = (const char *)o->x + row * o->x_stride + 4 * (ptrdiff_t)k;
#define ONE(N) tile_bf16(o, w, x, pairs, sums, row, 16 * panel, k == 0, k + pairs == all, N, 1)
#define TWO(N) tile_bf16(o, w, x, pairs, sums, row, 16 * panel, k == 0, k + pairs == all, N, 2)
        if (panels == 1) { switch (rows) { FOR_ROWS_8(rows, ONE) } }
        else { switch (rows) { FOR_ROWS_8(rows, TWO) } }
#undef ONE
#undef TWO
      }
    }
  }
}

// MARK: int8 and int4

// Inputs of four groups of weights as whole numbers, with one scale. vpdpbusd takes the weights as q + 128 or
// q + 8, so a group's sums start that much times the sum of its inputs below zero.
enum { group = 32, groups_of_block = 4, block_columns = group * groups_of_block };
typedef struct {
  int8_t numbers[block_columns];
  int32_t start8[groups_of_block], start4[groups_of_block];
  float scale;
} block;

static ptrdiff_t bytes_of_blocks(int32_t columns) {
  return (ptrdiff_t)sizeof(block) * ((columns + block_columns - 1) / block_columns);
}

VNNI static void round_to_blocks(const float *x, void *row, int32_t columns) {
  enum { parts = block_columns / 16 };
  block *to = row;
  for (int k = 0; k < columns; k += block_columns, to++) {
    const __m512 zero = _mm512_setzero_ps();
    __m512 part[parts], most = zero, strange = zero;
    UNROLL for (int i = 0; i < parts; i++) {
      int count = SMALLER(columns - k - 16 * i, 16);
      __mmask16 mask = count > 0 ? (__mmask16)((1u << count) - 1) : 0;
      part[i] = _mm512_maskz_loadu_ps(mask, x + k + 16 * i);
      most = _mm512_max_ps(most, _mm512_abs_ps(part[i]));
      // An input that is not finite must not vanish in rounding.
      strange = _mm512_fmadd_ps(part[i], zero, strange);
    }
    float largest = _mm512_reduce_max_ps(most);
    to->scale = largest / 127 + _mm512_reduce_add_ps(strange);
    const __m512 inverse = _mm512_set1_ps(largest > 1e-30f ? 127 / largest : 0);
    UNROLL for (int g = 0; g < groups_of_block; g++) {
      __m512i low = _mm512_cvtps_epi32(_mm512_mul_ps(part[2 * g], inverse));
      __m512i high = _mm512_cvtps_epi32(_mm512_mul_ps(part[2 * g + 1], inverse));
      uint32_t sum = (uint32_t)_mm512_reduce_add_epi32(_mm512_add_epi32(low, high));
      _mm_storeu_si128((__m128i *)(to->numbers + group * g), _mm512_cvtsepi32_epi8(low));
      _mm_storeu_si128((__m128i *)(to->numbers + group * g + 16), _mm512_cvtsepi32_epi8(high));
      to->start8[g] = (int32_t)(0 - 128 * sum);
      to->start4[g] = (int32_t)(0 - 8 * sum);
    }
  }
}

// Adds weights · inputs of 4 columns to the whole sums of all rows.
#define DOT(WEIGHT, J)                                                                               \
  {                                                                                                 \
    const __m512i four = (WEIGHT);                                                                  \
    UNROLL for (int t = 0; t < rows; t++)                                                           \
      whole[t] = _mm512_dpbusd_epi32(                                                               \
        whole[t], four, _mm512_set1_epi32(*(const int *)(in[t]->numbers + group * g + 4 * (J))));   \
  }
#define DOTS_int8                                                                                    \
  UNROLL for (int j = 0; j < 8; j++) DOT(_mm512_loadu_si512(w + 32 + 64 * j), j)
#define DOTS_int4                                                                                    \
  UNROLL for (int j = 0; j < 4; j++) {                                                              \
    const __m512i both = _mm512_loadu_si512(w + 32 + 64 * j), low = _mm512_set1_epi8(15);           \
    DOT(_mm512_and_si512(both, low), j)                                                             \
    DOT(_mm512_and_si512(_mm512_srli_epi16(both, 4), low), 4 + j)                                   \
  }

// One panel × up to 8 rows: 8 chains of whole sums, of a block's sums and of all blocks'. A group costs 8 dots
// and one scaling on the same two ports, which is why its inputs have no scale of their own. (Two panels × 4 or 6
// rows were no faster from the cache, and slower while weights come from memory.)
#define GROUPS(FORMAT, BITS, BYTES)                                                                  \
  IN_VNNI void tile_##FORMAT(                                                                       \
    const ck_product *o, const char *w, const char *x, int groups, float *sums, int row, int n,     \
    int begin, int end, int rows                                                                    \
  ) {                                                                                               \
    __m512 s[tile_rows];                                                                            \
    UNROLL for (int t = 0; t < rows; t++)                                                           \
      s[t] = begin ? _mm512_setzero_ps() : _mm512_load_ps(sums + 16 * (row + t));                   \
    for (int first = 0; first < groups; first += groups_of_block, x += sizeof(block)) {             \
      const block *in[tile_rows];                                                                   \
      __m512 part[tile_rows];                                                                       \
      UNROLL for (int t = 0; t < rows; t++) {                                                       \
        in[t] = (const block *)(const void *)(x + t * o->x_stride);                                 \
        part[t] = _mm512_setzero_ps();                                                              \
      }                                                                                             \
      int count = SMALLER(groups - first, groups_of_block);                                         \
      for (int g = 0; g < count; g++, w += BYTES) {                                                 \
        if (row == 0)                                                                               \
          UNROLL for (int i = 0; i <= BYTES / 64; i++) PREFETCH(rows, w + 64 * i, 16384)            \
        const __m512 scale = _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)w));               \
        __m512i whole[tile_rows];                                                                   \
        UNROLL for (int t = 0; t < rows; t++) whole[t] = _mm512_set1_epi32(in[t]->start##BITS[g]);  \
        DOTS_##FORMAT                                                                               \
        UNROLL for (int t = 0; t < rows; t++)                                                       \
          part[t] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(whole[t]), scale, part[t]);                  \
      }                                                                                             \
      UNROLL for (int t = 0; t < rows; t++)                                                         \
        s[t] = _mm512_fmadd_ps(part[t], _mm512_set1_ps(in[t]->scale), s[t]);                        \
    }                                                                                               \
    UNROLL for (int t = 0; t < rows; t++) {                                                         \
      if (end) finish(o, row + t, n, s[t]);                                                         \
      else _mm512_store_ps(sums + 16 * (row + t), s[t]);                                            \
    }                                                                                               \
  }                                                                                                 \
                                                                                                    \
  VNNI static void multiply_##FORMAT(const ck_product *o, int32_t first, int32_t last, float *sums) { \
    int all = (o->columns + group - 1) / group, most = o->rows <= tile_rows ? all : 2 * run / group; \
    for (int panel = first; panel < last; panel++)                                                  \
      for (int k = 0, groups; k < all; k += groups) {                                               \
        groups = SMALLER(all - k, most);                                                            \
        const char *w = (const char *)o->weights + panel * o->panel_bytes + BYTES * (ptrdiff_t)k;   \
        for (int row = 0, rows; row < o->rows; row += rows) {                                       \
          rows = rows_of_tile(o->rows - row);                                                       \
          const char *x =                                                                           \
            (const char *)o->x + row * o->x_stride + (ptrdiff_t)sizeof(block) * (k / groups_of_block); \
          switch (rows) { FOR_ROWS_8(rows, TILE_##FORMAT) }                                         \
        }                                                                                           \
      }                                                                                             \
  }
#define TILE_int8(N) tile_int8(o, w, x, groups, sums, row, 16 * panel, k == 0, k + groups == all, N)
#define TILE_int4(N) tile_int4(o, w, x, groups, sums, row, 16 * panel, k == 0, k + groups == all, N)

GROUPS(int8, 8, 544)
GROUPS(int4, 4, 288)

// MARK: Ceilings

BF16 static uint64_t bf16_multiply_adds(uint64_t rounds, float *sink) {
  __m512 s[12];
  __m512bh a = (__m512bh)_mm512_set1_epi32(0x3F803F80), b = (__m512bh)_mm512_set1_ps(sink[0]);
  UNROLL for (int j = 0; j < 12; j++) s[j] = _mm512_set1_ps((float)j);
  for (uint64_t i = 0; i < rounds; i++)
    UNROLL for (int j = 0; j < 12; j++) s[j] = _mm512_dpbf16_ps(s[j], a, b);
  UNROLL for (int j = 1; j < 12; j++) s[0] = _mm512_add_ps(s[0], s[j]);
  sink[0] = _mm512_reduce_add_ps(s[0]);
  return rounds * 12 * 32;
}

VNNI static uint64_t int8_multiply_adds(uint64_t rounds, float *sink) {
  __m512i s[12];
  __m512i a = _mm512_set1_epi8(1), b = _mm512_castps_si512(_mm512_set1_ps(sink[0]));
  UNROLL for (int j = 0; j < 12; j++) s[j] = _mm512_set1_epi32(j);
  for (uint64_t i = 0; i < rounds; i++)
    UNROLL for (int j = 0; j < 12; j++) s[j] = _mm512_dpbusd_epi32(s[j], a, b);
  UNROLL for (int j = 1; j < 12; j++) s[0] = _mm512_add_epi32(s[0], s[j]);
  sink[0] = (float)_mm512_reduce_add_epi32(s[0]);
  return rounds * 12 * 64;
}

static const ck_rounded bf16 = {
  "c bf16 dot avx512", multiply_bf16, bytes_bf16, round_bf16, bf16_multiply_adds,
};
static const ck_rounded int8 = {
  "c int8 vnni avx512", multiply_int8, bytes_of_blocks, round_to_blocks, int8_multiply_adds,
};
static const ck_rounded int4 = {
  "c int4 vnni avx512", multiply_int4, bytes_of_blocks, round_to_blocks, int8_multiply_adds,
};
#endif

const ck_rounded *ck_rounded_at(int32_t format) {
#if defined(__x86_64__)
  if (ck_at(ck_levels - 1) == 0) return 0;
  if (format == 1 && __builtin_cpu_supports("avx512bf16")) return &bf16;
  if (format == 2 && __builtin_cpu_supports("avx512vnni")) return &int8;
  if (format == 3 && __builtin_cpu_supports("avx512vnni")) return &int4;
#else
  (void)format;
#endif
  return 0;
}
