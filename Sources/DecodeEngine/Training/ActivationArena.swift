import Quantities

/// Holds every activation of a step and knows at each moment how many bytes that is.
///
/// A buffer enters when a kernel has filled it and leaves when the last of its holders releases it. What
/// is still here at the end was forgotten, so a step ends with an empty arena.
struct ActivationArena {
  /// The place of a buffer in the arena.
  struct Handle: Hashable {
    fileprivate let slot: Int
  }

  private struct Slot {
    var values: [Float]
    let kind: ActivationKind
    var holders = 1
  }

  private var slots: [Slot] = []
  private var free: [Int] = []
  private var live = ActivationBytes.Held()
  /// Peak and turn so far.
  private(set) var bytes = ActivationBytes()

  var isEmpty: Bool { live.count == 0 && free.count == slots.count }

  /// Takes a buffer in.
  mutating func hold(_ values: [Float], as kind: ActivationKind) -> Handle {
    live.add(values.count * MemoryLayout<Float>.stride, of: kind)
    if live.count > bytes.peak.count { bytes.peak = live }
    let slot = Slot(values: values, kind: kind)
    if let place = free.popLast() {
      slots[place] = slot
      return Handle(slot: place)
    }
    slots.append(slot)
    return Handle(slot: slots.count - 1)
  }

  /// One holder more for a buffer.
  mutating func retain(_ handle: Handle) { slots[handle.slot].holders += 1 }

  /// One holder less; without any, the buffer's memory is given back.
  mutating func release(_ handle: Handle) {
    let slot = handle.slot
    if slots[slot].holders < 1 { stop("an activation was released twice") }
    slots[slot].holders -= 1
    if slots[slot].holders > 0 { return }
    live.add(-slots[slot].values.count * MemoryLayout<Float>.stride, of: slots[slot].kind)
    slots[slot].values = []
    free.append(slot)
  }

  /// Notes what waits at the turn from forward to backward pass.
  mutating func markTurn() { bytes.turn = live }

  /// The elements of a buffer; they may be changed in place, but not in number.
  subscript(handle: Handle) -> [Float] {
    get { slots[handle.slot].values }
    _modify { yield &slots[handle.slot].values }
  }

  /// Adds one buffer to another, times a factor of 1 or −1.
  mutating func add(_ addend: Handle, to sum: Handle, times factor: Float = 1) {
    let values = slots[addend.slot].values
    Elementwise.add(values, to: &slots[sum.slot].values, times: factor)
  }
}
