internal import CKernels

// Work that each row does for itself, in C or, without compiled kernels, in Swift.
extension Crew {
  func normalise(
    _ x: Matrix.Slice,
    weights: [Float],
    epsilon: Float,
    into y: Matrix.Slice,
    _ compiled: CompiledKernels?
  ) {
    let width = weights.count
    unsafe weights.withUnsafeBufferPointer { weights in
      guard let weights = weights.baseAddress else { return }
      forRows(x.height, numbers: 2 * x.height * x.width) { rows in
        for row in rows {
          for first in stride(from: 0, to: x.width, by: width) {
            let input = unsafe x.base + row * x.stride + first
            let output = unsafe y.base + row * y.stride + first
            if let compiled {
              unsafe compiled.table.pointee.norm(input, weights, epsilon, Int32(width), output)
            } else {
              unsafe SwiftKernels.normalise(input, weights, epsilon, width, into: output)
            }
          }
        }
      }
    }
  }

  func add(_ x: Matrix.Slice, onto y: Matrix.Slice, _ compiled: CompiledKernels?) {
    forRows(x.height, numbers: 2 * x.height * x.width) { rows in
      for row in rows {
        let input = unsafe x.base + row * x.stride
        let output = unsafe y.base + row * y.stride
        if let compiled {
          unsafe compiled.table.pointee.add(input, output, Int32(x.width))
        } else {
          unsafe SwiftKernels.add(input, onto: output, x.width)
        }
      }
    }
  }

  func gate(
    _ gates: Matrix.Slice,
    _ ups: Matrix.Slice,
    _ activation: Activation,
    into y: Matrix.Slice,
    _ compiled: CompiledKernels?
  ) {
    // The exponential is worth some eight numbers read.
    forRows(gates.height, numbers: 8 * gates.height * gates.width) { rows in
      for row in rows {
        let gate = unsafe gates.base + row * gates.stride
        let up = unsafe ups.base + row * ups.stride
        let output = unsafe y.base + row * y.stride
        let width = Int32(gates.width)
        guard let table = unsafe compiled?.table else {
          unsafe SwiftKernels.gate(gate, up, activation, gates.width, into: output)
          continue
        }
        switch activation {
        case .silu: unsafe table.pointee.silu(gate, up, output, width)
        case .geluTanh: unsafe table.pointee.gelu(gate, up, output, width)
        case .clampedSwiGLU(let alpha, let limit):
          unsafe table.pointee.clamped(gate, up, output, width, alpha, limit)
        }
      }
    }
  }

  func rotate(
    _ x: Matrix.Slice,
    width: Int,
    from offset: Int,
    positions: [Int32],
    by table: RotaryTable,
    _ compiled: CompiledKernels
  ) {
    unsafe table.turns.withUnsafeBufferPointer { turns in
      guard let turns = turns.baseAddress else { return }
      forRows(x.height, numbers: 2 * x.height * x.width) { rows in
        for row in rows {
          let turns = unsafe turns + Int(positions[row]) * table.width
          for first in stride(from: offset, to: x.width, by: width) {
            let head = unsafe x.base + row * x.stride + first
            unsafe compiled.table.pointee.rotate(head, turns, Int32(table.width / 2))
          }
        }
      }
    }
  }

  func combine(
    _ x: Matrix.Slice,
    visits: [[(row: Int32, weight: Float)]],
    onto y: Matrix.Slice,
    _ compiled: CompiledKernels
  ) {
    let numbers = visits.reduce(0) { $0 + $1.count } * x.width
    forRows(visits.count, numbers: numbers) { rows in
      for row in rows {
        for visit in visits[row] {
          unsafe compiled.table.pointee.add_scaled(
            x.base + Int(visit.row) * x.stride,
            visit.weight,
            y.base + row * y.stride,
            Int32(y.width)
          )
        }
      }
    }
  }

  func softcap(_ y: Matrix.Slice, cap: Float, _ compiled: CompiledKernels) {
    forRows(y.height, numbers: 8 * y.height * y.width) { rows in
      for row in rows {
        unsafe compiled.table.pointee.softcap(y.base + row * y.stride, Int32(y.width), cap)
      }
    }
  }
}
