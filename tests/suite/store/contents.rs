//! What the whole database holds, and a copy of it.

use super::Store;
use harness::{Engine, binary::Folder, on_both_engines};
use samverkan_service::store::contents::SqliteCopy;
use std::fs;

on_both_engines!(what_a_database_holds_is_counted_and_copied,);

async fn what_a_database_holds_is_counted_and_copied(engine: Engine) {
    let store = Store::open(engine).await;
    let mut tx = store.database.read().await.unwrap();
    let snapshot = tx.exported_snapshot().await.unwrap();
    assert_eq!(snapshot.is_some(), engine == Engine::Postgres);
    let held = tx.contents().await.unwrap();
    assert!(held.schema >= 17 && held.rows["person"] == 0, "{held:?}");
    assert!(held.rows.len() > 60, "{held:?}");
    tx.rollback().await.unwrap();
    // The first thing that differs is named.
    assert_eq!(held.difference(&held), None);
    let mut other = held.clone();
    *other.rows.get_mut("person").unwrap() += 1;
    let said = held.difference(&other).unwrap();
    assert_eq!(said, "person: 0 rows became 1 rows");
    other.clone_from(&held);
    other.rows.remove("person");
    assert!(held.difference(&other).unwrap().contains("no table"));
    other.clone_from(&held);
    other.trail = "00".to_owned();
    assert!(held.difference(&other).is_some());
    let folder = Folder::new();
    fs::create_dir_all(&folder.0).unwrap();
    let file = folder.0.join("copy");
    store.database.copy_into(&file).await.unwrap();
    assert_eq!(file.exists(), engine == Engine::Sqlite);
    if engine == Engine::Sqlite {
        let copy = SqliteCopy::open(&file).await.unwrap();
        assert_eq!(copy.damage().await.unwrap(), None);
        let mut tx = copy.read().await.unwrap();
        assert_eq!(tx.contents().await.unwrap(), held);
        tx.rollback().await.unwrap();
        copy.close().await;
    }
}
