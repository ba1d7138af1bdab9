import Quantities
import ServingMath
import Testing

@Suite struct FileSystemTests {
  /// 39.4 PiB at 6.6 TiB/s: a cluster of flash that takes longer to read than one drive.
  @Test func clusterDrainsInHoursBecauseOfItsNetwork() {
    let cluster = MemoryTier.fireFlyer
    #expect(cluster.kind == .flash)
    #expect(close(cluster.drainTime, Quantity(40_320 / 6.6, .seconds), within: 1e-9))
    #expect(cluster.drainTime > Quantity(1.6, .hours))
    #expect(cluster.drainTime > MemoryTier.gen4Flash.drainTime)
  }

  @Test func trayHoldsEveryKindButDisk() {
    #expect(ComputeTray.gb300.kinds == [.highBandwidth, .host, .flash])
  }
}
