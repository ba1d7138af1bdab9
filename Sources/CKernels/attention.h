// Attention of some queries over the cached keys and values of one head. Included once for each instruction
// set, behind rows.h.
//
// Positions are taken in pieces of 256 that start at multiples of 256: the scores of a piece, their softmax
// against the largest score so far, then the weighted values. A lane always stands for the same position
// modulo 16 and every sum runs upwards over the numbers as they are stored; the scale of an int8 vector comes
// after, onto its score and into its weight. So a query has the same bits in any company and wherever its
// prompt was cut.
//
// Few queries wait for memory: they read the cache where it lies, widen in registers what they read, and
// fetch ahead. More of them than a tile holds share a block that is widened once.

enum { NAME(piece) = 256 };

// 16 stored numbers in single precision.
INLINE void NAME(widen)(const char *at, int format, v16 *to) {
  const void *from = at;
  if (format == 0) *to = *(const v16u *)from;
  else if (format == 1) *to = (v16)(__builtin_convertvector(*(const h16u *)from, u16v) << 16);
  else *to = __builtin_convertvector(*(const b16u *)from, v16);
}

// Rows of them, each filled up to a multiple of 16 columns.
INLINE void NAME(widen_some)(const char *at, int rows, int width, float *to, int format) {
  int size = 4 >> format;
  for (int i = 0; i < rows; i++, at += size * width) {
    int k = 0;
    for (; k + 16 <= width; k += 16, to += 16) NAME(widen)(at + size * k, format, (v16 *)to);
    if (k == width) continue;
    char some[64] = {0};
    __builtin_memcpy(some, at + size * k, (size_t)(size * (width - k)));
    NAME(widen)(some, format, (v16 *)to);
    to += 16;
  }
}

#define FOR_FORMATS(FORMAT, F)                                                                       \
  switch (FORMAT) { case 0: F(0); break; case 1: F(1); break; default: F(2); }
#define WIDEN(FORMAT) NAME(widen_some)(at, rows, width, to, FORMAT)

static const char *NAME(widen_rows)(const char *at, int format, int rows, int width, float *to) {
  FOR_FORMATS(format, WIDEN)
  return (const char *)to;
}

// Where a block's keys or values start.
INLINE const char *NAME(place)(const ck_attention *a, const char *blocks, int block, int isValue) {
  uint32_t at = (uint32_t)block;
  const char *run = blocks + at / ck_run_blocks * a->run_bytes;
  at %= ck_run_blocks;
  return isValue ? run + ck_run_blocks * a->key_bytes + at * a->value_bytes : run + at * a->key_bytes;
}

// A unit is a block's keys or its values: those of a piece's blocks are read in order, first all keys. Where
// the unit of an index starts that counts on into the next piece.
INLINE const char *NAME(unit)(const ck_attention *a, int block, int last, int index) {
  int blocks = last - block, end = (a->position + a->rows + 15) / 16, isValue = 0;
  if (index >= blocks && !a->values_are_keys) {
    isValue = index < 2 * blocks;
    index -= blocks;
  }
  return NAME(place)(a, a->blocks, a->table[SMALLER(block + index, end - 1)], isValue);
}

// Fetches a block of the task that comes after, which the one before it would not run on into.
INLINE void NAME(fetch_next)(const ck_attention *a, int block, int isValue) {
  if (block >= a->next_count) return;
  const char *at = NAME(place)(a, a->next_blocks, a->next_table[block], isValue);
  ptrdiff_t bytes = isValue ? a->value_bytes : a->key_bytes;
  for (ptrdiff_t i = 0; i < bytes; i += 64) __builtin_prefetch(at + i, 0, 2);
}

// Multiplies a block's scores or weights by the scales of its keys or values.
INLINE void NAME(scale)(const char *scales, int count, float *scores) {
  v16 scale;
  NAME(halves)(scales, &scale);
  for (int t = 0; t < count; t++) *(v16 *)(scores + t * NAME(piece)) *= scale;
}

