// The engine's kernels in C: what Swift cannot say, chosen at run time by what the CPU can do.
//
// All take raw addresses; `Sources/DecodeEngine/Kernels` is their only caller and checks all shapes.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

// MARK: Products

/// y[t][n] = Σ over k of w[n][k] · x[t][k] + bias[n], with w in panels of 16 rows n.
typedef struct {
  const void *weights;   ///< the first panel
  ptrdiff_t panel_bytes; ///< from one panel to the next
  const float *bias;     ///< one for each output, or null
  const void *x;         ///< inputs, as the kernel wants them
  ptrdiff_t x_stride;    ///< bytes from one row of them to the next
  float *y;
  ptrdiff_t y_stride;    ///< numbers from one row to the next
  int32_t rows;          ///< rows t
  int32_t columns;       ///< columns k
  int32_t outputs;       ///< rows n
} ck_product;

/// Makes the outputs of some panels. `scratch` holds `ck_product_scratch` numbers, on a cache line.
typedef void (*ck_multiply)(const ck_product *, int32_t first_panel, int32_t end_panel, float *scratch);

/// Numbers of scratch that a product of so many rows needs.
size_t ck_product_scratch(int32_t rows);

// MARK: Attention

/// Queries of one attention task at most.
enum { ck_queries = 16 };

/// Blocks of a cache that lie together: of each head first their keys, then their values.
enum { ck_run_blocks = 16 };

/// Some rows × some heads of one sequence, over one key/value head of its cache.
typedef struct {
  const char *blocks;       ///< the key/value head in block 0
  ptrdiff_t run_bytes;      ///< from one run of blocks to the next
  ptrdiff_t key_bytes;      ///< of the head's keys in a block
  ptrdiff_t value_bytes;    ///< of its values
  const int32_t *table;     ///< the block of each run of 16 positions
  int32_t format;           ///< 0 fp32, 1 bf16, 2 int8
  int32_t key_width, value_width;
  int32_t values_are_keys;  ///< values are the first columns of the keys
  const float *queries;     ///< of the first row and head
  ptrdiff_t query_stride;   ///< numbers from one row to the next
  float *outputs;           ///< of the first row and head
  ptrdiff_t output_stride;
  int32_t rows, heads;      ///< at most `ck_queries` together
  int32_t position;         ///< of the first row
  int32_t window;           ///< positions that a row sees, itself among them
  const float *sinks;       ///< a logit for each head, or null
  float scale, softcap;     ///< softcap 0: none
  const char *next_blocks;  ///< as `blocks`, of the task that comes after, whose first blocks are fetched
  const int32_t *next_table;  ///< its first block
  int32_t next_count;       ///< blocks of it, 0 without such a task
} ck_attention;

/// Numbers of scratch that a task needs.
size_t ck_attention_scratch(int32_t key_width, int32_t value_width);

// MARK: Packing

/// What was lost when a panel was packed.
typedef struct {
  double squared_error, squared_weights;
  float largest_error, largest_weight;
} ck_packing;

/// Packs `lanes` ≤ 16 rows of `columns` numbers, which lie behind each other, into a panel of zeros. A row with
/// numbers that are not finite stays zero in the integer formats.
typedef void (*ck_pack)(const float *rows, int32_t lanes, int32_t columns, void *panel, ck_packing *);

// MARK: One instruction set's kernels

/// The kernels of one instruction set; all of them are there. Formats are in the order fp32, bf16, int8, int4.
typedef struct {
  const char *name;
  ck_multiply multiply[4];
  ck_pack pack[4];
  void (*attend)(const ck_attention *, float *scratch);
  /// Rounds a vector into its place, an int8 one by the inverse of its scale, and fetches the next one's place.
  void (*store)(
    const float *vector, void *place, const void *next, float inverse, int32_t width, int32_t stride, int32_t format);
  float (*largest)(const float *vector, int32_t width);
  void (*norm)(const float *x, const float *weights, float epsilon, int32_t width, float *y);
  void (*add)(const float *x, float *y, int32_t width);
  void (*add_scaled)(const float *x, float factor, float *y, int32_t width);
  void (*rotate)(float *head, const float *turns, int32_t half);
  void (*silu)(const float *gate, const float *up, float *y, int32_t width);
  void (*gelu)(const float *gate, const float *up, float *y, int32_t width);
  void (*clamped)(const float *gate, const float *up, float *y, int32_t width, float alpha, float limit);
  void (*softcap)(float *y, int32_t width, float cap);
  /// Sums all numbers of some memory, to be timed.
  float (*read)(const void *bytes, size_t count);
  /// Runs multiply-adds in registers, to be timed; returns how many.
  uint64_t (*multiply_adds)(uint64_t rounds, float *sink);
} ck_kernels;

/// Instruction sets that have kernels: the plain one of the architecture first, the widest last.
enum { ck_levels = 3 };

/// The kernels of one instruction set, or null if this CPU does not run them.
const ck_kernels *ck_at(int32_t level);

// MARK: Products with rounded inputs

/// Products whose inputs are rounded as well, by instructions that only some CPUs have.
typedef struct {
  const char *name;
  ck_multiply multiply;
  /// Bytes of a row of inputs.
  ptrdiff_t (*bytes)(int32_t columns);
  /// Rounds a row of inputs.
  void (*round)(const float *x, void *row, int32_t columns);
  /// Runs multiply-adds in registers, to be timed; returns how many.
  uint64_t (*multiply_adds)(uint64_t rounds, float *sink);
} ck_rounded;

/// The rounded product of a weight format, or null if this CPU or format has none.
const ck_rounded *ck_rounded_at(int32_t format);

// MARK: Waiting

/// Tells the CPU that the caller is spinning on a value that another core will change.
void ck_pause(void);

/// Sleeps until woken, unless the word has another value by now.
void ck_sleep(const uint32_t *word, uint32_t value);

/// Wakes all who sleep on a word.
void ck_wake(const uint32_t *word);

/// Processor time of this thread, in nanoseconds.
uint64_t ck_thread_time(void);

#endif
