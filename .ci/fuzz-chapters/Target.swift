import Foundation

// What libFuzzer calls: bytes as a chapter, from its text to its pages. A crash or a hang is the fuzzer's to find;
// text of an author that reaches a page as markup is made a crash here.

/// A folder with the book, made before the first chapter.
private let book: HostileBook = {
  let folder = NSTemporaryDirectory() + "chalktalk-fuzz-\(getpid())/book"
  do {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, text) in HostileBook.files {
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    }
    return try HostileBook(folder: folder)
  } catch {
    fatalError("\(error)")
  }
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func takeAllTheWay(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // Files that are no UTF-8 are turned away before they are chapters.
  let bytes = UnsafeBufferPointer(start: start, count: count)
  guard let text = String(validating: bytes, as: UTF8.self) else { return -1 }
  let isDone = DispatchSemaphore(value: 0)
  Task.detached {
    do {
      for (name, page) in try await book.pages(of: text, seed: UInt64(count)) {
        if let mark = HostileBook.marks.first(where: page.contains) {
          fatalError("\(name) has \(mark)")
        }
      }
    } catch {
      fatalError("\(error)")
    }
    isDone.signal()
  }
  isDone.wait()
  return 0
}
