// Work on single rows: norms, rotation, activations, sums. Included once for each instruction set.

// e to the power of x, within 2 units of the last place from −87.3 to 88.
// x = n ln 2 + r with |r| ≤ ½ ln 2; eʳ by its series, 2ⁿ by the exponent's bits.
INLINE void NAME(power)(v16 *x) {
  v16 shifted = *x * 1.44269504f + 12582912.0f;
  v16 n = shifted - 12582912.0f;
  v16 r = (*x - n * 0.693145752f) - n * 1.42860677e-6f;
  v16 sum = r * (1.0f / 5040) + 1.0f / 720;
  sum = sum * r + 1.0f / 120;
  sum = sum * r + 1.0f / 24;
  sum = sum * r + 1.0f / 6;
  sum = sum * r + 0.5f;
  sum = sum * r + 1.0f;
  sum = sum * r + 1.0f;
  *x = sum * (v16)(((u16v)shifted + 127) << 23);
}

// The same for any number: 0 below, as at 88 above.
INLINE void NAME(exponential)(v16 *x) {
  v16 bounded = SELECT(*x < 88.0f, *x, (v16){0} + 88.0f);
  i16v isTiny = bounded < -87.3f;
  bounded = SELECT(isTiny, (v16){0}, bounded);
  NAME(power)(&bounded);
  v16 result = SELECT(isTiny, (v16){0}, bounded);
  *x = SELECT(*x == *x, result, *x);
}

// The hyperbolic tangent: by e to the power of −2|x|, or by its series where that would cancel.
INLINE void NAME(tanh)(v16 *x) {
  v16 size = (v16)((u16v)*x & 0x7FFFFFFF);
  v16 e = size * -2.0f;
  NAME(exponential)(&e);
  v16 large = (1.0f - e) / (1.0f + e);
  large = (v16)((u16v)large | ((u16v)*x & 0x80000000u));
  v16 s = *x * *x;
  v16 small = s * (-1382.0f / 155925) + 62.0f / 2835;
  small = small * s - 17.0f / 315;
  small = small * s + 2.0f / 15;
  small = small * s - 1.0f / 3;
  small = *x * (small * s + 1.0f);
  *x = SELECT(size < 0.3f, small, large);
}

// The sum of 16 lanes, in one order.
INLINE float NAME(total)(const v16 *lanes) {
  float s[16];
  __builtin_memcpy(s, lanes, 64);
  for (int half = 8; half > 0; half /= 2)
    for (int i = 0; i < half; i++) s[i] += s[i + half];
  return s[0];
}

// Some lanes of a row; zero beyond its end.
INLINE void NAME(load)(const float *from, int count, v16 *to) {
  if (count >= 16) {
    *to = *(const v16u *)from;
  } else {
    float lanes[16] = {0};
    __builtin_memcpy(lanes, from, 4 * (size_t)count);
    __builtin_memcpy(to, lanes, 64);
  }
}

INLINE void NAME(save)(const v16 *from, int count, float *to) {
  if (count >= 16) *(v16u *)to = *from;
  else __builtin_memcpy(to, from, 4 * (size_t)count);
}

static void NAME(norm)(const float *x, const float *weights, float epsilon, int32_t width, float *y) {
  v16 squares = {0}, part, weight;
  for (int k = 0; k < width; k += 16) {
    NAME(load)(x + k, width - k, &part);
    squares += part * part;
  }
  float mean = NAME(total)(&squares) / (float)width + epsilon;
  float factor = 1 / __builtin_sqrtf(mean);
  for (int k = 0; k < width; k += 16) {
    NAME(load)(x + k, width - k, &part);
    NAME(load)(weights + k, width - k, &weight);
    part = part * factor * weight;
    NAME(save)(&part, width - k, y + k);
  }
}

static void NAME(add)(const float *x, float *y, int32_t width) {
  for (int k = 0; k < width; k++) y[k] += x[k];
}

static void NAME(add_scaled)(const float *x, float factor, float *y, int32_t width) {
  for (int k = 0; k < width; k++) y[k] += factor * x[k];
}

// Columns k and half + k turn together; `turns` holds `half` cosines, then as many sines.
static void NAME(rotate)(float *head, const float *turns, int32_t half) {
  for (int k = 0; k < half; k += 16) {
    v16 a, b, cosine, sine;
    NAME(load)(head + k, half - k, &a);
    NAME(load)(head + half + k, half - k, &b);
    NAME(load)(turns + k, half - k, &cosine);
    NAME(load)(turns + half + k, half - k, &sine);
    v16 first = a * cosine - b * sine, second = b * cosine + a * sine;
    NAME(save)(&first, half - k, head + k);
    NAME(save)(&second, half - k, head + half + k);
  }
}

#define GATED(FUNCTION, PARAMETERS, BODY)                                                            \
  static void NAME(FUNCTION) PARAMETERS {                                                           \
    for (int k = 0; k < width; k += 16) {                                                           \
      v16 g, u;                                                                                     \
      NAME(load)(gate + k, width - k, &g);                                                          \
      NAME(load)(up + k, width - k, &u);                                                            \
      BODY                                                                                          \
      NAME(save)(&g, width - k, y + k);                                                             \
    }                                                                                               \
  }

GATED(silu, (const float *gate, const float *up, float *y, int32_t width), {
  v16 e = -g;
  NAME(exponential)(&e);
  g = g / (1.0f + e) * u;
})

GATED(gelu, (const float *gate, const float *up, float *y, int32_t width), {
  v16 inner = 0.79788456f * (g + 0.044715f * g * g * g);
  NAME(tanh)(&inner);
  g = 0.5f * g * (1.0f + inner) * u;
})

GATED(clamped, (const float *gate, const float *up, float *y, int32_t width, float alpha, float limit), {
  v16 most = (v16){0} + limit;
  g = SELECT(g > most, most, g);
  u = SELECT(u > most, most, u);
  u = SELECT(u < -most, -most, u);
  v16 e = -alpha * g;
  NAME(exponential)(&e);
  g = g / (1.0f + e) * (u + 1.0f);
})

static void NAME(softcap)(float *y, int32_t width, float cap) {
  for (int k = 0; k < width; k += 16) {
    v16 part;
    NAME(load)(y + k, width - k, &part);
    part = part / cap;
    NAME(tanh)(&part);
    part = cap * part;
    NAME(save)(&part, width - k, y + k);
  }
}

#undef GATED
