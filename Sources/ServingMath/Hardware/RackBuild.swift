public import Quantities

/// How a rack of trays is put together: counts, cables and weight, each with its source.
///
/// Trays are one unit high and stand in three stacks, switches between two stacks of compute.
///
/// > Source: lecture, 0:36:42 to 0:43:02; each figure carries its own.
public enum RackBuild {
  /// Trays with GPUs above the switches.
  public static let computeTraysAbove = fact(10, .rackPhotographs, "2024-03", "top stack")
  /// Trays with GPUs in the whole rack.
  public static let computeTrays = fact(18, .rackGuide, "2025", "GB200 NVL72")
  /// Trays with switches, in the middle.
  public static let switchTrays = fact(9, .rackGuide, "2025", "GB200 NVL72")
  /// GPUs on a compute tray.
  public static let chipsPerTray = fact(4, .rackGuide, "2025", "two superchips")
  /// Switch chips on a switch tray.
  public static let switchesPerTray = fact(2, .rackGuide, "2025", "NVLink 5 switch chips")
  /// Rate of one pair of wires in one direction.
  public static let laneRate = figure(
    200,
    .gigabitsPerSecond,
    .rackCables,
    "2025",
    .oneDirection,
    note: "signals at 224 Gbit/s with coding"
  )
  /// Copper cables from GPUs to switches, as reported.
  public static let cables = fact(5184, .rackCables, "2025", "one pair of wires each")
  /// Weight, in kilograms.
  public static let kilograms = figure(1360, .one, .rackPhotographs, "2024-03", "3,000 lb")
  /// What many data centres can supply to one rack.
  public static let usualPower = figure(
    60,
    .kilowatts,
    .rackPhotographs,
    "2024-03",
    .perRack,
    .reported,
    note: "the most that many can support"
  )
  /// Chips in a rack of TPU v4, a cube of four by four by four.
  public static let tpuCube = fact(64, .tpuCube, "2025", "TPU v4")

  /// Trays with GPUs below the switches.
  public static var computeTraysBelow: Int { computeTrays.value - computeTraysAbove.value }

  /// GPUs on all trays.
  public static var chips: Int { computeTrays.value * chipsPerTray.value }

  /// Switch chips on all trays.
  public static var switches: Int { switchTrays.value * switchesPerTray.value }

  /// The wiring of that many GPUs and switches, a link from each GPU to each switch.
  public static var wiring: RackWiring {
    RackWiring(
      chips: chips,
      switches: switches,
      chipBandwidth: Chip.gb200.scaleUpBandwidth?.value ?? laneRate.value,
      laneRate: laneRate.value
    )
  }

  /// Power of a campus of eight buildings.
  public static let campusPower = figure(1_200_000, .kilowatts, .abilene, "2025-05", .announced)
  /// Buildings of that campus.
  public static let campusBuildings = fact(8, .abilene, "2025-05", .announced)
}
