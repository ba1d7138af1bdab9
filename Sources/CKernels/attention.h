// Attention of some queries over the cached keys and values of one head. Included once for each instruction
// set, behind rows.h.
//
// Positions are taken in pieces of 256 that start at multiples of 256: the scores of a piece, their softmax
// against the largest score so far, then the weighted values. A lane always stands for the same position
// modulo 16 and every sum runs upwards, so that a query has the same bits in any company and wherever its
// prompt was cut.

enum { NAME(piece) = 256 };

// A block's keys as [width][16] in single precision: where they lie, or converted.
INLINE const float *NAME(keys)(const ck_attention *a, const char *block, float *converted) {
  int count = 16 * a->key_width;
  if (a->format == 0) return (const float *)(const void *)block;
  if (a->format == 1) {
    for (int i = 0; i < count; i += 16)
      *(v16 *)(converted + i) =
        (v16)(__builtin_convertvector(*(const h16u *)(const void *)(block + 2 * i), u16v) << 16);
    return converted;
  }
  v16 scales;
  NAME(halves)(block + count, &scales);
  for (int i = 0; i < count; i += 16)
    *(v16 *)(converted + i) = __builtin_convertvector(*(const b16u *)(const void *)(block + i), v16) * scales;
  return converted;
}

// A block's values as [16][columns] in single precision; a width that is no multiple of 16 is filled up.
INLINE const float *NAME(values)(const ck_attention *a, const char *block, float *converted, int columns) {
  int width = a->value_width;
  const char *from = block + a->value_offset;
  if (a->format == 0 && width == columns) return (const float *)(const void *)from;
  v16 scales = {0};
  if (a->format == 2) NAME(halves)(from + 16 * width, &scales);
  for (int i = 0; i < 16; i++)
    for (int k = 0; k < columns; k += 16) {
      v16 *to = (v16 *)(converted + i * columns + k);
      int place = i * width + k, count = width - k;
      if (a->format == 0) {
        NAME(load)((const float *)(const void *)from + place, count, to);
      } else if (a->format == 1) {
        uint16_t some[16] = {0};
        const char *bits = from + 2 * place;
        if (count < 16) bits = __builtin_memcpy(some, bits, 2 * (size_t)count);
        *to = (v16)(__builtin_convertvector(*(const h16u *)(const void *)bits, u16v) << 16);
      } else {
        int8_t some[16] = {0};
        const char *whole = from + place;
        if (count < 16) whole = __builtin_memcpy(some, whole, (size_t)count);
        *to = __builtin_convertvector(*(const b16u *)(const void *)whole, v16) * scales[i];
      }
    }
  return converted;
}

// Where a block's keys or values start: what the block before it fetches, a line for each step of its own.
INLINE const char *NAME(start)(const ck_attention *a, int block, int isValue) {
  return a->blocks + a->table[block] * a->block_bytes + (isValue ? a->value_offset : 0);
}

// Scores of some queries, which lie as [width][count], with 16 positions.
INLINE void NAME(score)(
  const float *keys, const float *queries, int count, int width, float *scores, const char *next, int step, int rows
) {
  v16 s[TILE_ROWS];
  UNROLL for (int t = 0; t < rows; t++) s[t] = (v16){0};
  for (int k = 0; k < width; k++) {
    __builtin_prefetch(next + k * step, 0, 2);
    v16 key = *(const v16u *)(keys + 16 * k);
    UNROLL for (int t = 0; t < rows; t++) s[t] += key * queries[k * count + t];
  }
  UNROLL for (int t = 0; t < rows; t++) *(v16 *)(scores + t * NAME(piece)) = s[t];
}

// Adds weight · value of some positions to 16 or 32 columns of some queries' sums.
INLINE void NAME(weigh)(
  const float *values, int columns, const float *weights, float *sums, int from, int to,
  const char *next, int step, int rows, int vectors
) {
  v16 s[TILE_ROWS][TILE_PANELS];
  UNROLL for (int t = 0; t < rows; t++)
    UNROLL for (int j = 0; j < vectors; j++) s[t][j] = *(v16 *)(sums + t * columns + 16 * j);
  for (int i = from; i < to; i++) {
    v16 value[TILE_PANELS];
    UNROLL for (int j = 0; j < vectors; j++) __builtin_prefetch(next + i * step + 64 * j, 0, 2);
    UNROLL for (int j = 0; j < vectors; j++) value[j] = *(const v16u *)(values + i * columns + 16 * j);
    UNROLL for (int t = 0; t < rows; t++) {
      float weight = weights[t * NAME(piece) + i];
      UNROLL for (int j = 0; j < vectors; j++) s[t][j] += value[j] * weight;
    }
  }
  UNROLL for (int t = 0; t < rows; t++)
    UNROLL for (int j = 0; j < vectors; j++) *(v16 *)(sums + t * columns + 16 * j) = s[t][j];
}

// The same where values are keys, [columns][16 positions]: a lane is a query, its sums [columns][16 queries].
INLINE void NAME(weigh_keys)(
  const float *keys, int width, const float *weights, float *sums, int from, int to, int count
) {
  v16 weight[16] = {{0}};
  for (int t = 0; t < count; t++)
    for (int i = from; i < to; i++) weight[i][t] = weights[t * NAME(piece) + i];
  if (from == 0 && to == 16) {
    for (int k = 0; k < width; k++) {
      v16 sum = *(v16 *)(sums + 16 * k);
      UNROLL for (int i = 0; i < 16; i++) sum += weight[i] * keys[16 * k + i];
      *(v16 *)(sums + 16 * k) = sum;
    }
  } else {
    for (int k = 0; k < width; k++) {
      v16 sum = *(v16 *)(sums + 16 * k);
      for (int i = from; i < to; i++) sum += weight[i] * keys[16 * k + i];
      *(v16 *)(sums + 16 * k) = sum;
    }
  }
}