// Scores of some queries, which lie as [width][count], with the positions of some blocks.
INLINE void NAME(score)(
  const char *const *keys, const char *const *next, const float *queries, int count, int width, float *scores,
  int format, int rows, int blocks
) {
  v16 s[TILE_ROWS][4];
  UNROLL for (int t = 0; t < rows; t++)
    UNROLL for (int b = 0; b < blocks; b++) s[t][b] = (v16){0};
  const char *line = next[0];
  int fetched = 0, lines = (width + (1 << format) - 1) >> format, left = lines;
  // As many columns at once as a cache line holds.
  for (ptrdiff_t k = 0; k < width; k += 1 << format) {
    UNROLL for (int b = 0; b < blocks; b++, line += 64) {
      __builtin_prefetch(line, 0, 2);
      if (blocks == 1 || --left > 0) continue;
      line = next[++fetched] - 64;
      left = lines;
    }
    UNROLL for (int i = 0; i < 1 << format; i++, queries += count) {
      if (i > 0 && k + i == width) break;
      UNROLL for (int b = 0; b < blocks; b++) {
        v16 key;
        NAME(widen)(keys[b] + (k + i) * (64 >> format), format, &key);
        UNROLL for (int t = 0; t < rows; t++) s[t][b] += key * queries[t];
      }
    }
  }
  UNROLL for (int b = 0; b < blocks; b++) {
    if (format == 2) __builtin_prefetch(next[b] + 16 * width, 0, 2);
    UNROLL for (int t = 0; t < rows; t++) *(v16 *)(scores + t * NAME(piece) + 16 * b) = s[t][b];
  }
}

#define SCORE_SOME(N, BLOCKS)                                                                        \
  NAME(score)(keys, next, queries, count, width, scores, format, N, BLOCKS)
#define SCORE(N) SCORE_SOME(N, 1)
// One or two queries have too few sums to keep the multipliers busy, unless they take several blocks at once.
#define SCORE_MORE(N) SCORE_SOME(N, 4 / N)

INLINE void NAME(score_rows)(
  const char *const *keys, const char *const *next, const float *queries, int count, int width, float *scores,
  int format, int rows, int blocks
) {
  if (blocks == 1) FOR_ROWS(rows, SCORE) else switch (rows) { FOR_ROWS_2(rows, SCORE_MORE) }
}

// Adds weight · value of some positions to 16 or more columns of some queries' sums.
INLINE void NAME(weigh)(
  const char *values, const char *next, int stride, const float *weights, float *sums, int columns, int from,
  int to, int format, int rows, int vectors
) {
  v16 s[TILE_ROWS][4];
  UNROLL for (int t = 0; t < rows; t++)
    UNROLL for (int j = 0; j < vectors; j++) s[t][j] = *(v16 *)(sums + t * columns + 16 * j);
  for (int i = from; i < to; i++) {
    v16 value[4];
    UNROLL for (int j = 0; j < vectors; j += 1 << format)
      __builtin_prefetch(next + i * stride + j * (64 >> format), 0, 2);
    UNROLL for (int j = 0; j < vectors; j++)
      NAME(widen)(values + i * stride + j * (64 >> format), format, &value[j]);
    UNROLL for (int t = 0; t < rows; t++) {
      float weight = weights[t * NAME(piece) + i];
      UNROLL for (int j = 0; j < vectors; j++) s[t][j] += value[j] * weight;
    }
  }
  UNROLL for (int t = 0; t < rows; t++)
    UNROLL for (int j = 0; j < vectors; j++) *(v16 *)(sums + t * columns + 16 * j) = s[t][j];
}

// Vectors of columns of so many rows whose sums fit the registers.
#define STRIP(N) ((N) * 4 <= TILE_ROWS * TILE_PANELS ? 4 : (N) * 2 <= TILE_ROWS * TILE_PANELS ? 2 : 1)
#define WEIGH_SOME(N, VECTORS)                                                                       \
  for (; k + 16 * (VECTORS) <= columns; k += 16 * (VECTORS))                                        \
    NAME(weigh)(                                                                                    \
      values + k * (4 >> format), next + k * (4 >> format), stride, weights, sums + k, columns, from, to, format, \
      N, VECTORS)
#define WEIGH(N)                                                                                     \
  WEIGH_SOME(N, STRIP(N));                                                                          \
  WEIGH_SOME(N, 1)

