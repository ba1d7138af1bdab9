// Products whose inputs are rounded as the weights are: bf16 pairs, and groups of 32 whole numbers.
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

// Few rows wait for memory, which is best fetched right to them; more rows would only be disturbed by that.
#define PREFETCH(ROWS, AT)                                                                           \
  {                                                                                                 \
    if (ROWS <= 4) _mm_prefetch((AT) + 4096, _MM_HINT_T0);                                          \
    else _mm_prefetch((AT) + 4096, _MM_HINT_T1);                                                    \
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
      if (row == 0) PREFETCH(rows, at)
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

// 32 inputs as whole numbers. vpdpbusd takes the weights as q + 128 or q + 8, so their sums start that much
// times the inputs' sum below zero.
typedef struct {
  int8_t numbers[32];
  float scale;
  int32_t start8, start4;
  int32_t unused;
} group;

static ptrdiff_t bytes_of_groups(int32_t columns) {
  return (ptrdiff_t)sizeof(group) * ((columns + 31) / 32);
}

VNNI static void round_to_groups(const float *x, void *row, int32_t columns) {
  group *to = row;
  for (int k = 0; k < columns; k += 32, to++) {
    int count = SMALLER(columns - k, 32);
    uint32_t mask = count == 32 ? ~0u : (1u << count) - 1;
    __m512 a = _mm512_maskz_loadu_ps((__mmask16)mask, x + k);
    __m512 b = _mm512_maskz_loadu_ps((__mmask16)(mask >> 16), x + k + 16);
    float largest = _mm512_reduce_max_ps(_mm512_max_ps(_mm512_abs_ps(a), _mm512_abs_ps(b)));
    // An input that is not finite must not vanish in rounding.
    __m512 zero = _mm512_setzero_ps();
    float strange = _mm512_reduce_add_ps(_mm512_fmadd_ps(a, zero, _mm512_mul_ps(b, zero)));
    __m512 inverse = _mm512_set1_ps(largest > 1e-30f ? 127 / largest : 0);
    __m512i wholeA = _mm512_cvtps_epi32(_mm512_mul_ps(a, inverse));
    __m512i wholeB = _mm512_cvtps_epi32(_mm512_mul_ps(b, inverse));
    uint32_t sum = (uint32_t)_mm512_reduce_add_epi32(_mm512_add_epi32(wholeA, wholeB));
    _mm_storeu_si128((__m128i *)to->numbers, _mm512_cvtsepi32_epi8(wholeA));
    _mm_storeu_si128((__m128i *)(to->numbers + 16), _mm512_cvtsepi32_epi8(wholeB));
    to->scale = largest / 127 + strange;
    to->start8 = (int32_t)(0 - 128 * sum);
    to->start4 = (int32_t)(0 - 8 * sum);
  }
}

// Adds weights · inputs of 4 columns to the whole sums of all rows.
#define DOT(WEIGHT, J)                                                                               \
  {                                                                                                 \
    const __m512i four = (WEIGHT);                                                                  \
    UNROLL for (int t = 0; t < rows; t++)                                                           \
      whole[t] = _mm512_dpbusd_epi32(                                                               \
        whole[t], four, _mm512_set1_epi32(*(const int *)(in[t]->numbers + 4 * (J))));               \
  }
#define DOTS_int8                                                                                    \
  UNROLL for (int j = 0; j < 8; j++) DOT(_mm512_loadu_si512(w + 32 + 64 * j), j)
#define DOTS_int4                                                                                    \
  UNROLL for (int j = 0; j < 4; j++) {                                                              \
    const __m512i both = _mm512_loadu_si512(w + 32 + 64 * j), low = _mm512_set1_epi8(15);           \
    DOT(_mm512_and_si512(both, low), j)                                                             \
    DOT(_mm512_and_si512(_mm512_srli_epi16(both, 4), low), 4 + j)                                   \
  }

// One panel × up to 8 rows: 8 chains of whole sums and 8 sums of scaled ones. (Two panels × 4 rows need the
// weights of a group twice, and are two thirds as fast.)
#define GROUPS(FORMAT, BITS, BYTES)                                                                  \
  IN_VNNI void tile_##FORMAT(                                                                       \
    const ck_product *o, const char *w, const char *x, int groups, float *sums, int row, int n,     \
    int begin, int end, int rows                                                                    \
  ) {                                                                                               \
    __m512 s[tile_rows];                                                                            \
    UNROLL for (int t = 0; t < rows; t++)                                                           \
      s[t] = begin ? _mm512_setzero_ps() : _mm512_load_ps(sums + 16 * (row + t));                   \
    for (int g = 0; g < groups; g++, w += BYTES, x += sizeof(group)) {                              \
      if (row == 0) UNROLL for (int i = 0; i <= BYTES / 64; i++) PREFETCH(rows, w + 64 * i)         \
      const __m512 scale = _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)w));                 \
      const group *in[tile_rows];                                                                   \
      __m512i whole[tile_rows];                                                                     \
      UNROLL for (int t = 0; t < rows; t++) {                                                       \
        in[t] = (const group *)(const void *)(x + t * o->x_stride);                                 \
        whole[t] = _mm512_set1_epi32(in[t]->start##BITS);                                           \
      }                                                                                             \
      DOTS_##FORMAT                                                                                 \
      UNROLL for (int t = 0; t < rows; t++)                                                         \
        s[t] = _mm512_fmadd_ps(                                                                     \
          _mm512_cvtepi32_ps(whole[t]), _mm512_mul_ps(scale, _mm512_set1_ps(in[t]->scale)), s[t]);  \
    }                                                                                               \
    UNROLL for (int t = 0; t < rows; t++) {                                                         \
      if (end) finish(o, row + t, n, s[t]);                                                         \
      else _mm512_store_ps(sums + 16 * (row + t), s[t]);                                            \
    }                                                                                               \
  }                                                                                                 \
                                                                                                    \
  VNNI static void multiply_##FORMAT(const ck_product *o, int32_t first, int32_t last, float *sums) { \
    int all = (o->columns + 31) / 32, most = o->rows <= tile_rows ? all : 2 * run / 32;             \
    for (int panel = first; panel < last; panel++)                                                  \
      for (int k = 0, groups; k < all; k += groups) {                                               \
        groups = SMALLER(all - k, most);                                                            \
        const char *w = (const char *)o->weights + panel * o->panel_bytes + BYTES * (ptrdiff_t)k;   \
        for (int row = 0, rows; row < o->rows; row += rows) {                                       \
          rows = rows_of_tile(o->rows - row);                                                       \
          const char *x = (const char *)o->x + row * o->x_stride + (ptrdiff_t)sizeof(group) * k;    \
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
  "c int8 vnni avx512", multiply_int8, bytes_of_groups, round_to_groups, int8_multiply_adds,
};
static const ck_rounded int4 = {
  "c int4 vnni avx512", multiply_int4, bytes_of_groups, round_to_groups, int8_multiply_adds,
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
