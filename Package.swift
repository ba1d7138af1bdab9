// swift-tools-version: 6.2
import PackageDescription

/// The one settings list: Swift 6 mode comes from the tools version, the rest is said here.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let cSettings: [CSetting] = [.treatAllWarnings(as: .error)]

/// What a chapter's cells may call: one dynamic library, loaded by `CellRunner`.
let cellModules = ["Quantities", "ServingMath", "DecodeEngine", "ClusterSimulator", "CellRuntime"]

let package = Package(
  name: "chalktalk",
  products: [
    .executable(name: "chalktalk", targets: ["chalktalk"]),
    .executable(name: "CellRunner", targets: ["CellRunner"]),
    .library(name: "ChalktalkCells", type: .dynamic, targets: cellModules),
  ],
  traits: [
    .trait(
      name: "MPI",
      description: "Devices of a layout as processes of MPI, which must be installed."
    )
  ],
  dependencies: [
    // The command line: parsing, help texts and usage errors as users of Swift tools know them.
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    // Front matter, book.yml, references.yml and claims.yml, with line and column of what is wrong.
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    // Sockets on an event loop for `serve`: the half of a small HTTP server that depends on nothing itself.
    // Its HTTP half reads header lines of any length into memory, so requests are read by rules of ours.
    .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
  ],
  targets: [
    // The domain arm: numbers, the blackboard, the engine, the clock.
    .target(name: "Quantities", swiftSettings: settings),
    .target(name: "ServingMath", dependencies: ["Quantities"], swiftSettings: settings),
    // Kernels with run-time dispatch: vector code and instructions that Swift has no name for.
    .target(name: "CKernels", cSettings: cSettings),
    // Messages between processes; without the trait every call says how to get it.
    .target(
      name: "CMessagePassing",
      cSettings: cSettings + [.define("HAVE_MPI", .when(traits: ["MPI"]))],
      linkerSettings: [.linkedLibrary("mpi", .when(traits: ["MPI"]))]
    ),
    .target(
      name: "DecodeEngine",
      dependencies: ["Quantities", "ServingMath", "CKernels", "CMessagePassing"],
      swiftSettings: settings
    ),
    .target(
      name: "ClusterSimulator",
      dependencies: ["Quantities", "ServingMath"],
      swiftSettings: settings
    ),

    // What a cell may call besides the domain, and the process that runs it.
    .target(name: "CCellSupport", cSettings: cSettings),
    .target(
      name: "CellRuntime",
      dependencies: ["Quantities", "CCellSupport"],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "CellRunner",
      cSettings: cSettings,
      linkerSettings: [.linkedLibrary("dl")]
    ),

    // The book arm: Markdown to page. It has never heard of a transformer.
    .systemLibrary(
      name: "CCmark",
      pkgConfig: "libcmark",
      providers: [.apt(["libcmark-dev"])]
    ),
    .target(
      name: "Literate",
      dependencies: [
        "Quantities", "CellRuntime", "CCellSupport", "CCmark",
        .product(name: "Yams", package: "Yams"),
      ],
      resources: [
        .embedInCode("Theme/page.css"),
        .embedInCode("Theme/frame.css"),
        .embedInCode("Theme/text.css"),
        .embedInCode("Theme/cells.css"),
        .embedInCode("Theme/numbers.css"),
        .embedInCode("Theme/boxes.css"),
        .embedInCode("Theme/figures-on-page.css"),
        .embedInCode("Theme/explorers.css"),
        .embedInCode("Theme/explorers.js"),
        .embedInCode("Theme/foot.css"),
        .embedInCode("Theme/tables.css"),
        .embedInCode("Theme/moments.css"),
        .embedInCode("Theme/tables.js"),
        .embedInCode("Theme/title-page.css"),
        .embedInCode("Theme/whole-book.css"),
        .embedInCode("Theme/solutions.js"),
        .embedInCode("Theme/margin.css"),
        .embedInCode("Theme/narrow.css"),
        .embedInCode("Theme/touch.css"),
        .embedInCode("Theme/paper.css"),
        .embedInCode("Theme/figures.css"),
        .embedInCode("Theme/previews.css"),
        .embedInCode("Theme/previews.js"),
        .embedInCode("Theme/cards.js"),
        .embedInCode("Theme/keys.js"),
        .embedInCode("Theme/theme.js"),
        .embedInCode("Theme/search.js"),
        .embedInCode("Theme/scrolling.js"),
        .embedInCode("Theme/notes.js"),
        .embedInCode("Theme/copy.js"),
        .embedInCode("Theme/place.js"),
        .embedInCode("Theme/dialogs.css"),
        .embedInCode("Theme/icon.svg"),
      ],
      swiftSettings: settings
    ),

    .executableTarget(
      name: "chalktalk",
      dependencies: [
        "Literate", "CellRuntime", "Quantities", "ServingMath", "DecodeEngine", "ClusterSimulator",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ],
      swiftSettings: settings
    ),

    .testTarget(
      name: "QuantitiesTests",
      dependencies: ["Quantities", "TestSupport"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "ServingMathTests",
      dependencies: ["ServingMath", "Quantities", "TestSupport"],
      exclude: ["Fixtures"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "DecodeEngineTests",
      dependencies: ["DecodeEngine", "ServingMath", "Quantities", "TestSupport"],
      exclude: ["Fixtures"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "ClusterSimulatorTests",
      dependencies: ["ClusterSimulator", "Quantities", "ServingMath"],
      swiftSettings: settings
    ),
    // What tests share: books in fresh folders, the built tool, the engine's references, seeded numbers.
    .target(
      name: "TestSupport",
      dependencies: ["Literate", "CellRuntime", "Quantities"],
      path: "Tests/TestSupport",
      swiftSettings: settings
    ),
    .testTarget(
      name: "LiterateTests",
      dependencies: ["Literate", "CellRuntime", "Quantities", "TestSupport"],
      exclude: ["Fixtures"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "Literate", "CellRuntime", "Quantities", "ServingMath", "TestSupport",
        .product(name: "Yams", package: "Yams"),
      ],
      exclude: ["Fixtures"],
      swiftSettings: settings
    ),
  ]
)