INLINE void NAME(weigh_rows)(
  const char *values, const char *next, int stride, const float *weights, float *sums, int columns, int from,
  int to, int format, int rows
) {
  int k = 0;
  FOR_ROWS(rows, WEIGH)
  if (format == 2) __builtin_prefetch(next + 16 * stride, 0, 2);
}

// The same where values are keys, [columns][16 positions]: a lane is a query, its sums [columns][16 queries].
// Half the lanes do for up to 8 queries.
#define WEIGH_LANES(FUNCTION, V)                                                                     \
  INLINE void NAME(FUNCTION)(                                                                       \
    const float *keys, const float *weights, float *sums, int from, int to, int columns) {          \
    V s[TILE_ROWS];                                                                                 \
    UNROLL for (int k = 0; k < columns; k++) s[k] = *(V *)(sums + 16 * k);                          \
    for (int i = from; i < to; i++) {                                                               \
      V weight = *(const V *)(weights + 16 * i);                                                    \
      UNROLL for (int k = 0; k < columns; k++) s[k] += weight * keys[16 * k + i];                   \
    }                                                                                               \
    UNROLL for (int k = 0; k < columns; k++) *(V *)(sums + 16 * k) = s[k];                          \
  }

WEIGH_LANES(weigh_keys, v16)
WEIGH_LANES(weigh_few_keys, v8)

INLINE float NAME(most)(const v16 *lanes) {
  float s[16];
  __builtin_memcpy(s, lanes, 64);
  for (int half = 8; half > 0; half /= 2)
    for (int i = 0; i < half; i++) s[i] = s[i] > s[i + half] ? s[i] : s[i + half];
  return s[0];
}

// Scales, bends and masks the scores of a piece, and turns them into powers against the largest so far.
// Returns what earlier sums must be multiplied with.
INLINE float NAME(powers)(
  const ck_attention *a, float *scores, int blocks, int position, int first, int end, float *largest, v16 *total
) {
  const i16v lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  const float least = -__builtin_inff();
  float before = *largest;
  v16 most = (v16){0} + before;
  for (int b = 0; b < blocks; b++) {
    v16 score = *(v16 *)(scores + 16 * b) * a->scale;
    if (a->softcap > 0) {
      score = score / a->softcap;
      NAME(tanh)(&score);
      score = a->softcap * score;
    }
    int place = position + 16 * b;
    if (place < first || place + 16 > end) {
      i16v at = lanes + place;
      score = SELECT((at >= first) & (at < end), score, (v16){0} + least);
    }
    *(v16 *)(scores + 16 * b) = score;
    most = SELECT(score > most, score, most);
  }
  float now = NAME(most)(&most), factor = 1;
  v16 sum = *total;
  if (now != before) {
    v16 change = (v16){0} + (before - now);
    NAME(exponential)(&change);
    sum *= change;
    factor = change[0];
  }
  // A query that has seen nothing yet has powers of zero.
  float base = now == least ? 0 : now;
  for (int b = 0; b < blocks; b++) {
    v16 difference = *(v16 *)(scores + 16 * b) - base;
    i16v isTiny = difference < -87.3f;
    v16 power = SELECT(isTiny, (v16){0}, difference);
    NAME(power)(&power);
    power = SELECT(isTiny, (v16){0}, power);
    *(v16 *)(scores + 16 * b) = power;
    sum += power;
  }
  *total = sum;
  *largest = now;
  return factor;
}

#define SCORE_ROWS(FORMAT)                                                                           \
  NAME(score_rows)(keys, next, queries + t, count, a->key_width, to_scores, FORMAT, rows, some)
#define WEIGH_ROWS(FORMAT)                                                                           \
  NAME(weigh_rows)(                                                                                 \
    values, next, stride, weights + t * NAME(piece), sums + t * columns, columns, begin, stop, FORMAT, rows)
