//! A database of the first schema, with data in it, is brought up to date: nothing is lost, no
//! reference dangles, and what refused to be changed still does.

use harness::{Engine, TestDatabase, on_both_engines, sql};
use samverkan_service::store::{Database, application::ApplicationFilter};
use sqlx::migrate::Migrator;
use std::{collections::BTreeMap, env, fs};
use uuid::Uuid;

on_both_engines!(
    nothing_is_lost,
    references_hold,
    decisions_are_still_not_changed,
    who_was_asked_before_is_reminded
);

/// Rows of the first schema. `{n}` is the id with that number, `{at}` an instant, `{octet}` an octet,
/// `{yes}` and `{no}` what they say.
const FIRST: &str = "
INSERT INTO course VALUES ({1}, 'SA123A', NULL, 'Samverkan', 'Collaboration', 150, 'A1N', 'Socialt arbete', NULL, '', {yes}, 3);
INSERT INTO offering VALUES ({2}, {1}, 'SA123A-V9001V27', 'VT2027', '2027-01-18', '2027-06-06', 50, 'distance', 'sv', 7, '', 9);
INSERT INTO channel VALUES ({3}, {2}, 'OPEN', 'open', 'Öppen', 'Open', 2, {at}, NULL, 4);
INSERT INTO profession VALUES ('kurator', 'Kurator', 'Counsellor', 'kurator', 'social_work', 'local', 1);
INSERT INTO programme VALUES ('LAGRV', 'Lärarprogrammet', 'teaching', {no}, 1);
INSERT INTO workplace VALUES ('12345678', 'Östra skolan', '0180', 'Stockholm', 1);
INSERT INTO person VALUES ({4}, 'Anna', 'Ek', 'annaek', 'ek anna', 'none', 'sv', 'campus', 'kurator', 'LAGRV', '12345678', NULL, NULL, NULL, {at}, 2);
INSERT INTO person VALUES ({5}, 'Bo', 'Al', 'boal', 'al bo', 'confidential', 'en', NULL, NULL, NULL, NULL, NULL, NULL, NULL, {at}, 1);
INSERT INTO person VALUES ({6}, 'Cia', 'Ö', 'ciaö', 'ö cia', 'none', 'sv', NULL, NULL, NULL, NULL, NULL, NULL, NULL, {at}, 1);
INSERT INTO person VALUES ({7}, 'Dan', 'Ås', 'danås', 'ås dan', 'none', 'sv', NULL, NULL, NULL, NULL, NULL, NULL, NULL, {at}, 1);
INSERT INTO application VALUES ({12}, {2}, {3}, {4}, 'admitted', 'TPAV', 2100, NULL, '90 hp; \"godkända\"', '2027-01-10', {yes}, 'continued', 'LAGRV', 'kurator', '12345678', 'campus', 'K-1', 'FR-7', 'chef@example.se', {no}, NULL, {at}, {at}, 5);
INSERT INTO application VALUES ({11}, {2}, {3}, {4}, 'superseded', NULL, NULL, 1, NULL, NULL, {no}, 'first', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, {12}, {at}, {at}, 2);
INSERT INTO application VALUES ({10}, {2}, {3}, {4}, 'superseded', NULL, NULL, 2, NULL, NULL, {no}, 'first', NULL, NULL, NULL, NULL, NULL, NULL, NULL, {yes}, {11}, {at}, {at}, 2);
INSERT INTO application VALUES ({13}, {2}, {3}, {5}, 'registered', NULL, 0, NULL, NULL, NULL, {no}, 'again', NULL, NULL, NULL, 'distance', NULL, NULL, NULL, NULL, NULL, {at}, {at}, 1);
INSERT INTO application VALUES ({14}, {2}, {3}, {5}, 'withdrawn_before_registration', NULL, NULL, NULL, NULL, NULL, {no}, 'first', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, {at}, {at}, 1);
INSERT INTO application VALUES ({15}, {2}, {3}, {5}, 'withdrawn_early', NULL, NULL, NULL, NULL, NULL, {no}, 'first', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, {13}, {at}, {at}, 1);
INSERT INTO application VALUES ({16}, {2}, {3}, {5}, 'withdrawn_late', NULL, NULL, NULL, NULL, NULL, {no}, 'first', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, {at}, {at}, 1);
INSERT INTO application VALUES ({17}, {2}, {3}, {5}, 'refused', NULL, NULL, NULL, NULL, NULL, {no}, 'first', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, {at}, {at}, 1);
INSERT INTO application VALUES ({18}, {2}, {3}, {6}, 'reserve', 'TPAV', NULL, 1, NULL, NULL, {no}, 'first', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, {at}, {at}, 1);
INSERT INTO application VALUES ({19}, {2}, {3}, {7}, 'submitted', NULL, NULL, NULL, NULL, NULL, {no}, 'first', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, {at}, {at}, 1);
INSERT INTO admission VALUES ({20}, {12}, 'admitted', 'TPAV', NULL, '90 hp; \"godkända\"', 'elsewhere', {no}, NULL, {at});
INSERT INTO admission VALUES ({21}, {18}, 'reserve', 'TPAV', 1, NULL, 'service', {yes}, 'fullt', {at});
INSERT INTO admission VALUES ({22}, {17}, 'refused', NULL, NULL, NULL, 'tester', {no}, 'obehörig', {at});
INSERT INTO registration VALUES ({13}, 'again', '2027-01-18', NULL);
INSERT INTO registration VALUES ({16}, 'first', '2027-01-18', '2027-03-01');
INSERT INTO cohort_set VALUES ({30}, {2}, 'Basgrupper', {at}, 1);
INSERT INTO cohort VALUES ({31}, {30}, 'G01', 5, 9, 7, NULL, {no});
INSERT INTO cohort_member VALUES ({30}, {5}, {31}, {yes}, {at});
INSERT INTO cohort_plan VALUES ({33}, {2}, 'Basgrupper', 'committed', 'basis', '{\"old\":1}', 'token:x', {at}, {at}, 2);
INSERT INTO session VALUES ({32}, {2}, {31}, 'Upprop', '2027-01-18T10:15', '2027-01-18T12:00', {at}, {at}, 'campus', 'L103', NULL, NULL, {yes}, 'published', NULL, 'u@example.se', 0, {at}, {at}, 1);
INSERT INTO feed VALUES ({34}, 'person', {4}, {4}, 'Min telefon', 'sv', {octet}, {at}, NULL, {at}, {octet}, {at});
";

