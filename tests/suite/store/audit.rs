//! The trail as it is stored; what it is worth is tested in `crate::audit`.

use super::{ODD_TEXT, Store, instant};
use harness::{Engine, on_both_engines};
use samverkan_domain::fact::Fact;
use samverkan_service::store::audit::AuditFilter;
use serde_json::json;

on_both_engines!(facts_are_appended_on_commit_only, filters_and_pages);

async fn facts_are_appended_on_commit_only(engine: Engine) {
    let store = Store::open(engine).await;
    let subject = store.id();
    let fact = || Fact::new("person.changed", "person", subject);
    let mut tx = store.write().await;
    tx.record(fact());
    tx.rollback().await.unwrap();
    let mut tx = store.write().await;
    tx.record(fact());
    drop(tx);
    assert_eq!(store.read().await.audit_head().await.unwrap(), (0, vec![]));

    let at = "2026-11-23T09:00:00.000001Z";
    let mut tx = store.write_at(at).await;
    assert_eq!((tx.actor(), tx.now()), ("tester", instant(at)));
    tx.record(fact());
    tx.record(
        fact()
            .before(json!({ "odd": ODD_TEXT }))
            .after(json!(null))
            .reason(Some(String::new())),
    );
    assert_eq!(tx.statements(), 0);
    tx.commit().await.unwrap();

    let mut tx = store.read().await;
    let rows = tx.audit_from(0, 10).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(tx.audit_from(1, 10).await.unwrap(), rows[1..]);
    assert_eq!(tx.audit_from(0, 1).await.unwrap(), rows[..1]);
    assert_eq!(tx.audit_head().await.unwrap(), (2, rows[1].hash.clone()));
    let [bare, full] = rows.as_slice() else {
        panic!("two rows")
    };
    assert_eq!(bare.hash, bare.compute_hash(b""));
    assert_eq!(full.hash, full.compute_hash(&bare.hash));
    assert_eq!(
        (bare.at.0, &*bare.actor, bare.subject_id),
        (instant(at), "tester", subject)
    );
    assert_eq!(
        (&bare.before, &bare.after, &bare.reason),
        (&None, &None, &None)
    );
    assert_eq!(full.before, Some(json!({ "odd": ODD_TEXT }).to_string()));
    assert_eq!(full.after.as_deref(), Some("null"));
    assert_eq!(full.reason.as_deref(), Some(""), "empty is not absent");
}

async fn filters_and_pages(engine: Engine) {
    let store = Store::open(engine).await;
    let (anna, bo) = (store.id(), store.id());
    let days = [
        ("2026-01-01T00:00:00Z", "a", anna, "application.admitted"),
        ("2026-02-01T00:00:00Z", "b", anna, "application_x"),
        ("2026-03-01T00:00:00Z", "a", bo, "person.changed"),
    ];
    for (at, actor, subject, action) in days {
        let mut tx = store.database.write(actor, instant(at)).await.unwrap();
        tx.record(Fact::new(action, "thing", subject));
        tx.commit().await.unwrap();
    }
    let none = AuditFilter::default();
    let text = |text: &str| Some(text.to_owned());
    let cases: [(AuditFilter, &[i64]); 7] = [
        (none.clone(), &[3, 2, 1]),
        (
            AuditFilter {
                subject: Some(anna),
                ..none.clone()
            },
            &[2, 1],
        ),
        (
            AuditFilter {
                actor: text("a"),
                ..none.clone()
            },
            &[3, 1],
        ),
        (
            AuditFilter {
                action: text("application"),
                ..none.clone()
            },
            &[2, 1],
        ),
        (
            AuditFilter {
                action: text("application_"),
                ..none.clone()
            },
            &[2],
        ),
        (
            AuditFilter {
                since: Some(instant("2026-02-01T00:00:00Z")),
                ..none.clone()
            },
            &[3, 2],
        ),
        (
            AuditFilter {
                before: Some(2),
                ..none.clone()
            },
            &[1],
        ),
    ];
    let mut tx = store.read().await;
    for (filter, expected) in cases {
        let found = tx.audit(&filter, 10).await.unwrap();
        let found: Vec<i64> = found.iter().map(|row| row.seq).collect();
        assert_eq!(found, expected, "{filter:?}");
    }
    assert_eq!(tx.audit(&none, 1).await.unwrap()[0].seq, 3);
    let wild = AuditFilter {
        action: text("%"),
        ..none
    };
    assert!(
        tx.audit(&wild, 10).await.unwrap().is_empty(),
        "% is a letter"
    );
}
