/// Text as it stands between tags or in a quoted attribute.
func escapedForMarkup(_ text: some StringProtocol) -> String {
  var result = ""
  for character in text {
    switch character {
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "&": result += "&amp;"
    case "\"": result += "&quot;"
    default: result.append(character)
    }
  }
  return result
}