/// A database as the first migration makes it, with rows in it.
pub(super) async fn first_schema(engine: Engine) -> (TestDatabase, Database) {
    let test_database = TestDatabase::create_empty(engine).await;
    let database = Database::connect(&test_database.url).await.unwrap();
    run(&database, engine, &["0001_initial.sql"]).await;
    let (at, yes, no, octet) = match engine {
        Engine::Sqlite => ("1795424400123456", "1", "0", "x'f0'"),
        Engine::Postgres => (
            "TIMESTAMPTZ '2026-11-23 09:00:00.123456Z'",
            "TRUE",
            "FALSE",
            "'\\xf0'::bytea",
        ),
    };
    let mut rows = FIRST.replace("{at}", at).replace("{octet}", octet);
    rows = rows.replace("{yes}", yes).replace("{no}", no);
    for n in 1..=40 {
        rows = rows.replace(&format!("{{{n}}}"), &id(engine, n));
    }
    sql::run(&database, &rows).await.unwrap();
    assert!(database.pending_migrations().await.unwrap() > 0);
    (test_database, database)
}

/// Brings a database as far as these migrations go.
pub(super) async fn run(database: &Database, engine: Engine, names: &[&str]) {
    let folder = env::temp_dir().join(format!(
        "samverkan-upgrade-{}-{}-{}",
        names.len(),
        database.engine(),
        std::process::id()
    ));
    fs::create_dir_all(&folder).unwrap();
    for name in names {
        fs::copy(engine.migrations().join(name), folder.join(name)).unwrap();
    }
    let some = Migrator::new(folder.as_path()).await.unwrap();
    fs::remove_dir_all(&folder).unwrap();
    match database {
        Database::Sqlite { writer, .. } => some.run(writer).await.unwrap(),
        Database::Postgres(pool) => some.run(pool).await.unwrap(),
    }
}

