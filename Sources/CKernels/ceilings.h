// What this CPU could do at most: reading memory, and multiply-adds in registers. Included once for each
// instruction set.

static float NAME(read)(const void *bytes, size_t count) {
  const char *at = bytes, *end = at + count / 512 * 512;
  v16 sums[8] = {{0}};
  for (; at < end; at += 512)
    UNROLL for (int j = 0; j < 8; j++) {
      __builtin_prefetch(at + 2048 + 64 * j);
      sums[j] += *(const v16u *)(at + 64 * j);
    }
  UNROLL for (int j = 1; j < 8; j++) sums[0] += sums[j];
  return NAME(total)(sums);
}

// Sums of so many chains that latency does not count.
static uint64_t NAME(multiply_adds)(uint64_t rounds, float *sink) {
  v16 sums[CHAINS], factor = (v16){0} + sink[0], other = (v16){0} + sink[1];
  UNROLL for (int j = 0; j < CHAINS; j++) sums[j] = (v16){0} + (float)j;
  for (uint64_t i = 0; i < rounds; i++)
    UNROLL for (int j = 0; j < CHAINS; j++) sums[j] = sums[j] * factor + other;
  UNROLL for (int j = 1; j < CHAINS; j++) sums[0] += sums[j];
  sink[0] = NAME(total)(sums);
  return rounds * CHAINS * 16;
}
