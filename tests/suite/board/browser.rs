//! The board in a real browser: in every way it has to work, in every way a journey is walked, and by dragging.

use super::{PLANS, board, cohort_of, movable, now, planned, swap::pair};
use harness::{
    Engine,
    browser::{Browser, View},
    on_both_engines, on_sqlite, text,
};
use samverkan_service::usecase::Role;

on_both_engines!(
    somebody_is_moved_and_back_and_the_plan_committed,
    somebody_is_dragged_and_the_score_follows,
    somebody_is_dragged_onto_another_and_they_change_places,
);

on_sqlite!(the_board_works_in_every_way);

async fn the_board_works_in_every_way(engine: Engine) {
    let (service, plan) = planned(engine).await;
    let second = service.propose(2).await;
    let admin = service.staff_browser(Role::Administrator).await;
    let (person, to) = movable(&service, &plan).await;
    let path = format!("{}/person/{}", board(&plan), text(&person, "person"));
    let (one, other) = pair(&service, &plan).await;
    let swap = format!(
        "{}/person/{}/byt?med={}",
        board(&plan),
        text(&one, "person"),
        text(&other, "person")
    );
    let pages = [
        ("staff", "/personal"),
        ("staff-offerings", "/personal/tillfallen"),
        ("plans", PLANS),
        ("board", &board(&plan)),
        ("board-person", &path),
        ("board-effect", &format!("{path}?till={to}")),
        ("board-swap", &swap),
        (
            "board-weights",
            &format!("{}/vikter?forval=tider", board(&plan)),
        ),
        ("board-commit", &format!("{}/steg/faststall", board(&plan))),
        (
            "board-compare",
            &format!("{}/jamfor?med={}", board(&plan), text(&second, "id")),
        ),
    ];
    let browser = Browser::start().await;
    browser.look_at_as(&service, &admin, &pages).await;
}

async fn somebody_is_moved_and_back_and_the_plan_committed(engine: Engine) {
    let browser = Browser::start().await;
    for &view in View::journeys(engine) {
        let (service, plan) = planned(engine).await;
        let admin = service.staff_browser(Role::Administrator).await;
        let (person, to) = movable(&service, &plan).await;
        let (name, from) = (text(&person, "name"), text(&person, "cohort"));
        let tab = browser.open_as(view, &service, &admin).await;
        tab.go(&service, "/personal").await;
        tab.follow("Kurstillfällen").await;
        tab.follow("Grupper SA123A-V9001V27").await;
        tab.go(&service, &board(&plan)).await;
        tab.follow(&name).await;
        let choices = tab.text("fieldset").await;
        let mut lines = choices.lines().map(str::trim);
        let label = lines.find(|line| line.starts_with(&to));
        tab.choose(label.unwrap()).await;
        tab.press("Visa vad det skulle kosta").await;
        tab.press(&format!("Flytta {name} till {to}")).await;
        assert!(tab.text("[role=status]").await.contains(&to));
        tab.check("board-moved").await;
        assert_eq!(cohort_of(&now(&service, &plan).await, &person), to);
        tab.press("Ångra flytten").await;
        assert_eq!(cohort_of(&now(&service, &plan).await, &person), from);
        // Locked, and let go.
        for (press, said) in [("Lås i gruppen", "är låst"), ("Lås upp", "inte låst")] {
            tab.go(&service, &board(&plan)).await;
            tab.follow(&name).await;
            tab.press(press).await;
            assert!(tab.text("[role=status]").await.contains(said));
        }
        tab.go(&service, &board(&plan)).await;
        tab.follow("Fastställ").await;
        tab.press("Fastställ").await;
        let said = tab.text("[role=status]").await;
        assert!(said.contains("Grupperna gäller nu"), "{said}");
        tab.check("board-committed").await;
        assert_eq!(now(&service, &plan).await["state"], "committed");
        tab.follow("Ångra fastställandet").await;
        tab.press("Ångra fastställandet").await;
        let said = tab.text("[role=status]").await;
        assert!(said.contains("Det som gällde före"), "{said}");
        tab.close().await;
    }
}

async fn somebody_is_dragged_onto_another_and_they_change_places(engine: Engine) {
    let (service, plan) = planned(engine).await;
    let admin = service.staff_browser(Role::Administrator).await;
    let (one, other) = pair(&service, &plan).await;
    let (from, to) = (text(&one, "cohort"), text(&other, "cohort"));
    let (name, other_name) = (text(&one, "name"), text(&other, "name"));
    let held = format!("[data-person='{}']", text(&one, "person"));
    let aim = format!("[data-person='{}']", text(&other, "person"));
    let browser = Browser::start().await;
    let tall = View {
        height: 4800,
        ..View::DESKTOP
    };
    let tab = browser.open_as(tall, &service, &admin).await;
    tab.go(&service, &board(&plan)).await;
    let says = format!("{name} till {to} och {other_name} till {from}:");
    let said = tab.drag(&held, &aim, &says).await;
    assert!(said.contains("poäng"), "{said}");
    let after = now(&service, &plan).await;
    assert_eq!(
        (cohort_of(&after, &one), cohort_of(&after, &other)),
        (to.clone(), from.clone())
    );
    let done = format!("{name} är nu i {to} och {other_name} i {from}.");
    assert_eq!(tab.text("[role=status]").await, done);
    tab.check("board-swapped").await;
    // What breaks a rule is said, and not done.
    let locks = serde_json::json!({ "people": [other["person"]], "locked": true });
    let api = format!("/api/v1/cohort-plans/{}/locks", text(&plan, "id"));
    harness::ok(service.act(&api, &after, &locks).await);
    tab.go(&service, &board(&plan)).await;
    let said = tab.drag(&held, &aim, "går inte").await;
    assert!(said.contains(&other_name), "{said}");
    let still = now(&service, &plan).await;
    assert_eq!(
        (cohort_of(&still, &one), cohort_of(&still, &other)),
        (to, from)
    );
}

async fn somebody_is_dragged_and_the_score_follows(engine: Engine) {
    let (service, plan) = planned(engine).await;
    let admin = service.staff_browser(Role::Administrator).await;
    let (person, to) = movable(&service, &plan).await;
    let (name, id) = (text(&person, "name"), text(&person, "person"));
    let browser = Browser::start().await;
    let tall = View {
        height: 4800,
        ..View::DESKTOP
    };
    let tab = browser.open_as(tall, &service, &admin).await;
    tab.go(&service, &board(&plan)).await;
    let held = format!("[data-person='{id}']");
    let aim = format!("[data-cohort='{to}']");
    let said = tab.drag(&held, &aim, &format!("{name} till {to}:")).await;
    assert!(
        said.contains("poäng") || said.contains("lika bra"),
        "{said}"
    );
    assert_eq!(cohort_of(&now(&service, &plan).await, &person), to);
    assert!(tab.text("[role=status]").await.contains("är flyttad"));
    // What breaks a rule is said, and stays where it is.
    let locks = serde_json::json!({ "people": [id], "locked": true });
    let api = format!("/api/v1/cohort-plans/{}/locks", text(&plan, "id"));
    let seen = now(&service, &plan).await;
    harness::ok(service.act(&api, &seen, &locks).await);
    tab.go(&service, &board(&plan)).await;
    let back = format!("[data-cohort='{}']", text(&person, "cohort"));
    let said = tab.drag(&held, &back, "går inte").await;
    assert!(said.contains(&name), "{said}");
    assert_eq!(cohort_of(&now(&service, &plan).await, &person), to);
}