/// The id with a number, as the engine writes it.
pub(super) fn id(engine: Engine, n: u128) -> String {
    let id = Uuid::from_u128(n);
    match engine {
        Engine::Sqlite => format!("x'{}'", id.simple()),
        Engine::Postgres => format!("UUID '{id}'"),
    }
}

/// A query for each table that gives its rows as text, in the columns it has now.
async fn queries(engine: Engine, database: &Database) -> BTreeMap<String, String> {
    let columns = match engine {
        Engine::Sqlite => {
            "SELECT m.name, 'quote(\"' || c.name || '\")'
             FROM sqlite_master m JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' AND m.name NOT LIKE '\\_sqlx%' ESCAPE '\\' ORDER BY 1, c.cid"
        }
        Engine::Postgres => {
            "SELECT CAST(table_name AS TEXT),
                    'COALESCE(CAST(\"' || column_name || '\" AS TEXT), ''NULL'')'
             FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%'
             ORDER BY 1, ordinal_position"
        }
    };
    let mut tables = BTreeMap::<String, Vec<String>>::new();
    for (table, column) in sql::rows::<(String, String)>(database, columns).await {
        tables.entry(table).or_default().push(column);
    }
    let query = |(table, columns): (String, Vec<String>)| {
        let columns = columns.join(" || '|' || ");
        let query = format!("SELECT {columns} FROM \"{table}\" ORDER BY 1");
        (table, query)
    };
    tables.into_iter().map(query).collect()
}

async fn triggers(engine: Engine, database: &Database) -> Vec<(String,)> {
    let query = match engine {
        Engine::Sqlite => {
            "SELECT tbl_name || '.' || name FROM sqlite_master WHERE type = 'trigger' ORDER BY 1"
        }
        Engine::Postgres => {
            "SELECT CAST(c.relname AS TEXT) || '.' || CAST(t.tgname AS TEXT)
             FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
             WHERE NOT t.tgisinternal ORDER BY 1"
        }
    };
    sql::rows(database, query).await
}

