// Packing 16 rows of weights into a panel, with what rounding them lost. Included once for each instruction
// set, behind rows.h.

// Largest size and sum of squares of a row's numbers; whether all are finite.
INLINE int NAME(weigh_row)(const float *row, int columns, ck_packing *p) {
  v16 most = {0}, squares = {0}, strange = {0}, part;
  for (int k = 0; k < columns; k += 16) {
    NAME(load)(row + k, columns - k, &part);
    v16 size = (v16)((u16v)part & 0x7FFFFFFF);
    most = SELECT(size > most, size, most);
    squares += part * part;
    strange += part * 0.0f;
  }
  for (int i = 0; i < 16; i++) if (most[i] > p->largest_weight) p->largest_weight = most[i];
  p->squared_weights += NAME(total)(&squares);
  return NAME(total)(&strange) == 0;
}

INLINE void NAME(lost)(const v16 *error, float *largest, v16 *squares) {
  v16 size = (v16)((u16v)*error & 0x7FFFFFFF);
  *squares += size * size;
  for (int i = 0; i < 16; i++) if (size[i] > *largest) *largest = size[i];
}

// The nearest half of a positive or negative number, ties to even; finite ones only.
INLINE uint16_t NAME(half)(float number) {
  uint32_t bits;
  __builtin_memcpy(&bits, &number, 4);
  uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
  float size = number < 0 ? -number : number;
  if (size >= 65520) return sign | 0x7BFF;
  if (size < 0x1p-14f) {
    // Below the smallest normal half: steps of 2⁻²⁴, which adding ½ rounds to.
    float shifted = size + 0.5f;
    uint32_t whole;
    __builtin_memcpy(&whole, &shifted, 4);
    return sign | (uint16_t)(whole - 0x3F000000);
  }
  __builtin_memcpy(&bits, &size, 4);
  bits += 0xFFF + (bits >> 13 & 1);
  return sign | (uint16_t)((bits >> 13) - (112 << 10));
}

static void NAME(pack_fp32)(const float *rows, int32_t lanes, int32_t columns, void *panel, ck_packing *p) {
  for (int lane = 0; lane < lanes; lane++) {
    const float *row = rows + lane * (ptrdiff_t)columns;
    float *to = (float *)panel + lane;
    NAME(weigh_row)(row, columns, p);
    for (int k = 0; k < columns; k++) to[16 * (ptrdiff_t)k] = row[k];
  }
}

static void NAME(pack_bf16)(const float *rows, int32_t lanes, int32_t columns, void *panel, ck_packing *p) {
  for (int lane = 0; lane < lanes; lane++) {
    const float *row = rows + lane * (ptrdiff_t)columns;
    uint16_t *to = (uint16_t *)panel + 2 * lane;
    v16 squares = {0}, part;
    NAME(weigh_row)(row, columns, p);
    for (int k = 0; k < columns; k += 16) {
      NAME(load)(row + k, columns - k, &part);
      u16v bits = (u16v)part;
      u16v rounded = bits + 0x7FFF + (bits >> 16 & 1);
      rounded = (u16v)SELECT(part == part, rounded, bits | 0x400000) & 0xFFFF0000u;
      v16 error = (v16)rounded - part;
      NAME(lost)(&error, &p->largest_error, &squares);
      for (int i = 0; i < SMALLER(columns - k, 16); i++)
        to[(k + i) / 2 * 32 + i % 2] = (uint16_t)(rounded[i] >> 16);
    }
    p->squared_error += NAME(total)(&squares);
  }
}

// Rounds a group as llama.cpp does: int8 by the largest size over 127, int4 by the largest number over −8.
INLINE void NAME(pack_group)(
  const float *from, int count, int lane, int bits, char *group, float *largest_error, v16 *squares
) {
  v16 w[2] = {{0}};
  NAME(load)(from, count, &w[0]);
  if (count > 16) NAME(load)(from + 16, count - 16, &w[1]);
  float largest = 0, size = 0;
  for (int i = 0; i < count; i++) {
    float each = from[i] < 0 ? -from[i] : from[i];
    if (each > size) size = each, largest = from[i];
  }
  float scale = bits == 8 ? size / 127 : largest / -8;
  uint16_t half = NAME(half)(scale);
  __builtin_memcpy(group + 2 * lane, &half, 2);
  uint32_t magnitude = (uint32_t)(half & 0x7FFF) << 13;
  float stored;
  __builtin_memcpy(&stored, &magnitude, 4);
  stored *= half & 0x8000 ? -0x1p112f : 0x1p112f;
  float inverse = scale == 0 ? 0 : 1 / scale;
  int zero = bits == 8 ? 128 : 8;
  uint8_t whole[32];
  for (int h = 0; h < 2; h++) {
    v16 scaled = w[h] * inverse;
    i16v number;
    if (bits == 8) {
      v16 length = (v16)((u16v)scaled & 0x7FFFFFFF);
      length = SELECT(length < 127.0f, length, (v16){0} + 127.0f);
      i16v whole = __builtin_convertvector(length, i16v);
      i16v up = (length - __builtin_convertvector(whole, v16)) >= 0.5f;
      whole -= up;
      i16v sign = (i16v)scaled >> 31;
      number = ((whole ^ sign) - sign) + 128;
    } else {
      v16 shifted = scaled + 8.5f;
      shifted = SELECT(shifted > 0.0f, shifted, (v16){0});
      shifted = SELECT(shifted < 15.0f, shifted, (v16){0} + 15.0f);
      number = __builtin_convertvector(shifted, i16v);
    }
    v16 error = __builtin_convertvector(number - zero, v16) * stored - w[h];
    NAME(lost)(&error, largest_error, squares);
    for (int i = 0; i < 16; i++) whole[16 * h + i] = (uint8_t)number[i];
  }
  uint8_t *to = (uint8_t *)group + 32 + 4 * lane;
  if (bits == 8)
    for (int i = 0; i < 8; i++) __builtin_memcpy(to + 64 * i, whole + 4 * i, 4);
  else
    for (int i = 0; i < 16; i++) to[64 * (i / 4) + i % 4] = (uint8_t)(whole[i] | whole[16 + i] << 4);
}

#define PACK_GROUPS(FORMAT, BITS, BYTES)                                                             \
  static void NAME(pack_##FORMAT)(                                                                  \
    const float *rows, int32_t lanes, int32_t columns, void *panel, ck_packing *p                   \
  ) {                                                                                               \
    for (int lane = 0; lane < lanes; lane++) {                                                      \
      const float *row = rows + lane * (ptrdiff_t)columns;                                          \
      v16 squares = {0};                                                                            \
      /* Conversions of numbers that are not finite are undefined: such a row stays zero. */        \
      if (!NAME(weigh_row)(row, columns, p)) continue;                                              \
      for (int k = 0; k < columns; k += 32)                                                         \
        NAME(pack_group)(                                                                           \
          row + k, SMALLER(columns - k, 32), lane, BITS, (char *)panel + k / 32 * BYTES,            \
          &p->largest_error, &squares);                                                             \
      p->squared_error += NAME(total)(&squares);                                                    \
    }                                                                                               \
  }

PACK_GROUPS(int8, 8, 544)
PACK_GROUPS(int4, 4, 288)
#undef PACK_GROUPS
