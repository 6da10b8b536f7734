//! Who had been at a meeting on a day, before it was kept of which.

use super::upgrade::{first_schema, id, run};
use harness::{Engine, on_both_engines, sql};

on_both_engines!(a_day_with_one_meeting_tells_which_it_was);

/// A day on which somebody was at a meeting: with one to come to, it was that; with two, nobody knows.
async fn a_day_with_one_meeting_tells_which_it_was(engine: Engine) {
    let (_test_database, database) = first_schema(engine).await;
    let before = ["0001_initial.sql", "0002_admissions.sql"];
    run(&database, engine, &before).await;
    let at = match engine {
        Engine::Sqlite => "1795424400000000",
        Engine::Postgres => "TIMESTAMPTZ '2026-11-23 09:00:00Z'",
    };
    let yes = match engine {
        Engine::Sqlite => "1",
        Engine::Postgres => "TRUE",
    };
    // 13 is the application of a member of the cohort that has a session on the eighteenth; 12 is not
    // in the cohort. On the nineteenth there are two for everybody, on the twentieth a cancelled one.
    for (n, day, state) in [
        (40, "2027-01-19", "published"),
        (41, "2027-01-19", "published"),
        (42, "2027-01-20", "published"),
        (43, "2027-01-20", "cancelled"),
    ] {
        let session = format!(
            "INSERT INTO session (id, offering_id, title, starts_wall, ends_wall, starts_at, ends_at,
                 mode, compulsory, state, cancel_reason, uid, sequence, created_at, modified_at, revision)
             VALUES ({}, {}, 'Möte', '{day}T10:15', '{day}T12:00', {at}, {at}, 'campus', {yes},
                 '{state}', 'x', 'u{n}@example.se', 0, {at}, {at}, 1)",
            id(engine, n),
            id(engine, 2)
        );
        sql::run(&database, &session).await.unwrap();
    }
    for (n, kind, day) in [
        (13, "meeting", "2027-01-18"),
        (12, "meeting", "2027-01-18"),
        (13, "meeting", "2027-01-19"),
        (12, "meeting", "2027-01-20"),
        (12, "upprop", "2027-01-20"),
    ] {
        let seen = format!(
            "INSERT INTO presence VALUES ({}, '{kind}', '{day}', 'tester', {at})",
            id(engine, n)
        );
        sql::run(&database, &seen).await.unwrap();
    }
    database.migrate().await.unwrap();
    let known = |application, session| {
        format!(
            "SELECT COUNT(*) FROM meeting_presence WHERE application_id = {} AND session_id = {}
               AND noted_by = 'tester'",
            id(engine, application),
            id(engine, session)
        )
    };
    for (application, session, times) in [(13, 32, 1), (12, 32, 0), (13, 40, 0), (12, 42, 1)] {
        let found = sql::number(&database, &known(application, session)).await;
        assert_eq!(found, times, "{application} {session}");
    }
    let all = "SELECT COUNT(*) FROM meeting_presence";
    assert_eq!(sql::number(&database, all).await, 2);
    let days = "SELECT COUNT(*) FROM presence";
    assert_eq!(sql::number(&database, days).await, 5, "nothing is lost");
}
