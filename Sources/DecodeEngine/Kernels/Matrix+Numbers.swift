import Quantities

// Numbers as messages carry them: row by row, without gaps.
extension Matrix.Slice {
  /// All numbers.
  package var numbers: [Float] {
    var numbers: [Float] = []
    numbers.reserveCapacity(height * width)
    for row in 0..<height {
      unsafe numbers += UnsafeBufferPointer(start: base + row * stride, count: width)
    }
    return numbers
  }

  /// Sets all numbers.
  package func replace(with numbers: [Float]) {
    guard numbers.count == height * width else {
      stop("\(numbers.count) numbers do not fill \(height) × \(width)")
    }
    unsafe numbers.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      for row in 0..<height {
        unsafe (base + row * stride).update(from: start + row * width, count: width)
      }
    }
  }
}

extension Matrix {
  /// Some numbers of the rows in use, counted from the first row's first.
  package func numbers(_ range: Range<Int>) -> [Float] {
    check(range)
    return unsafe Array(
      UnsafeBufferPointer(start: memory.floats + range.lowerBound, count: range.count)
    )
  }

  /// Sets some numbers, counted from the first row's first.
  package func replace(with numbers: [Float], at first: Int) {
    check(first..<first + numbers.count)
    unsafe numbers.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      unsafe (memory.floats + first).update(from: start, count: buffer.count)
    }
  }

  /// Sets a row to zeros.
  package func clear(row: Int) {
    replace(with: [Float](repeating: 0, count: columns), at: row * columns)
  }

  /// Adds onto some numbers, counted from the first row's first.
  package func add(_ numbers: [Float], at first: Int) {
    check(first..<first + numbers.count)
    let target = unsafe memory.floats + first
    for (index, number) in numbers.enumerated() { unsafe target[index] += number }
  }

  private func check(_ range: Range<Int>) {
    guard range.lowerBound >= 0, range.upperBound <= rows * columns else {
      stop("numbers \(range) are not in a matrix of \(rows) × \(columns)")
    }
  }
}
