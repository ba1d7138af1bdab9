import DecodeEngine
import Testing

/// What needs `mpirun` is in `.ci/mpi-check`.
struct MPITransportTests {
  @Test(.enabled(if: !MPITransport.isAvailable, "this build has MPI"))
  func aBuildWithoutMPISaysHowToMakeOneThatHas() {
    let error = #expect(throws: TransportError.self) { try MPITransport.connecting(4) }
    let description = error?.description ?? ""
    #expect(description.contains("this build has no MPI"))
    #expect(description.contains("swift build -c release --traits MPI"))
    #expect(description.contains("apt-get install libopenmpi-dev openmpi-bin"))
  }
}
