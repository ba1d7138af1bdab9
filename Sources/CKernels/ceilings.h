// What this CPU could do at most: reading memory, and multiply-adds in registers. Included once for each
// instruction set.

// One thread of an EPYC with AVX2 reads faster from four places at once (24 GB/s against 17), one with AVX-512 from one
// place (30 against 19 to 31).
static float NAME(read)(const void *bytes, size_t count) {
  const char *start = bytes;
  size_t part = count / READ_STREAMS / 512 * 512;
  v16 sums[READ_LINES] = {{0}};
  for (size_t i = 0; i < part; i += 64 * READ_LINES)
    UNROLL for (int k = 0; k < READ_STREAMS; k++)
      UNROLL for (int j = 0; j < READ_LINES; j++) {
        const char *at = start + k * part + i + 64 * j;
        __builtin_prefetch(at + 2048);
        sums[j] += *(const v16u *)at;
      }
  UNROLL for (int j = 1; j < READ_LINES; j++) sums[0] += sums[j];
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
