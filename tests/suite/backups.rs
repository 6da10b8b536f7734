//! The whole database as a file, made while people apply, and a database from it; and nothing is
//! believed that cannot be: damaged files, other engines, databases that hold something already.

use harness::{
    Engine, TestDatabase,
    binary::{Folder, binary, output},
    instance::Instance,
    ok, on_both_engines, on_sqlite, round, sql,
};
use samverkan_service::usecase::Role;
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

on_both_engines!(
    what_goes_in_comes_out,
    a_backup_made_during_the_rush_is_one_moment,
    damage_is_found_before_anything_is_restored,
    nothing_is_written_over,
    a_trail_that_was_tampered_with_is_found,
);
on_sqlite!(a_backup_of_another_engine_is_refused,);

/// The service's own program, on a database.
fn program(url: &str, folder: &Folder, words: &[&str]) -> Output {
    let mut command = Command::new(binary("samverkan-service"));
    command.current_dir(&folder.0).args(words);
    command.env("SAMVERKAN_DATABASE_URL", url);
    command.output().expect("the binary")
}

fn folder() -> Folder {
    let folder = Folder::new();
    fs::create_dir_all(&folder.0).unwrap();
    folder
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&*output.stdout, &*output.stderr].concat()).into_owned()
}

#[track_caller]
fn refused(output: &Output, words: &str) {
    let said = said(output);
    assert!(!output.status.success() && said.contains(words), "{said}");
}

fn manifest(folder: &Folder) -> Value {
    let text = fs::read(folder.0.join("kopia.json")).unwrap();
    serde_json::from_slice(&text).unwrap()
}

async fn what_goes_in_comes_out(engine: Engine) {
    let (service, _) = round::full(engine).await;
    service.tick().await;
    let folder = folder();
    let made = program(service.database_url(), &folder, &["backup", "kopia"]);
    let made = output(&made);
    assert!(
        made.contains("Backed up kopia") && made.contains("secret key"),
        "{made}"
    );
    let target = TestDatabase::create_empty(engine).await;
    let restored = program(&target.url, &folder, &["restore", "kopia"]);
    let restored = output(&restored);
    assert!(restored.contains("the audit trail is whole"), "{restored}");
    // Row by row what it was.
    let before = service.snapshot().await;
    assert!(before["application"].len() > 50 && before["audit"].len() > 100);
    assert!(target.snapshot().await == before, "something differs");
    // And it works.
    let copy = Instance::on_copy(&service, &target.url).await;
    let verified = ok(copy
        .staff(Role::Auditor)
        .await
        .get("/api/v1/audit/verification")
        .await);
    assert_eq!(verified["sound"], true, "{verified}");
    // Only its owner reads it: it is everything.
    for name in ["kopia", "kopia.json"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder.0.join(name)).unwrap().permissions();
        assert_eq!(mode.mode() & 0o777, 0o600, "{name}");
    }
}

async fn a_backup_made_during_the_rush_is_one_moment(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let mut applicants = Vec::new();
    for n in 1..=30 {
        applicants.push(service.participant(n, "larare").await.0);
    }
    let folder = folder();
    let place = format!("/api/v1/offerings/{}/applications", round::OFFERING);
    let url = service.database_url().to_owned();
    let (backing_up, where_to) = (url.clone(), folder.0.clone());
    let made = tokio::task::spawn_blocking(move || {
        let mut command = Command::new(binary("samverkan-service"));
        command.current_dir(where_to).args(["backup", "kopia"]);
        command.env("SAMVERKAN_DATABASE_URL", backing_up);
        command.output().expect("the binary")
    });
    for client in &applicants {
        ok(client
            .post(&place, &json!({ "channel": "OPEN-DEMO" }))
            .await);
    }
    output(&made.await.unwrap());
    let target = TestDatabase::create_empty(engine).await;
    output(&program(&target.url, &folder, &["restore", "kopia"]));
    // Each application is there with its decision and its letter, or none of them is.
    let instance = Instance::on(&target.url).await;
    let count = async |query: &str| sql::number(&instance.app.database, query).await;
    let applications = count("SELECT COUNT(*) FROM application").await;
    let decided = count("SELECT COUNT(*) FROM admission").await;
    let traced = "SELECT COUNT(*) FROM audit WHERE action = 'application.received'";
    assert_eq!((decided, count(traced).await), (applications, applications));
}

/// The backup with one octet changed in its middle, and that of a file cut short.
async fn damage_is_found_before_anything_is_restored(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let folder = folder();
    output(&program(
        service.database_url(),
        &folder,
        &["backup", "kopia"],
    ));
    let file = folder.0.join("kopia");
    let whole = fs::read(&file).unwrap();
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x40;
    let target = TestDatabase::create_empty(engine).await;
    for (octets, why) in [
        (&flipped[..], "its checksum differs"),
        (&whole[..whole.len() - 1], "its length differs"),
    ] {
        fs::write(&file, octets).unwrap();
        let restored = program(&target.url, &folder, &["restore", "kopia"]);
        refused(&restored, why);
    }
    fs::write(&file, &whole).unwrap();
    // A description that tells of more than there is.
    let mut told = manifest(&folder);
    let people = told["contents"]["rows"]["person"].as_i64().unwrap();
    told["contents"]["rows"]["person"] = json!(people + 1);
    let beside = folder.0.join("kopia.json");
    fs::write(&beside, told.to_string()).unwrap();
    let restored = program(&target.url, &folder, &["restore", "kopia"]);
    refused(&restored, "person: ");
    fs::write(&beside, "{}").unwrap();
    let restored = program(&target.url, &folder, &["restore", "kopia"]);
    refused(&restored, "is no description of a backup");
}

async fn nothing_is_written_over(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let url = service.database_url();
    let folder = folder();
    output(&program(url, &folder, &["backup", "kopia"]));
    let before = fs::read(folder.0.join("kopia")).unwrap();
    refused(
        &program(url, &folder, &["backup", "kopia"]),
        "exists already",
    );
    assert!(fs::read(folder.0.join("kopia")).unwrap() == before);
    let words = match engine {
        Engine::Sqlite => "exists already",
        Engine::Postgres => "is not empty",
    };
    let stored = service.snapshot().await;
    refused(&program(url, &folder, &["restore", "kopia"]), words);
    assert!(service.snapshot().await == stored);
    refused(
        &program(url, &folder, &["restore", "saknas"]),
        "saknas.json",
    );
    // No half of a file stays.
    let names = fs::read_dir(&folder.0)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let parts = names.filter(|path| path.extension().is_some_and(|end| end == "part"));
    assert_eq!(parts.count(), 0);
}

async fn a_trail_that_was_tampered_with_is_found(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    crate::audit::unlock(&service.app.database).await;
    service
        .run_sql("UPDATE audit SET actor = 'nobody' WHERE seq = 2")
        .await;
    let folder = folder();
    let made = program(service.database_url(), &folder, &["backup", "kopia"]);
    refused(&made, "the audit trail is not whole");
    let left: Vec<PathBuf> = fs::read_dir(&folder.0)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    let kept = left
        .iter()
        .any(|path| path.starts_with(folder.0.join("kopia")));
    assert!(!kept, "{left:?}");
}

async fn a_backup_of_another_engine_is_refused(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let folder = folder();
    output(&program(
        service.database_url(),
        &folder,
        &["backup", "kopia"],
    ));
    let target = TestDatabase::create_empty(Engine::Postgres).await;
    let restored = program(&target.url, &folder, &["restore", "kopia"]);
    refused(&restored, "the backup is of sqlite");
    assert!(Path::new(&folder.0.join("kopia")).exists());
}
