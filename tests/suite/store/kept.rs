//! What is kept for later: answers under a key, mappings, import runs, registers.

use super::{ODD_TEXT, Store, assert_conflict, instant, now};
use harness::{Engine, on_both_engines};
use samverkan_domain::id::ImportId;
use samverkan_service::store::{
    idempotency::IdempotencyRow,
    import::{ImportRow, MappingRow},
    registry::{ProfessionRow, ProgrammeRow, WorkplaceRow},
};

on_both_engines!(
    answers_under_a_key,
    mappings_are_replaced,
    imports_newest_first,
    registers_are_kept,
);

async fn answers_under_a_key(engine: Engine) {
    let store = Store::open(engine).await;
    let mut tx = store.write().await;
    assert!(tx.claim_key(b"\0key", b"print").await.unwrap());
    assert!(!tx.claim_key(b"\0key", b"other").await.unwrap());
    tx.keep_answer(b"\0key", i64::MAX, ODD_TEXT).await.unwrap();
    let kept = IdempotencyRow {
        fingerprint: b"print".to_vec(),
        status: i64::MAX,
        answer: ODD_TEXT.to_owned(),
    };
    assert_eq!(tx.kept_answer(b"\0key").await.unwrap(), Some(kept));
    assert_eq!(tx.kept_answer(b"key").await.unwrap(), None);
    assert_eq!(tx.forget_answers_before(now()).await.unwrap(), 0);
    let later = instant("2026-11-23T09:00:00.000001Z");
    assert_eq!(tx.forget_answers_before(later).await.unwrap(), 1);
    assert!(tx.claim_key(b"\0key", b"again").await.unwrap());
}

async fn mappings_are_replaced(engine: Engine) {
    let store = Store::open(engine).await;
    let mut row = MappingRow {
        name: "Övrigt 'x'".to_owned(),
        kind: "admissions".to_owned(),
        columns: format!("{{\"a\":{ODD_TEXT:?}}}"),
        revision: 1,
    };
    let mut tx = store.write().await;
    assert_eq!(tx.put_mapping(&row).await.unwrap(), 1);
    assert_eq!(tx.mapping(&row.name).await.unwrap().as_ref(), Some(&row));
    row.kind = "sessions".to_owned();
    row.revision = 2;
    assert_eq!(tx.put_mapping(&row).await.unwrap(), 2);
    assert_eq!(tx.mappings().await.unwrap(), [row]);
    assert_eq!(tx.mapping("").await.unwrap(), None);
}

async fn imports_newest_first(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let old = ImportRow {
        id: store.id(),
        kind: "workplaces".to_owned(),
        offering_id: None,
        file_name: ODD_TEXT.to_owned(),
        file_hash: vec![0, 255],
        report: ODD_TEXT.repeat(5_000),
        created_by: "token:x".to_owned(),
        created_at: instant("2026-11-23T09:00:00.000001Z").into(),
        undone_at: None,
    };
    let new = ImportRow {
        id: store.id(),
        offering_id: Some(offering.0),
        ..old.clone()
    };
    let mut tx = store.write().await;
    tx.insert_import(&old).await.unwrap();
    tx.insert_import(&new).await.unwrap();
    assert_eq!(
        tx.import(ImportId(old.id)).await.unwrap().as_ref(),
        Some(&old)
    );
    assert_eq!(tx.import(ImportId(store.id())).await.unwrap(), None);
    assert_eq!(
        tx.imports(None, 9).await.unwrap(),
        [new.clone(), old.clone()]
    );
    assert_eq!(
        tx.imports(None, 1).await.unwrap(),
        std::slice::from_ref(&new)
    );
    assert_eq!(tx.imports(Some(new.id), 9).await.unwrap(), [old]);
}

async fn registers_are_kept(engine: Engine) {
    let store = Store::open(engine).await;
    let text = str::to_owned;
    let mut tx = store.write().await;
    let mut profession = ProfessionRow {
        code: text("kurator"),
        title_sv: text("Kurator"),
        title_en: text(ODD_TEXT),
        title_key: text("kurator"),
        family: text("social_work"),
        source: text("local"),
        revision: 1,
    };
    assert!(tx.insert_profession_if_absent(&profession).await.unwrap());
    assert!(!tx.insert_profession_if_absent(&profession).await.unwrap());
    let namesake = ProfessionRow {
        code: text("kurator2"),
        ..profession.clone()
    };
    assert!(
        !tx.insert_profession_if_absent(&namesake).await.unwrap(),
        "same title"
    );
    profession.family = text("health");
    profession.title_sv = text("Skolkurator");
    profession.title_key = text("skolkurator");
    assert!(tx.update_profession(&profession).await.unwrap());
    assert!(!tx.update_profession(&profession).await.unwrap(), "stale");
    profession.revision = 2;
    assert_eq!(tx.professions().await.unwrap(), [profession.clone()]);

    let mut programme = ProgrammeRow {
        code: text("LAGRV"),
        title: text(ODD_TEXT),
        family: text("teaching"),
        verified: false,
        revision: 1,
    };
    tx.put_programme(&programme).await.unwrap();
    assert_eq!(tx.programmes().await.unwrap(), [programme.clone()]);
    programme.verified = true;
    programme.revision = 2;
    tx.put_programme(&programme).await.unwrap();
    assert_eq!(tx.programmes().await.unwrap(), [programme]);

    let mut workplace = WorkplaceRow {
        school_unit_code: text("12345678"),
        title: text(ODD_TEXT),
        municipality_code: text("0180"),
        municipality: text("Malmö"),
        revision: 1,
    };
    tx.put_workplace(&workplace).await.unwrap();
    workplace.title = text("Ö");
    workplace.revision = 2;
    tx.put_workplace(&workplace).await.unwrap();
    let title = tx.workplace_title(&workplace.school_unit_code).await;
    assert_eq!(title.unwrap(), Some(text("Ö")));
    assert_eq!(tx.workplace_title("00000000").await.unwrap(), None);
    assert_eq!(tx.workplaces().await.unwrap(), [workplace]);

    assert!(
        tx.insert_profession_if_absent(&ProfessionRow {
            title_key: text("x"),
            ..namesake
        })
        .await
        .unwrap()
    );
    profession.title_key = text("x");
    assert_conflict!(tx.update_profession(&profession).await);
}