async fn nothing_is_lost(engine: Engine) {
    let (_test_database, database) = first_schema(engine).await;
    // Asked by the columns of before: what is added since does not count.
    let queries = queries(engine, &database).await;
    let mut before = BTreeMap::new();
    for (table, query) in &queries {
        before.insert(table, sql::rows::<(String,)>(&database, query).await);
    }
    let count = |table: &str| before[&table.to_owned()].len();
    assert_eq!(
        (count("application"), count("admission"), count("person")),
        (10, 3, 4)
    );
    let guards = triggers(engine, &database).await;
    assert!(guards.len() >= 3, "{guards:?}");

    database.migrate().await.unwrap();
    assert_eq!(database.pending_migrations().await.unwrap(), 0);
    for (table, query) in &queries {
        let after = sql::rows::<(String,)>(&database, query).await;
        assert_eq!(before[table], after, "{table}");
    }
    let guards_now = triggers(engine, &database).await;
    for guard in &guards {
        assert!(guards_now.contains(guard), "{guard:?}");
    }
    // What is new says what was meant before.
    for query in [
        "SELECT COUNT(*) FROM application WHERE standing <> 'eligible' OR findings IS NOT NULL
         OR answer_by IS NOT NULL OR keeps IS NOT NULL OR deferred_to IS NOT NULL",
        "SELECT COUNT(*) FROM admission WHERE template_version <> 1 OR selection_id IS NOT NULL",
        "SELECT COUNT(*) FROM registration WHERE passed_on IS NOT NULL",
        "SELECT COUNT(*) FROM channel WHERE policy <> '{}'",
        "SELECT COUNT(*) FROM offering WHERE cohorts_of IS NOT NULL",
        "SELECT COUNT(*) FROM cohort_set WHERE kind <> 'mixed'",
        "SELECT COUNT(*) FROM cohort WHERE times <> 0 OR language IS NOT NULL OR family IS NOT NULL
         OR needs <> '[]'",
        "SELECT COUNT(*) FROM cohort_plan WHERE record IS NOT NULL OR replaced IS NOT NULL
         OR undoes IS NOT NULL",
        "SELECT COUNT(*) FROM feed WHERE subject_name IS NOT NULL",
        "SELECT COUNT(*) FROM facilitator",
        "SELECT COUNT(*) FROM cohort_leader",
        "SELECT COUNT(*) FROM busy_address",
        "SELECT COUNT(*) FROM notice",
        "SELECT COUNT(*) - 1 FROM notice_digest WHERE sent_at IS NULL",
    ] {
        assert_eq!(sql::number(&database, query).await, 0, "{query}");
    }
    let mut tx = database.read().await.unwrap();
    let all = ApplicationFilter::default();
    let rows = tx.applications(&all, 100).await.unwrap();
    let chain: Vec<_> = rows
        .iter()
        .filter_map(|row| Some((row.id.as_u128(), row.superseded_by?.as_u128())))
        .collect();
    assert_eq!(chain, [(10, 11), (11, 12), (15, 13)]);
    for row in rows {
        row.state().unwrap();
        let decisions = tx.admissions(row.application()).await.unwrap();
        assert_eq!(
            decisions.len(),
            usize::from([12, 17, 18].contains(&row.id.as_u128()))
        );
    }
}

async fn references_hold(engine: Engine) {
    let (_test_database, database) = first_schema(engine).await;
    database.migrate().await.unwrap();
    let dangling = match engine {
        Engine::Sqlite => "SELECT COUNT(*) FROM pragma_foreign_key_check",
        Engine::Postgres => {
            "SELECT COUNT(*) FROM pg_constraint WHERE contype = 'f' AND NOT convalidated"
        }
    };
    assert_eq!(sql::number(&database, dangling).await, 0);
    if engine == Engine::Sqlite {
        // Where a table was built anew, nothing points at its name of the meantime.
        let meantime = "SELECT COUNT(*) FROM sqlite_master WHERE sql LIKE '%\\_new%' ESCAPE '\\'";
        assert_eq!(sql::number(&database, meantime).await, 0);
    }
    for (table, column, value) in [
        ("application", "superseded_by", 99),
        ("application", "keeps", 99),
        ("application", "person_id", 99),
        ("registration", "application_id", 99),
    ] {
        let value = id(engine, value);
        let to_nobody = format!("UPDATE {table} SET {column} = {value}");
        let refused = sql::run(&database, &to_nobody).await;
        assert!(refused.is_err(), "{to_nobody}");
    }
    // 11 is what another is superseded by; 16 is registered.
    for n in [11, 16] {
        let gone = format!("DELETE FROM application WHERE id = {}", id(engine, n));
        assert!(sql::run(&database, &gone).await.is_err(), "{gone}");
    }
    // A cohort of before can be led, by somebody there is.
    let at = match engine {
        Engine::Sqlite => "1795424400123456",
        Engine::Postgres => "TIMESTAMPTZ '2026-11-23 09:00:00.123456Z'",
    };
    for (person, known) in [(4, true), (99, false)] {
        let (cohort, person) = (id(engine, 31), id(engine, person));
        let lead = format!("INSERT INTO cohort_leader VALUES ({cohort}, {person}, {at})");
        assert_eq!(sql::run(&database, &lead).await.is_ok(), known, "{lead}");
    }
    // One active application, one number: as before.
    let template = "UPDATE application SET state = 'submitted' WHERE id = ";
    let again = format!("{template}{}", id(engine, 10));
    assert!(sql::run(&database, &again).await.is_err(), "{again}");
    let template = "UPDATE application SET reserve_position = 1 WHERE id = ";
    let number = format!("{template}{}", id(engine, 10));
    assert!(sql::run(&database, &number).await.is_err(), "{number}");
    // And the states of now are let in.
    let template = "UPDATE application SET state = 'called' WHERE id = ";
    let called = format!("{template}{}", id(engine, 18));
    sql::run(&database, &called).await.unwrap();
}

