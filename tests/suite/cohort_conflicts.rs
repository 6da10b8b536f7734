//! `samverkan cohort solve` on an instance that has no division: what it says.

use harness::binary::{Folder, binary};
use serde_json::{Value, json};
use std::process::Command;

/// Three people may be in cohort 0 only, which takes two.
fn full() -> Value {
    let person = |id: u32| json!({ "id": id, "cannot": u32::from(id < 3) * 2 });
    json!({
        "format": "cohort-instance/1", "slots": 2, "criteria": [{ "kind": "size", "each": 1 }],
        "participants": (0..6).map(person).collect::<Vec<_>>(),
        "cohorts": [
            { "id": 0, "min": 0, "max": 2, "slots": 1, "target": 2 },
            { "id": 1, "min": 0, "max": 6, "slots": 2, "target": 4 },
        ],
    })
}

/// Exit code and output.
fn solve(instance: &Value, options: &[&str]) -> (Option<i32>, String) {
    let folder = Folder::new();
    std::fs::create_dir(&folder.0).unwrap();
    let (file, out) = (folder.0.join("instance.json"), folder.0.join("out.json"));
    std::fs::write(&file, instance.to_string()).unwrap();
    let ran = Command::new(binary("samverkan"))
        .args(["cohort", "solve"])
        .arg(&file)
        .arg("--out")
        .arg(&out)
        .args(["--iterations", "20000"])
        .args(options)
        .output()
        .unwrap();
    let kept: Value = serde_json::from_slice(&std::fs::read(out).unwrap()).unwrap();
    let said = String::from_utf8(ran.stdout).unwrap();
    if options.contains(&"--json") {
        let said: Value = serde_json::from_str(&said).unwrap();
        assert_eq!(said["conflict"], kept["conflict"], "the file says the same");
    }
    (ran.status.code(), said)
}

#[test]
fn the_conflict_is_told_in_both_languages() {
    let (code, said) = solve(&full(), &["--lang", "sv"]);
    assert_eq!(code, Some(1), "{said}");
    let told = "Ingen indelning kan hålla alla regler:\n\
        \x20 3 personer kan bara vara i grupp 0, där 2 får plats: person 0, person 1 och person 2.\n\
        \x20 Det går om en regel ändras:\n\
        \x20 Låt grupp 0 ta 3 i stället för 2.\n\
        \x20 Lika bra är att i stället släppa en av de här:\n\
        \x20 person 0 kan inte komma till grupp 1.\n\
        \x20 person 1 kan inte komma till grupp 1.\n\
        \x20 person 2 kan inte komma till grupp 1.\n";
    assert!(said.ends_with(told), "{said}");
    let (_, said) = solve(&full(), &["--lang", "en"]);
    let told = "  3 people can only be in cohort 0, where 2 have room: person 0, person 1 and \
                person 2.\n";
    assert!(said.contains(told), "{said}");
}

#[test]
fn the_conflict_is_there_for_scripts() {
    let (code, said) = solve(&full(), &["--json"]);
    assert_eq!(code, Some(1));
    let answer: Value = serde_json::from_str(&said).unwrap();
    let conflict = &answer["conflict"];
    assert_eq!(
        (&conflict["verdict"], &conflict["minimal"]),
        (&json!("proven"), &json!(true))
    );
    let most = json!({ "rule": "at_most", "cohort": 0, "max": 2 });
    let away = |id: u32| json!({ "rule": "available", "participant": id });
    assert_eq!(conflict["rules"], json!([most, away(0), away(1), away(2)]));
    assert_eq!(
        (&conflict["people"], &conflict["cohorts"]),
        (&json!([0, 1, 2]), &json!([0]))
    );
    let relaxation = &conflict["relaxation"];
    assert_eq!(
        (&relaxation["drop"], &relaxation["enough"]),
        (&json!([most]), &json!([3]))
    );
    let places = relaxation["division"]["cohort"].as_array().unwrap();
    assert_eq!(places[..3], [json!(0), json!(0), json!(0)]);
    assert!(conflict["sentences"].as_array().unwrap().len() > 3);
}

/// The control: where there is a division, there is nothing to explain.
#[test]
fn negative_control_no_conflict_where_there_is_none() {
    let mut instance = full();
    instance["cohorts"][0]["max"] = json!(3);
    let (code, said) = solve(&instance, &["--json"]);
    assert_eq!(code, Some(0), "{said}");
    let answer: Value = serde_json::from_str(&said).unwrap();
    assert!(answer.get("conflict").is_none());
}
