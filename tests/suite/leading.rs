//! The pages of those who lead cohorts, and the roll-call: own cohorts only, names and aliases and
//! nothing more, and marks that do not undo each other.

mod browser;
mod needs;

use harness::{
    Engine, Reply, TestService,
    browsing::{Browsing, csrf},
    office::{leads_to, says, written},
    on_both_engines,
    round::{self, OFFERING},
    sql, text,
};
use hyper::{Method, StatusCode};
use samverkan_domain::id::{CohortId, PersonId};
use samverkan_service::usecase::Role;
use serde_json::{Value, json};

on_both_engines!(
    who_leads_sees_names_and_aliases_and_nothing_more,
    others_cohorts_do_not_exist,
    who_came_is_noted_and_taken_back,
    two_who_note_at_once_do_not_undo_each_other,
    what_has_not_been_cannot_be_noted,
    staff_call_the_roll_and_register,
);

/// Cohorts in force, led by participant 91 and, all but the first, by 92; on the day of a meeting.
struct Led {
    service: TestService,
    cohorts: Vec<Value>,
}

/// A morning on which the course has begun.
const MORNING: &str = "2027-01-22T07:00:00Z";

impl Led {
    async fn begin(engine: Engine) -> Self {
        let (mut service, _) = round::full(engine).await;
        let wanted = json!({ "seed": 1, "protected_ok": ["G01"] });
        let plan = harness::ok(service.propose_reply(&wanted).await);
        service.commit(&plan).await;
        let cohorts = service.cohorts().await;
        let (_, anna) = service.participant(91, "larare").await;
        let (_, bo) = service.participant(92, "kurator").await;
        let mut tx = service.app.write_as_service().await.unwrap();
        let person = |id: &str| PersonId(id.parse().unwrap());
        for (n, cohort) in cohorts.iter().enumerate() {
            let cohort = CohortId(text(cohort, "id").parse().unwrap());
            if n == 0 {
                tx.put_leader(cohort, person(&anna)).await.unwrap();
            } else {
                tx.put_leader(cohort, person(&bo)).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
        let code = text(&cohorts[0], "id");
        for (title, cohort, day) in [
            ("Första träffen", Some(&code), "2027-01-21"),
            ("För alla", None, "2027-01-20"),
            ("Längre fram", Some(&code), "2027-03-04"),
        ] {
            let mut new = json!({
                "title": title, "mode": "online", "starts": format!("{day}T16:15"),
                "ends": format!("{day}T17:30"), "online_url": "https://zoom.example/j/1",
            });
            if let Some(cohort) = cohort {
                new["cohort"] = json!(cohort);
            }
            service.schedule(&new).await;
        }
        service.clock_to(MORNING);
        service.sign_staff_in_again().await;
        Self { service, cohorts }
    }

    fn path(&self, n: usize) -> String {
        format!("/mina-grupper/{}", text(&self.cohorts[n], "id"))
    }

    async fn session(&self, title: &str) -> String {
        let sessions = self.service.sessions().await;
        let found = sessions.iter().find(|one| text(one, "title") == title);
        text(found.unwrap(), "id")
    }

    async fn noted(&self, kind: &str) -> i64 {
        let query = format!("SELECT COUNT(*) FROM presence WHERE kind = '{kind}'");
        sql::number(&self.service.app.database, &query).await
    }
}

/// The applications on a list, in its order.
fn listed(page: &Reply) -> Vec<String> {
    let html = page.text();
    let boxes = html.split("name=\"har[]\" id=\"har-").skip(1);
    boxes.map(|rest| rest[..36].to_owned()).collect()
}

fn ticked(page: &Reply) -> usize {
    page.text().matches(" checked>").count()
}

/// Sends the list with these ticked, as a browser does that was shown `page`.
async fn send(browser: &mut Browsing, page: &Reply, path: &str, ticks: &[&String]) -> Reply {
    let mut body = format!("csrf={}", csrf(page));
    let html = page.text();
    for shown in html.split("name=\"var[]\" value=\"").skip(1) {
        body += &format!("&var[]={}", &shown[..36]);
    }
    for tick in ticks {
        body += &format!("&har[]={tick}");
    }
    browser.send(Method::POST, path, &body).await
}

async fn who_leads_sees_names_and_aliases_and_nothing_more(engine: Engine) {
    let led = Led::begin(engine).await;
    let mut hers = led.service.browser_of(91).await;
    says(&hers.get("/min-sida").await, &["href=\"/mina-grupper\""]);
    let code = text(&led.cohorts[0], "code");
    let list = hers.get("/mina-grupper").await;
    says(&list, &[&code, OFFERING]);
    assert_eq!(list.text().matches("href=\"/mina-grupper/").count(), 1);
    let page = hers.get(&led.path(0)).await;
    says(
        &page,
        &["Första träffen", "För alla", "Längre fram", "Upprop"],
    );
    let upprop = hers.get(&format!("{}/upprop", led.path(0))).await;
    let members = led.cohorts[0]["members"].as_array().unwrap();
    assert_eq!(listed(&upprop).len(), members.len());
    let (mut aliases, mut names) = (0, 0);
    for member in members {
        let path = format!("/api/v1/people/{}", text(member, "person"));
        let real = harness::ok(led.service.officer.get(&path).await);
        let shown = harness::ok(led.service.admin.get(&path).await);
        let (real_name, shown_name) = (
            written(&text(&real, "name")),
            written(&text(&shown, "name")),
        );
        for page in [&page, &upprop] {
            assert!(page.text().contains(&shown_name), "{shown_name}");
            let betrayed = real_name != shown_name && page.text().contains(&real_name);
            assert!(!betrayed, "{real_name}");
            let address = real["email"].as_str().unwrap_or("nobody@");
            assert!(!page.text().contains(address), "{address}");
        }
        if real_name == shown_name {
            names += 1;
        } else {
            aliases += 1;
        }
    }
    assert!(names > 0 && aliases > 0, "{names} names, {aliases} aliases");
    // No numbers that could be identity numbers, masked or not.
    assert!(!page.text().contains("•") && !upprop.text().contains("•"));
    // Who leads nothing has an empty page, and no way to it.
    let mut nobody = Browsing::new(&led.service.anyone);
    nobody.sign_in(&led.service, "ingen@example.org").await;
    says(
        &nobody.get("/mina-grupper").await,
        &["Du leder ingen grupp"],
    );
    assert!(
        !nobody
            .get("/min-sida")
            .await
            .text()
            .contains("/mina-grupper")
    );
    let mut anyone = Browsing::new(&led.service.anyone);
    let sent = anyone.get(&led.path(0)).await;
    assert!(sent.header("location").starts_with("/logga-in?till="));
}

async fn others_cohorts_do_not_exist(engine: Engine) {
    let led = Led::begin(engine).await;
    let mut hers = led.service.browser_of(91).await;
    // A participant of the cohort does not lead it either.
    let mut member = Browsing::new(&led.service.anyone);
    let address = "rebecka.qvarnstrom@student.example";
    member.sign_in(&led.service, address).await;
    let own = format!("{}/upprop", led.path(0));
    let page = hers.get(&own).await;
    let application = listed(&page).remove(0);
    let session = led.session("Första träffen").await;
    let nobody = "01a207a2-3280-7010-9283-40f9eb9faa1c";
    for path in [
        led.path(1),
        format!("{}/upprop", led.path(1)),
        format!("{}/mote/{session}", led.path(1)),
        format!("{}/mote/{nobody}", led.path(0)),
        format!("/mina-grupper/{nobody}"),
        "/mina-grupper/x".to_owned(),
    ] {
        assert_eq!(
            hers.get(&path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
        if path.contains("/upprop") || path.contains("/mote/") {
            let sent = send(&mut hers, &page, &path, &[&application]).await;
            assert_eq!(sent.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    for path in [led.path(0), own.clone()] {
        assert_eq!(member.get(&path).await.status, StatusCode::NOT_FOUND);
    }
    // Another cohort's people are not on the list.
    let mut his = led.service.browser_of(92).await;
    let his_page = his.get(&format!("{}/upprop", led.path(1))).await;
    let other = listed(&his_page).remove(0);
    let sent = send(&mut hers, &page, &own, &[&application, &other]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sent.text().contains("Listan har ändrats"));
    // A form that is not ours.
    let sent = hers
        .send(Method::POST, &own, &format!("har[]={application}"))
        .await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    assert_eq!(led.noted("upprop").await, 0);
}

async fn who_came_is_noted_and_taken_back(engine: Engine) {
    let led = Led::begin(engine).await;
    let mut hers = led.service.browser_of(91).await;
    let meeting = format!(
        "{}/mote/{}",
        led.path(0),
        led.session("Första träffen").await
    );
    let all = format!("{}/mote/{}", led.path(0), led.session("För alla").await);
    let upprop = format!("{}/upprop", led.path(0));
    for (path, kind, day) in [
        (&meeting, "meeting", "2027-01-21"),
        (&all, "meeting", "2027-01-20"),
        (&upprop, "upprop", "2027-01-22"),
    ] {
        let before = led.noted(kind).await;
        let page = hers.get(path).await;
        let people = listed(&page);
        assert_eq!(ticked(&page), 0);
        let sent = send(&mut hers, &page, path, &[&people[0], &people[1]]).await;
        leads_to(&sent, &format!("{path}?klart=sparat"));
        let page = hers.get(&format!("{path}?klart=sparat")).await;
        says(&page, &["Sparat.", &format!("2 av {}", people.len())]);
        assert_eq!((ticked(&page), led.noted(kind).await), (2, before + 2));
        // One was a mistake.
        let sent = send(&mut hers, &page, path, &[&people[1]]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        assert_eq!(led.noted(kind).await, before + 1);
        let query = format!("SELECT COUNT(*) FROM presence WHERE on_day = '{day}'");
        assert_eq!(sql::number(&led.service.app.database, &query).await, 1);
    }
    // The trail knows who, and holds no name.
    let trail =
        "SELECT COUNT(*) FROM audit WHERE action = 'presence.noted' AND actor LIKE 'person:%'";
    assert_eq!(sql::number(&led.service.app.database, trail).await, 6);
}

async fn two_who_note_at_once_do_not_undo_each_other(engine: Engine) {
    let led = Led::begin(engine).await;
    let path = format!("{}/upprop", led.path(0));
    let (mut one, mut two) = (
        led.service.browser_of(91).await,
        led.service.browser_of(91).await,
    );
    let (first, second) = (one.get(&path).await, two.get(&path).await);
    let people = listed(&first);
    send(&mut one, &first, &path, &[&people[0]]).await;
    send(&mut two, &second, &path, &[&people[1]]).await;
    assert_eq!(ticked(&one.get(&path).await), 2);
    // Staff see it too, and what they take back is taken back.
    let mut staff = led.service.staff_browser(Role::Administrator).await;
    let path = format!("/personal/tillfallen/{OFFERING}/upprop");
    let page = staff.get(&path).await;
    assert_eq!(ticked(&page), 2);
    send(&mut staff, &page, &path, &[&people[1]]).await;
    assert_eq!(led.noted("upprop").await, 1);
}

async fn what_has_not_been_cannot_be_noted(engine: Engine) {
    let led = Led::begin(engine).await;
    let mut hers = led.service.browser_of(91).await;
    let upprop = hers.get(&format!("{}/upprop", led.path(0))).await;
    let person = listed(&upprop).remove(0);
    let later = format!("{}/mote/{}", led.path(0), led.session("Längre fram").await);
    let page = hers.get(&later).await;
    says(&page, &["Dagen har inte varit än"]);
    assert!(listed(&page).is_empty());
    let sent = send(&mut hers, &upprop, &later, &[&person]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sessions = led.service.sessions().await;
    let first = sessions.iter().find(|one| one["title"] == "Första träffen");
    led.service.cancel(first.unwrap(), "sjukdom").await;
    let off = format!("{}/mote/{}", led.path(0), text(first.unwrap(), "id"));
    says(&hers.get(&off).await, &["Mötet är inställt"]);
    let sent = send(&mut hers, &upprop, &off, &[&person]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(led.noted("meeting").await, 0);
}

async fn staff_call_the_roll_and_register(engine: Engine) {
    let led = Led::begin(engine).await;
    let path = format!("/personal/tillfallen/{OFFERING}/upprop");
    let register = format!("{path}/registrera");
    let mut auditor = led.service.staff_browser(Role::Auditor).await;
    assert_eq!(auditor.get(&path).await.status, StatusCode::FORBIDDEN);
    let mut hers = led.service.browser_of(91).await;
    let sent = hers.get(&path).await;
    assert!(sent.header("location").starts_with("/logga-in?stark=ja"));
    let mut staff = led.service.staff_browser(Role::Administrator).await;
    says(
        &staff.get("/personal/tillfallen").await,
        &[&format!("href=\"{path}\"")],
    );
    let page = staff.get(&path).await;
    says(&page, &["Stoppas", "Vilka är här?"]);
    assert!(!page.text().contains("Dragan Özdemir"), "an alias");
    assert!(!page.text().contains("/registrera"), "nobody to register");
    let people = listed(&page);
    let sent = send(&mut staff, &page, &path, &people.iter().collect::<Vec<_>>()).await;
    leads_to(&sent, &format!("{path}?klart=sparat"));
    let page = staff.get(&path).await;
    let done = staff.submit(&page, &register, &[]).await;
    leads_to(&done, &format!("{path}?klart=registrerat"));
    let registered = "SELECT COUNT(*) FROM application WHERE state = 'registered'";
    let registered = sql::number(&led.service.app.database, registered).await;
    let stopped = page.text().matches("Stoppas").count();
    assert_eq!(registered, i64::try_from(people.len() - stopped).unwrap());
    let refused = staff.send(Method::POST, &register, "").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let missing = staff.get("/personal/tillfallen/FINNS-INTE/upprop").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}