async fn decisions_are_still_not_changed(engine: Engine) {
    let (_test_database, database) = first_schema(engine).await;
    let statements = [
        "UPDATE admission SET reason = 'another'",
        "DELETE FROM admission",
    ];
    for upgraded in [false, true] {
        if upgraded {
            database.migrate().await.unwrap();
        }
        for statement in statements {
            let refused = sql::run(&database, statement).await;
            assert!(refused.is_err(), "upgraded: {upgraded}, {statement}");
        }
    }
    let kept = "SELECT COUNT(*) FROM admission WHERE reason <> 'another' OR reason IS NULL";
    assert_eq!(sql::number(&database, kept).await, 3);
}

/// From the second schema: who has been asked for an answer is reminded halfway, who is asked for
/// none is not, and no letter that waits is urgent.
async fn who_was_asked_before_is_reminded(engine: Engine) {
    let (_test_database, database) = first_schema(engine).await;
    run(
        &database,
        engine,
        &["0001_initial.sql", "0002_admissions.sql"],
    )
    .await;
    let (changed, by, at) = match engine {
        Engine::Sqlite => ("1795424400000000", "1795597200000000", "1795510800000000"),
        Engine::Postgres => (
            "TIMESTAMPTZ '2026-11-23 09:00:00Z'",
            "TIMESTAMPTZ '2026-11-25 09:00:00Z'",
            "TIMESTAMPTZ '2026-11-24 09:00:00Z'",
        ),
    };
    // 12 is admitted; 13 is registered, whatever was asked before.
    for n in [12, 13] {
        let asked =
            format!("UPDATE application SET changed_at = {changed}, answer_by = {by} WHERE id = ");
        let asked = format!("{asked}{}", id(engine, n));
        sql::run(&database, &asked).await.unwrap();
    }
    let letter = format!(
        "INSERT INTO outbox (id, to_name, to_address, language, letter, created_at, due_at,
                             lease_until, attempts)
         VALUES ({}, '', 'a@example.org', 'sv', '', {changed}, {changed}, {changed}, 0)",
        id(engine, 1)
    );
    sql::run(&database, &letter).await.unwrap();
    assert!(database.pending_migrations().await.unwrap() > 0);
    database.migrate().await.unwrap();
    let halfway = format!("SELECT COUNT(*) FROM application WHERE answer_remind_at = {at}");
    assert_eq!(sql::number(&database, &halfway).await, 1);
    let asked = "SELECT COUNT(*) FROM application WHERE answer_remind_at IS NOT NULL";
    assert_eq!(sql::number(&database, asked).await, 1);
    let given = "SELECT COUNT(*) FROM admission WHERE reason_en IS NOT NULL";
    assert_eq!(sql::number(&database, given).await, 0);
    let mut tx = database
        .write("tester", "2026-11-24T09:00:00Z".parse().unwrap())
        .await
        .unwrap();
    let lease = "2026-11-24T10:00:00Z".parse().unwrap();
    let claimed = tx.claim_messages(lease, 9).await.unwrap();
    assert_eq!((claimed.len(), claimed[0].urgent), (1, false));
    let due = tx.due_answers(9).await.unwrap();
    let due: Vec<_> = due
        .iter()
        .map(|row| (&*row.kind, row.id.as_u128()))
        .collect();
    assert_eq!(due, [("remind_answer", 12)]);
}