// Scales, bends and masks the scores of a piece, and turns them into powers against the largest so far.
// Returns what earlier sums must be multiplied with.
INLINE float NAME(powers)(
  const ck_attention *a, float *scores, int blocks, int position, int first, int end, float *largest, v16 *total
) {
  const i16v lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  const v16 least = (v16){0} - __builtin_inff();
  v16 most = least;
  for (int b = 0; b < blocks; b++) {
    v16 score = *(v16 *)(scores + 16 * b) * a->scale;
    if (a->softcap > 0) {
      score = score / a->softcap;
      NAME(tanh)(&score);
      score = a->softcap * score;
    }
    i16v at = lanes + (position + 16 * b);
    score = SELECT((at >= first) & (at < end), score, least);
    *(v16 *)(scores + 16 * b) = score;
    most = SELECT(score > most, score, most);
  }
  float before = *largest, now = before;
  for (int i = 0; i < 16; i++) now = most[i] > now ? most[i] : now;
  v16 change = (v16){0} + (before - now);
  if (now == before) change = (v16){0};
  NAME(exponential)(&change);
  v16 sum = *total * change;
  for (int b = 0; b < blocks; b++) {
    v16 score = *(v16 *)(scores + 16 * b);
    v16 power = score - now;
    NAME(exponential)(&power);
    power = SELECT(score == least, (v16){0}, power);
    *(v16 *)(scores + 16 * b) = power;
    sum += power;
  }
  *total = sum;
  *largest = now;
  return change[0];
}

#define SCORE(N) NAME(score)(keys, queries + t, count, a->key_width, to_scores, next, 64 >> a->format, N)
#define WEIGH_SOME(N, VECTORS)                                                                       \
  NAME(weigh)(                                                                                      \
    values + k, columns, weights + t * NAME(piece), sums + t * columns + k, begin, stop,            \
    next + (k * 4 >> a->format), a->value_width * 4 >> a->format, N, VECTORS)
#define WEIGH(N) WEIGH_SOME(N, 1)
#define WEIGH_MANY(N) WEIGH_SOME(N, TILE_PANELS)

static void NAME(attend)(const ck_attention *a, float *scratch) {
  int count = a->rows * a->heads, columns = (a->value_width + 15) / 16 * 16;
  float *scores = scratch;
  float *converted = scores + ck_queries * NAME(piece);
  float *converted_values = converted + 16 * a->key_width;
  float *sums = converted_values + 16 * columns;
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
  for (int i = 0; i < 16 * columns; i += 16) *(v16 *)(sums + i) = (v16){0};

  int low = first[0], high = end[count - 1];
  for (int piece = low / NAME(piece) * NAME(piece); piece < high; piece += NAME(piece)) {
    int from = piece > low ? piece : low, to = SMALLER(piece + NAME(piece), high);
    int block = from / 16, last = (to + 15) / 16;
    for (int b = block; b < last; b++) {
      const char *next = b + 1 < last ? NAME(start)(a, b + 1, 0) : NAME(start)(a, block, 1);
      const float *keys = NAME(keys)(a, a->blocks + a->table[b] * a->block_bytes, converted);
      for (int t = 0, rows; t < count; t += rows) {
        rows = NAME(tile_rows)(count - t);
        float *to_scores = scores + t * NAME(piece) + 16 * (b - block);
        FOR_ROWS(rows, SCORE)
      }
    }
    for (int t = 0; t < count; t++) {
      factors[t] = NAME(powers)(
        a, scores + t * NAME(piece), last - block, 16 * block, first[t], end[t], largest + t, totals + t);
      if (factors[t] == 1 || a->values_are_keys) continue;
      for (int k = 0; k < columns; k += 16) *(v16 *)(sums + t * columns + k) *= factors[t];
    }
    if (a->values_are_keys)
      for (int k = 0; k < a->value_width; k++) *(v16 *)(sums + 16 * k) *= *(v16 *)factors;
    for (int b = block; b < last; b++) {
      const char *next = NAME(start)(a, SMALLER(b + 1, (high - 1) / 16), b + 1 < last);
      const char *at = a->blocks + a->table[b] * a->block_bytes;
      int begin = from > 16 * b ? from - 16 * b : 0, stop = SMALLER(to - 16 * b, 16);
      const float *weights = scores + 16 * (b - block);
      if (a->values_are_keys) {
        const float *keys = NAME(keys)(a, at, converted);
        NAME(weigh_keys)(keys, a->value_width, weights, sums, begin, stop, count);
        continue;
      }
      const float *values = NAME(values)(a, at, converted_values, columns);
      for (int t = 0, rows; t < count; t += rows) {
        rows = NAME(tile_rows)(count - t);
        int k = 0;
        for (; k + 16 * TILE_PANELS <= columns; k += 16 * TILE_PANELS) { FOR_ROWS(rows, WEIGH_MANY) }
        for (; k < columns; k += 16) { FOR_ROWS(rows, WEIGH) }
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
    for (int k = 0; k < a->value_width; k++)
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
  const float *vector, void *place, float inverse, int32_t width, int32_t stride, int32_t format
) {
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

#undef SCORE
#undef WEIGH_SOME
#undef WEIGH
#undef WEIGH_MANY
