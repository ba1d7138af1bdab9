// Products with inputs in single precision. Included once for each instruction set.
//
// A tile of rows × panels is summed in registers over a run of columns; between runs its sums lie in scratch.
// So that a row has the same bits in any company, each lane adds one column after the other from zero on,
// whatever the tile's shape: by one fused multiply-add where the CPU has it.

enum { NAME(run) = 128 };

// Adds w · x over `count` columns to rows × panels of sums. `w` is [columns][16].
INLINE void NAME(tile_fp32)(
  const float *w, ptrdiff_t panel, const char *x, ptrdiff_t x_stride, int count, float *sums, int rows, int panels
) {
  v16 s[TILE_ROWS][TILE_PANELS];
  UNROLL for (int t = 0; t < rows; t++)
    UNROLL for (int p = 0; p < panels; p++) s[t][p] = *(v16 *)(sums + 16 * (TILE_PANELS * t + p));
  for (int k = 0; k < count; k++) {
    v16 weight[TILE_PANELS];
    UNROLL for (int p = 0; p < panels; p++) {
      const char *at = (const char *)w + p * panel + 64 * (ptrdiff_t)k;
      if (rows <= 4) __builtin_prefetch(at + 4096); else __builtin_prefetch(at + 4096, 0, 2);
      weight[p] = *(const v16u *)at;
    }
    UNROLL for (int t = 0; t < rows; t++) {
      float input = *(const float *)(x + t * x_stride + 4 * (ptrdiff_t)k);
      UNROLL for (int p = 0; p < panels; p++) s[t][p] += weight[p] * input;
    }
  }
  UNROLL for (int t = 0; t < rows; t++)
    UNROLL for (int p = 0; p < panels; p++) *(v16 *)(sums + 16 * (TILE_PANELS * t + p)) = s[t][p];
}

// The same for `w` as [columns / 2][16][2] upper halves of single precision; an odd last column stands alone.
INLINE void NAME(tile_bf16)(
  const void *w, ptrdiff_t panel, const char *x, ptrdiff_t x_stride, int count, float *sums, int rows, int panels
) {
  v16 s[TILE_ROWS][TILE_PANELS];
  UNROLL for (int t = 0; t < rows; t++)
    UNROLL for (int p = 0; p < panels; p++) s[t][p] = *(v16 *)(sums + 16 * (TILE_PANELS * t + p));
  for (int k = 0; k < count; k += 2) {
    v16 even[TILE_PANELS], odd[TILE_PANELS];
    UNROLL for (int p = 0; p < panels; p++) {
      const char *at = (const char *)w + p * panel + 32 * (ptrdiff_t)k;
      if (rows <= 4) __builtin_prefetch(at + 4096); else __builtin_prefetch(at + 4096, 0, 2);
      u16v pair = *(const u16u *)at;
      even[p] = (v16)(pair << 16);
      odd[p] = (v16)(pair & 0xFFFF0000u);
    }
    UNROLL for (int t = 0; t < rows; t++) {
      float input = *(const float *)(x + t * x_stride + 4 * (ptrdiff_t)k);
      UNROLL for (int p = 0; p < panels; p++) s[t][p] += even[p] * input;
    }
    if (k + 1 == count) break;
    UNROLL for (int t = 0; t < rows; t++) {
      float input = *(const float *)(x + t * x_stride + 4 * (ptrdiff_t)k + 4);
      UNROLL for (int p = 0; p < panels; p++) s[t][p] += odd[p] * input;
    }
  }
  UNROLL for (int t = 0; t < rows; t++)
    UNROLL for (int p = 0; p < panels; p++) *(v16 *)(sums + 16 * (TILE_PANELS * t + p)) = s[t][p];
}

// 16 halves in single precision; finite ones only.
INLINE void NAME(halves)(const void *at, v16 *floats) {
  u16v bits = __builtin_convertvector(*(const h16u *)at, u16v);
  v16 size = (v16)((bits & 0x7FFF) << 13) * 0x1p112f;
  *floats = (v16)((u16v)size | (bits & 0x8000) << 16);
}

// 2²³ + n in single precision for whole numbers n from 0 to 255; less 2²³ + `zero` that is n − zero.
#define WHOLE(BITS, ZERO) ((v16)((BITS) | 0x4B000000u) - (8388608.0f + (ZERO)))

// Groups of 32 columns as [columns][16] in single precision: scale · whole number, exactly.
INLINE void NAME(unpack_int8)(const char *group, int columns, float *to) {
  for (int k = 0; k < columns; k += 32, group += 544, to += 32 * 16) {
    __builtin_prefetch(group + 2048);
    v16 scales;
    NAME(halves)(group, &scales);
    for (int i = 0; i < 8; i++) {
      __builtin_prefetch(group + 2080 + 64 * i);
      u16v four = *(const u16u *)(group + 32 + 64 * i);
      for (int j = 0; j < 4; j++)
        *(v16 *)(to + 16 * (4 * i + j)) = WHOLE(four >> (8 * j) & 255, 128.0f) * scales;
    }
  }
}

