//! The shapes of what the command line prints by itself: the committed ones are today's, and name every command.

use harness::binary::binary;
use serde_json::Value;
use std::{fs, process::Command};

#[test]
fn the_committed_schemas_are_todays() {
    let committed = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas/cli.json");
    let committed = fs::read_to_string(committed).expect("the schemas");
    let printed = Command::new(binary("samverkan")).arg("schema").output();
    let printed = String::from_utf8(printed.expect("the binary").stdout).expect("text");
    assert!(
        printed == committed,
        "run: samverkan schema > schemas/cli.json"
    );
    // Each command's shape is there.
    let schemas: Value = serde_json::from_str(&committed).expect("JSON");
    let commands = schemas["commands"].as_object().expect("commands");
    for (command, shape) in commands {
        let name = shape["$ref"]
            .as_str()
            .and_then(|shape| shape.strip_prefix("#/$defs/"));
        let shape = name.and_then(|name| schemas["$defs"].get(name));
        assert!(shape.is_some_and(Value::is_object), "{command}");
    }
}
