/// What a price list gives away about the machines behind it, if prices follow costs.
///
/// Each deduction turns one formula of the board around: where the forward direction gives a cost from a
/// model and a chip, these give a property of the model, the pass or the memory tier from prices. What a
/// list does not say goes in as a range, and the answer is a range. Levels of prices say nothing here,
/// since they hold margins; only their ratios and thresholds are used.
///
/// - `KeyValueBytes`: cache bytes per token, from the prompt length at which a dearer tier starts;
/// - `Decode`: how much longer decoding waits for memory than it computes, from output over input;
/// - `HoldTime`: which memory tier a prompt cache lies in, from its write, read and storage prices.
///
/// The batch behind a faster tier is deduced in `SpeedTier`.
public enum PriceInversion {}