#define WEIGH_KEYS(N) NAME(weigh_keys)(keys + 16 * k, turned, sums + 16 * k, begin, stop, N)
#define WEIGH_FEW_KEYS(N) NAME(weigh_few_keys)(keys + 16 * k, turned, sums + 16 * k, begin, stop, N)
static void NAME(attend)(const ck_attention *a, float *scratch) {
  int count = a->rows * a->heads, columns = (a->value_width + 15) / 16 * 16;
  float *scores = scratch;
  float *widened_keys = scores + ck_queries * NAME(piece);
  float *widened_values = widened_keys + 16 * a->key_width;
  float *sums = widened_values + 16 * columns;
  float *queries = sums + 16 * columns;
  v16 totals[ck_queries];
  float largest[ck_queries], factors[ck_queries] __attribute__((aligned(64))) = {0};
  int first[ck_queries], end[ck_queries];

  for (int t = 0; t < count; t++) {
    int row = t / a->heads, head = t % a->heads;
    const float *query = a->queries + row * a->query_stride + head * a->key_width;
    for (int k = 0; k < a->key_width; k++) queries[k * count + t] = query[k];
    end[t] = a->position + row + 1;
    first[t] = end[t] > a->window ? end[t] - a->window : 0;
    largest[t] = a->sinks ? a->sinks[head] : -__builtin_inff();
    totals[t] = (v16){0};
  }
  for (int i = 0; i < (a->values_are_keys ? 16 : count) * columns; i += 16) *(v16 *)(sums + i) = (v16){0};

  int low = first[0], high = end[count - 1], format = a->format, isCrowd = format > 0 && count > TILE_ROWS;
  int group = count > 2 ? 1 : 4 / count, ahead = SMALLER(8, 1 + 16384 / (int)a->key_bytes);
  if (ahead < group) ahead = group;
  for (int piece = low / NAME(piece) * NAME(piece); piece < high; piece += NAME(piece)) {
    int from = piece > low ? piece : low, to = SMALLER(piece + NAME(piece), high);
    int block = from / 16, last = (to + 15) / 16, blocks = last - block, isEnd = to == high;
    for (int b = 0, some; b < blocks; b += some) {
      some = b + group <= blocks ? group : 1;
      float *block_scores = scores + 16 * b;
      const char *at[4], *keys[4], *next[5];
      for (int i = 0; i < some; i++) keys[i] = at[i] = NAME(unit)(a, block, last, b + i);
      for (int i = 0; i <= some; i++) next[i] = NAME(unit)(a, block, last, b + i + ahead);
      if (isCrowd) keys[0] = NAME(widen_rows)(at[0], format, 1, 16 * a->key_width, widened_keys);
      for (int t = 0, rows; t < count; t += rows) {
        rows = NAME(tile_rows)(count - t);
        float *to_scores = block_scores + t * NAME(piece);
        if (t > 0) next[0] = keys[0];
        FOR_FORMATS(isCrowd ? 0 : format, SCORE_ROWS)
      }
      for (int i = 0; format == 2 && i < some; i++)
        NAME(scale)(at[i] + 16 * a->key_width, count, block_scores + 16 * i);
      for (int i = 0; isEnd && i < some; i++) NAME(fetch_next)(a, b + i, 0);
    }
    for (int t = 0; t < count; t++) {
      factors[t] = NAME(powers)(
        a, scores + t * NAME(piece), blocks, 16 * block, first[t], end[t], largest + t, totals + t);
      if (factors[t] == 1 || a->values_are_keys) continue;
      for (int k = 0; k < columns; k += 16) *(v16 *)(sums + t * columns + k) *= factors[t];
    }
    if (a->values_are_keys)
      for (int k = 0; k < a->value_width; k++) *(v16 *)(sums + 16 * k) *= *(v16 *)factors;
    for (int b = 0; b < blocks; b++) {
      int place = 16 * (block + b), begin = from > place ? from - place : 0, stop = SMALLER(to - place, 16);
      float *weights = scores + 16 * b;
      const char *at = NAME(unit)(a, block, last, a->values_are_keys ? b : blocks + b);
      const char *next = NAME(unit)(a, block, last, blocks + b + ahead);
      if (isEnd && !a->values_are_keys) NAME(fetch_next)(a, b, 1);
      if (format == 2)
        NAME(scale)(at + 16 * (a->values_are_keys ? a->key_width : a->value_width), count, weights);
      if (a->values_are_keys) {
        const void *wide = at;
        if (format > 0) wide = NAME(widen_rows)(at, format, 1, 16 * a->value_width, widened_keys);
        const float *keys = wide;
        float turned[256] __attribute__((aligned(64))) = {0};
        for (int t = 0; t < count; t++)
          for (int i = begin; i < stop; i++) turned[16 * i + t] = weights[t * NAME(piece) + i];
        for (int k = 0, rows; k < a->value_width; k += rows) {
          rows = SMALLER(a->value_width - k, TILE_ROWS);
          if (count > 8) { FOR_ROWS(rows, WEIGH_KEYS) } else { FOR_ROWS(rows, WEIGH_FEW_KEYS) }
        }
        continue;
      }
      const char *values = at;
      int stride = a->value_width * (4 >> format), isWidened = isCrowd || a->value_width != columns;
      if (isWidened) {
        int rows = a->value_width == columns ? 1 : 16;
        values = NAME(widen_rows)(at, format, rows, 16 / rows * a->value_width, widened_values);
        stride = 4 * columns;
      }
      for (int t = 0, rows; t < count; t += rows) {
        rows = NAME(tile_rows)(count - t);
        if (t > 0) next = values;
        FOR_FORMATS(isWidened ? 0 : format, WEIGH_ROWS)
      }
    }
  }

  for (int t = 0; t < count; t++) {
    int row = t / a->heads, head = t % a->heads;
    float *output = a->outputs + row * a->output_stride + head * a->value_width;
    float total = NAME(total)(totals + t);
    if (a->sinks) {
      v16 sink = (v16){0} + (a->sinks[head] - largest[t]);
      NAME(exponential)(&sink);
      total += sink[0];
    }
    int k = 0;
    for (; k + 16 <= a->value_width && !a->values_are_keys; k += 16)
      *(v16u *)(output + k) = *(v16 *)(sums + t * columns + k) / total;
    for (; k < a->value_width; k++)
      output[k] = (a->values_are_keys ? sums[16 * k + t] : sums[t * columns + k]) / total;
  }
}

