//! The binary starts. The real tests are in `tests/suite/cli.rs`; because this file is an
//! integration test, Cargo builds the binary whenever it builds the workspace's tests.

use std::process::Command;

#[test]
fn it_starts_and_says_its_version() {
    let output = Command::new(env!("CARGO_BIN_EXE_samverkan"))
        .arg("--version")
        .output();
    let output = output.expect("the binary");
    assert!(output.status.success());
    let version = concat!("samverkan ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(String::from_utf8_lossy(&output.stdout), version);
}
