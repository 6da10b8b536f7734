//! The cohort board: who may see it, what it shows, and that every change is made on what its maker
//! has seen.

mod browser;
mod plans;
mod swap;
mod weights;

use harness::{
    Engine, Reply, TestService,
    browsing::{Browsing, csrf},
    office::{leads_to, says, written},
    ok, on_both_engines,
    round::{self, OFFERING},
    text,
};
use hyper::{Method, StatusCode};
use samverkan_service::usecase::Role;
use serde_json::Value;

on_both_engines!(
    only_staff_who_make_cohorts_see_plans,
    the_board_says_what_is_wrong_and_what_it_costs,
    a_move_is_seen_made_and_taken_back,
    a_plan_that_has_changed_is_not_changed_unseen,
    people_are_locked_and_let_go,
    who_is_protected_has_an_alias_and_no_explanation,
    what_is_not_there_is_not_there,
);

const PLANS: &str = "/personal/tillfallen/SA123A-V9001V27/grupper";

/// The round with a plan of it.
pub(crate) async fn planned(engine: Engine) -> (TestService, Value) {
    let (service, _) = round::full(engine).await;
    let plan = service.propose(1).await;
    (service, plan)
}

pub(crate) fn board(plan: &Value) -> String {
    format!("/personal/forslag/{}", text(plan, "id"))
}

/// A plan as the API tells of it now.
pub(crate) async fn now(service: &TestService, plan: &Value) -> Value {
    let path = format!("/api/v1/cohort-plans/{}", text(plan, "id"));
    ok(service.officer.get(&path).await)
}

/// Somebody explained in the plan, and another cohort that they may be moved to.
async fn movable(service: &TestService, plan: &Value) -> (Value, String) {
    let people = plan["people"].as_array().unwrap();
    for person in people.iter().filter(|one| one.get("explanation").is_some()) {
        for cohort in plan["cohorts"].as_array().unwrap() {
            if cohort["code"] == person["cohort"] {
                continue;
            }
            let wanted =
                serde_json::json!({ "person": person["person"], "cohort": cohort["code"] });
            let path = format!(
                "/api/v1/cohort-plans/{}/moves?dry_run=true",
                text(plan, "id")
            );
            let tried = ok(service.admin.post(&path, &wanted).await);
            if tried["breaks"].as_array().unwrap().is_empty() {
                return (person.clone(), text(cohort, "code"));
            }
        }
    }
    panic!("nobody can be moved");
}

fn cohort_of(plan: &Value, person: &Value) -> String {
    let people = plan["people"].as_array().unwrap();
    let found = people.iter().find(|one| one["person"] == person["person"]);
    text(found.unwrap(), "cohort")
}

/// Sends what a form of ours would, with these fields.
async fn post(browser: &mut Browsing, from: &Reply, path: &str, fields: &str) -> Reply {
    let body = format!("csrf={}&{fields}", csrf(from));
    browser.send(Method::POST, path, &body).await
}

