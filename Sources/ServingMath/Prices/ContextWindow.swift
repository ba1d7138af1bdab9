public import Quantities

/// How many tokens a vendor let one request hold, and since when.
///
/// Two lengths count: the longest that was accepted, and the longest at the standard price. A vendor
/// may accept a million tokens and charge twice as much from 200,000 on.
///
/// > Source: each figure carries its own.
public struct ContextWindow: Sendable {
  /// The model that had this window.
  public let model: String
  /// Who offers it, or who published its weights.
  public let vendor: String
  /// Year in which it could first be had.
  public let year: Int
  /// Month of that year, counted from 1.
  public let month: Int
  /// The longest request that was accepted.
  public let longest: Sourced<Quantity>
  /// The length up to which a token costs what it costs in a short request.
  ///
  /// Nothing where no list is known: models with open weights, and lists that were not found.
  public let atStandardPrice: Sourced<Quantity>?

  init(
    _ model: String,
    by vendor: String,
    _ year: Int,
    _ month: Int,
    longest: Sourced<Quantity>,
    atStandardPrice: Sourced<Quantity>?
  ) {
    self.model = model
    self.vendor = vendor
    self.year = year
    self.month = month
    self.longest = longest
    self.atStandardPrice = atStandardPrice
  }

  /// A window with one price for any length.
  init(_ model: String, by vendor: String, _ year: Int, _ month: Int, flat: Sourced<Quantity>) {
    self.init(model, by: vendor, year, month, longest: flat, atStandardPrice: flat)
  }

  /// The middle of its month as a year with decimals, for an axis of time; a plain number.
  public var time: Quantity { Quantity(Double(year) + (Double(month) - 0.5) / 12) }
}

extension ContextWindow: CustomStringConvertible {
  /// The model.
  public var description: String { model }
}

// MARK: - What could be had by a date

extension ContextWindow {
  /// The longest request that could be had in a month, at any price; stops if there was none yet.
  ///
  /// - Parameters:
  ///   - year: Of the date.
  ///   - month: Of the date, counted from 1.
  ///   - windows: Those to choose from; the whole history by default.
  /// - Returns: Tokens.
  public static func longest(
    by year: Int,
    _ month: Int,
    among windows: [ContextWindow] = history
  ) -> Quantity {
    greatest(by: year, month, windows.map { ($0, $0.longest) })
  }

  /// The longest request that could be had in a month at the price of a short one; stops if there was
  /// none yet.
  ///
  /// Parameters and result are those of `longest(by:_:among:)`; windows without a list do not count.
  public static func longestAtStandardPrice(
    by year: Int,
    _ month: Int,
    among windows: [ContextWindow] = history
  ) -> Quantity {
    greatest(
      by: year,
      month,
      windows.compactMap { window in window.atStandardPrice.map { (window, $0) } }
    )
  }

  private static func greatest(
    by year: Int,
    _ month: Int,
    _ lengths: [(window: ContextWindow, tokens: Sourced<Quantity>)]
  ) -> Quantity {
    let offered = lengths.filter { ($0.window.year, $0.window.month) <= (year, month) }
    guard let greatest = offered.map(\.tokens.value).max() else {
      stop("none of \(lengths.count) windows could be had by month \(month) of \(year)")
    }
    return greatest
  }
}