static float NAME(largest)(const float *vector, int32_t width) {
  v16 most = {0}, part;
  for (int k = 0; k < width; k += 16) {
    NAME(load)(vector + k, width - k, &part);
    part = (v16)((u16v)part & 0x7FFFFFFF);
    most = SELECT(part > most, part, most);
  }
  float largest = 0;
  for (int i = 0; i < 16; i++) largest = most[i] > largest ? most[i] : largest;
  return largest;
}

static void NAME(store)(
  const float *vector, void *place, const void *next, float inverse, int32_t width, int32_t stride, int32_t format
) {
  for (ptrdiff_t i = 0; i < (ptrdiff_t)width * stride * (4 >> format); i += 64)
    __builtin_prefetch((const char *)next + i, 1, 2);
  if (format == 0) {
    float *to = place;
    if (stride == 1) __builtin_memcpy(to, vector, 4 * (size_t)width);
    else for (int k = 0; k < width; k++) to[k * stride] = vector[k];
    return;
  }
  for (int k = 0; k < width; k += 16) {
    int count = SMALLER(width - k, 16);
    v16 part;
    NAME(load)(vector + k, count, &part);
    if (format == 1) {
      u16v bits = (u16v)part;
      u16v rounded = (bits + 0x7FFF + (bits >> 16 & 1)) >> 16;
      rounded = (u16v)SELECT(part == part, rounded, bits >> 16 | 0x40);
      for (int i = 0; i < count; i++) ((uint16_t *)place)[(k + i) * stride] = (uint16_t)rounded[i];
    } else {
      v16 scaled = part * inverse, bound = (v16){0} + 127.0f;
      scaled = SELECT(scaled < bound, scaled, bound);
      scaled = SELECT(scaled > -bound, scaled, -bound);
      u16v whole = (u16v)(scaled + 12582912.0f);
      for (int i = 0; i < count; i++) ((int8_t *)place)[(k + i) * stride] = (int8_t)(whole[i] & 255);
    }
  }
}

#undef SCORE_SOME
#undef SCORE
#undef SCORE_MORE
#undef STRIP
#undef WEIGH_SOME
#undef WEIGH
#undef SCORE_ROWS
#undef WEIGH_ROWS
#undef WEIGH_KEYS
#undef WEIGH_FEW_KEYS
#undef WEIGH_LANES
#undef WIDEN
#undef FOR_FORMATS