async fn only_staff_who_make_cohorts_see_plans(engine: Engine) {
    let (service, plan) = planned(engine).await;
    let board = board(&plan);
    let person = format!("{board}/person/{}", text(&plan["people"][0], "person"));
    let pages = [
        "/personal/tillfallen",
        PLANS,
        &board,
        &person,
        &format!("{board}/steg/faststall"),
        &format!("{board}/jamfor?med={}", text(&plan, "id")),
    ];
    let mut anyone = Browsing::new(&service.anyone);
    let mut auditor = service.staff_browser(Role::Auditor).await;
    let mut admin = service.staff_browser(Role::Administrator).await;
    // The same administrator, with a mailed code alone.
    let mut weak = Browsing::new(&service.anyone);
    weak.sign_in(&service, "administrator@personal.example")
        .await;
    for page in pages {
        let sent = anyone.get(page).await;
        assert!(
            sent.header("location").starts_with("/logga-in?till="),
            "{page}"
        );
        let sent = weak.get(page).await;
        assert!(
            sent.header("location").starts_with("/logga-in?stark=ja"),
            "{page}"
        );
        assert_eq!(
            auditor.get(page).await.status,
            StatusCode::FORBIDDEN,
            "{page}"
        );
        assert_eq!(admin.get(page).await.status, StatusCode::OK, "{page}");
    }
    // Nor does anybody else change anything.
    let page = auditor.get("/mina-inloggningar").await;
    for path in ["flytta", "las", "steg/faststall"] {
        let path = format!("{board}/{path}");
        let refused = post(&mut auditor, &page, &path, "sedd=1").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(now(&service, &plan).await["revision"], plan["revision"]);
}

async fn the_board_says_what_is_wrong_and_what_it_costs(engine: Engine) {
    let (service, plan) = planned(engine).await;
    let mut admin = service.staff_browser(Role::Administrator).await;
    let start = admin.get("/personal").await;
    says(&start, &["href=\"/personal/tillfallen\""]);
    let list = admin.get("/personal/tillfallen").await;
    says(&list, &[&format!("href=\"{PLANS}\"")]);
    let list = admin.get(PLANS).await;
    says(
        &list,
        &[&board(&plan), "<span class=\"tag\">förslag</span>"],
    );
    let page = admin.get(&board(&plan)).await;
    let soft = plan["score"]["soft"].as_i64().unwrap();
    says(
        &page,
        &[
            "Det som inte blev som önskat",
            &format!("{soft} poäng"),
            &text(&plan, "quality"),
            "Jämn blandning av yrkesfamiljer",
            "Alla regler följs",
            "Fastställ",
        ],
    );
    let html = page.text();
    let (wrong, cohorts) = html.split_once("id=\"cohorts\"").unwrap();
    for cohort in plan["cohorts"].as_array().unwrap() {
        for problem in cohort["problems"].as_array().unwrap() {
            let problem = problem.as_str().unwrap();
            assert!(cohorts.contains(problem), "{problem}");
        }
        let mix = cohort["mix"].as_array().unwrap();
        for family in mix {
            assert!(cohorts.contains(family["label"].as_str().unwrap()));
        }
    }
    assert!(wrong.contains("En person är ensam") || !html.contains("En person är ensam"));
    for person in plan["people"].as_array().unwrap() {
        assert!(html.contains(&written(&text(person, "name"))), "{person}");
    }
    admin.language = "en";
    let english = admin.get(&board(&plan)).await.text();
    assert!(english.contains("What is not as wished") && english.contains("<html lang=\"en\">"));
}

async fn a_move_is_seen_made_and_taken_back(engine: Engine) {
    let (service, plan) = planned(engine).await;
    let mut admin = service.staff_browser(Role::Administrator).await;
    let (person, to) = movable(&service, &plan).await;
    let (name, from) = (written(&text(&person, "name")), text(&person, "cohort"));
    let path = format!("{}/person/{}", board(&plan), text(&person, "person"));
    let page = admin.get(&path).await;
    says(
        &page,
        &[&name, "Placerad i", "Flytta till en annan grupp", "poäng"],
    );
    let page = admin.get(&format!("{path}?till={to}")).await;
    says(
        &page,
        &[&format!("Flytta {name} till {to}"), "Poängen går från"],
    );
    assert_eq!(
        now(&service, &plan).await["revision"],
        plan["revision"],
        "looking changes nothing"
    );
    let transfer = format!("{}/flytta", board(&plan));
    let done = admin.submit(&page, &transfer, &[]).await;
    let place = format!(
        "{}?klart=flyttad&vem={}&fran={from}",
        board(&plan),
        text(&person, "person")
    );
    leads_to(&done, &place);
    assert_eq!(cohort_of(&now(&service, &plan).await, &person), to);
    let page = admin.get(&place).await;
    says(
        &page,
        &[
            &format!("{name} är flyttad från {from} till {to}"),
            "Ångra flytten",
        ],
    );
    let done = admin.submit(&page, &transfer, &[]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let after = now(&service, &plan).await;
    assert_eq!(cohort_of(&after, &person), from);
    assert_eq!(after["score"], plan["score"]);
    // Who did it is in the trail, as staff.
    let trail = ok(service
        .admin
        .get("/api/v1/audit?action=cohort_plan.person_moved")
        .await);
    assert!(trail.to_string().contains("\"staff:"), "{trail}");
    // A form that is not of this browser's page does nothing.
    let body = format!("vem={}&till={to}&sedd=3", text(&person, "person"));
    let refused = admin.send(Method::POST, &transfer, &body).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(cohort_of(&now(&service, &plan).await, &person), from);
}

async fn a_plan_that_has_changed_is_not_changed_unseen(engine: Engine) {
    let (service, plan) = planned(engine).await;
    let mut admin = service.staff_browser(Role::Administrator).await;
    let (person, to) = movable(&service, &plan).await;
    let path = format!(
        "{}/person/{}?till={to}",
        board(&plan),
        text(&person, "person")
    );
    let commit = format!("{}/steg/faststall", board(&plan));
    let (move_page, commit_page) = (admin.get(&path).await, admin.get(&commit).await);
    // Somebody else locks her meanwhile.
    let locks = serde_json::json!({ "people": [person["person"]], "locked": true });
    let api = format!("/api/v1/cohort-plans/{}/locks", text(&plan, "id"));
    ok(service.act(&api, &plan, &locks).await);
    let transfer = format!("{}/flytta", board(&plan));
    for (page, path) in [(&move_page, &transfer), (&commit_page, &commit)] {
        let stale = admin.submit(page, path, &[]).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
        let html = stale.text();
        assert!(html.contains("Förslaget har ändrats") && html.contains("Inget har ändrats"));
        assert!(
            html.contains(&format!("href=\"{}\"", board(&plan))),
            "a way on"
        );
    }
    let after = now(&service, &plan).await;
    assert_eq!(after["state"], "proposed");
    assert_eq!(cohort_of(&after, &person), text(&person, "cohort"));
    // Without any revision as well.
    let fields = format!("vem={}&till={to}", text(&person, "person"));
    let refused = post(&mut admin, &move_page, &transfer, &fields).await;
    assert_eq!(refused.status, StatusCode::PRECONDITION_REQUIRED);
    // What breaks a rule is said, and has no button.
    let page = admin.get(&path).await;
    says(&page, &["går inte"]);
    assert!(!page.text().contains(&format!("action=\"{transfer}\"")));
    let fields = format!("{fields}&sedd={}", after["revision"]);
    let refused = post(&mut admin, &page, &transfer, &fields).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains("Flytten bryter mot en regel"));
}

async fn people_are_locked_and_let_go(engine: Engine) {
    let (service, plan) = planned(engine).await;
    let mut admin = service.staff_browser(Role::Administrator).await;
    let person = plan["people"][0].clone();
    let path = format!("{}/person/{}", board(&plan), text(&person, "person"));
    let lock = format!("{}/las", board(&plan));
    for (word, locked) in [("last", true), ("upplast", false)] {
        let page = admin.get(&path).await;
        let done = admin.submit(&page, &lock, &[]).await;
        leads_to(&done, &format!("{}?klart={word}", board(&plan)));
        let after = now(&service, &plan).await;
        let people = after["people"].as_array().unwrap();
        let found = people.iter().find(|one| one["person"] == person["person"]);
        assert_eq!(found.unwrap()["locked"], locked);
        let page = admin.get(&board(&plan)).await;
        assert_eq!(
            page.text().contains("<span class=\"tag\">låst</span>"),
            locked
        );
    }
}

async fn who_is_protected_has_an_alias_and_no_explanation(engine: Engine) {
    let (service, plan) = planned(engine).await;
    let mut admin = service.staff_browser(Role::Administrator).await;
    let mut officer = service.staff_browser(Role::Officer).await;
    let real = service.person("Dragan Özdemir").await;
    let people = plan["people"].as_array().unwrap();
    let shown = people.iter().find(|one| one["person"] == real["id"]);
    let shown = shown.unwrap();
    let alias = text(shown, "name");
    let path = format!("{}/person/{}", board(&plan), text(shown, "person"));
    let closed = format!("{path}?till=G03");
    for page in [
        &board(&plan),
        &path,
        &closed,
        &format!("{}/steg/faststall", board(&plan)),
    ] {
        let html = admin.get(page).await.text();
        assert!(html.contains(&alias), "{page}");
        assert!(!html.contains("Dragan Özdemir"), "{page}");
    }
    let page = admin.get(&path).await;
    says(&page, &["visas inte"]);
    assert!(!page.text().contains("Placerad i") && !page.text().contains("poäng"));
    // Neither why a cohort is closed nor which family.
    let html = admin.get(&board(&plan)).await.text();
    let mark = format!("data-person=\"{}\"", text(shown, "person"));
    let row = html.split(&mark).last().unwrap();
    let row = row.split("</li>").next().unwrap();
    assert!(!row.contains("class=\"note\""), "{row}");
    let html = admin.get(&closed).await.text();
    assert!(
        html.contains("inte är öppen för alla") && !html.contains("skydd"),
        "{html}"
    );
    says(&officer.get(&path).await, &["Dragan Özdemir", "Placerad i"]);
}

async fn what_is_not_there_is_not_there(engine: Engine) {
    let (service, plan) = planned(engine).await;
    let mut admin = service.staff_browser(Role::Administrator).await;
    let nobody = "01a207a2-3280-7010-9283-40f9eb9faa1c";
    let board = board(&plan);
    let person = text(&plan["people"][0], "person");
    for path in [
        "/personal/tillfallen/FINNS-INTE/grupper",
        "/personal/forslag/x",
        &format!("/personal/forslag/{nobody}"),
        &format!("/personal/forslag/{nobody}/person/{person}"),
        &format!("{board}/person/{nobody}"),
        &format!("{board}/person/{person}?till=G99"),
        &format!("{board}/jamfor"),
        &format!("{board}/jamfor?med={nobody}"),
        &format!("{board}/steg/vad"),
    ] {
        let page = admin.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.text().contains("<h1>"), "{path}");
    }
    let page = admin.get(&board).await;
    let fields = format!("sedd={}&vem={nobody}&till=G01", plan["revision"]);
    let moved = post(&mut admin, &page, &format!("{board}/flytta"), &fields).await;
    assert_eq!(moved.status, StatusCode::NOT_FOUND);
    // What stands in the address is nobody's words.
    let page = admin
        .get(&format!("{board}?klart=flyttad&vem={nobody}&fran=%3Cb%3E"))
        .await;
    says(&page, &[OFFERING]);
    assert!(!page.text().contains("Ångra flytten"));
}