INLINE void NAME(unpack_int4)(const char *group, int columns, float *to) {
  for (int k = 0; k < columns; k += 32, group += 288, to += 32 * 16) {
    __builtin_prefetch(group + 2048);
    v16 scales;
    NAME(halves)(group, &scales);
    for (int i = 0; i < 4; i++) {
      __builtin_prefetch(group + 2080 + 64 * i);
      u16v eight = *(const u16u *)(group + 32 + 64 * i);
      for (int j = 0; j < 4; j++) {
        *(v16 *)(to + 16 * (4 * i + j)) = WHOLE(eight >> (8 * j) & 15, 8.0f) * scales;
        *(v16 *)(to + 16 * (16 + 4 * i + j)) = WHOLE(eight >> (8 * j + 4) & 15, 8.0f) * scales;
      }
    }
  }
}

// Puts the sums of one or two panels where they belong, with their bias.
INLINE void NAME(finish)(const ck_product *o, int first, int panels, const float *sums) {
  int count = SMALLER(o->outputs - first, 16 * panels);
  for (int t = 0; t < o->rows; t++) {
    const float *from = sums + 16 * TILE_PANELS * t;
    float *to = o->y + t * o->y_stride + first;
    int n = 0;
    for (; n + 16 <= count; n += 16) {
      v16 sum = *(const v16 *)(from + n);
      if (o->bias) sum += *(const v16u *)(o->bias + first + n);
      *(v16u *)(to + n) = sum;
    }
    for (; n < count; n++) to[n] = o->bias ? from[n] + o->bias[first + n] : from[n];
  }
}

// Rows of the next tile, so that the last one is not left with a single row.
INLINE int NAME(tile_rows)(int rows) {
  int tiles = (rows + TILE_ROWS - 1) / TILE_ROWS;
  return (rows + tiles - 1) / tiles;
}

// What a product of one format does with a run of columns of `panels` panels.
#define ROWS_OF(FORMAT, W, PANEL)                                                                    \
  for (int t = 0, rows; t < o->rows; t += rows) {                                                   \
    rows = NAME(tile_rows)(o->rows - t);                                                            \
    const char *x = (const char *)o->x + t * o->x_stride + 4 * (ptrdiff_t)k;                        \
    float *to = sums + 16 * TILE_PANELS * (ptrdiff_t)t;                                             \
    if (panels == 1) { FOR_ROWS(rows, ONE_##FORMAT) } else { FOR_ROWS(rows, MORE_##FORMAT) }        \
  }
#define ONE_fp32(N) NAME(tile_fp32)(w, panel, x, o->x_stride, count, to, N, 1)
#define MORE_fp32(N) NAME(tile_fp32)(w, panel, x, o->x_stride, count, to, N, TILE_PANELS)
#define ONE_bf16(N) NAME(tile_bf16)(w, panel, x, o->x_stride, count, to, N, 1)
#define MORE_bf16(N) NAME(tile_bf16)(w, panel, x, o->x_stride, count, to, N, TILE_PANELS)

// A narrow product keeps one run, since its sums never leave the registers. Few rows take one panel after the
// other: memory gives one long stream fastest.
#define MULTIPLY(FORMAT, TILE, RUN, PREPARE)                                                         \
  static void NAME(multiply_##FORMAT)(const ck_product *o, int32_t first, int32_t end, float *scratch) { \
    float *sums = scratch + 2 * 16 * NAME(run);                                                     \
    int run = RUN;                                                                                  \
    for (int n = first, panels; n < end; n += panels) {                                             \
      panels = o->rows <= 4 ? 1 : SMALLER(end - n, TILE_PANELS);                                    \
      const char *weights = (const char *)o->weights + n * o->panel_bytes;                          \
      __builtin_memset(sums, 0, 64 * (size_t)TILE_PANELS * (size_t)o->rows);                        \
      for (int k = 0, count; k < o->columns; k += count) {                                          \
        count = SMALLER(o->columns - k, run);                                                       \
        PREPARE                                                                                     \
        ROWS_OF(TILE, w, panel)                                                                     \
      }                                                                                             \
      NAME(finish)(o, 16 * n, panels, sums);                                                        \
    }                                                                                               \
  }

#define DIRECT(TYPE, BYTES)                                                                          \
  const TYPE *w = (const TYPE *)(const void *)(weights + BYTES * 16 * (ptrdiff_t)k);                \
  ptrdiff_t panel = o->panel_bytes;
#define UNPACKED(FORMAT, BYTES)                                                                      \
  float *w = scratch;                                                                               \
  ptrdiff_t panel = 64 * NAME(run);                                                        \
  for (int p = 0; p < panels; p++)                                                                  \
    NAME(unpack_##FORMAT)(weights + p * o->panel_bytes + k / 32 * BYTES, count, w + p * panel / 4);

MULTIPLY(fp32, fp32, o->rows <= TILE_ROWS ? o->columns : NAME(run), DIRECT(float, 4))
MULTIPLY(bf16, bf16, o->rows <= TILE_ROWS ? o->columns : NAME(run), DIRECT(uint16_t, 2))
MULTIPLY(int8, fp32, NAME(run), UNPACKED(int8, 544))
MULTIPLY(int4, fp32, NAME(run), UNPACKED(int4, 288))

#undef ROWS_OF
#undef ONE_fp32
#undef MORE_fp32
#undef ONE_bf16
#undef MORE_bf16
#undef MULTIPLY
#undef DIRECT
#undef UNPACKED
#undef WHOLE
