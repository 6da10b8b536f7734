//! Asking for another cohort: on my page, and what an administrator makes of it.

use super::{leads_to, says, signed_in};
use harness::{
    Client, Engine, Reply, TestService,
    browsing::{Browsing, csrf},
    ok, on_both_engines, problem,
    round::{self, OFFERING},
    text,
};
use hyper::{Method, StatusCode};
use serde_json::{Value, json};

on_both_engines!(
    a_wish_is_granted,
    a_wish_is_refused_or_taken_back,
    others_cohorts_and_wishes_do_not_exist,
    wishes_of_protected_people_are_the_officers,
    a_move_that_breaks_a_rule_is_not_made,
);

const HERE: &str = "/min-sida/schema";
const HANNA: &str = "hanna.dahlgren@student.example";
const PROTECTED: &str = "mans.isaksson@student.example";

/// The round with its cohorts in force.
pub(super) async fn divided(engine: Engine) -> TestService {
    let (service, _) = round::full(engine).await;
    let plan = service.propose(1).await;
    service.commit(&plan).await;
    service.tick().await;
    service
}

pub(super) async fn browser(service: &TestService, address: &str) -> Browsing {
    let mut browser = Browsing::new(&service.anyone);
    browser.sign_in(service, address).await;
    browser
}

/// The cohort that somebody is in, as the officer sees it.
async fn cohort_of(service: &TestService, person: &str) -> Value {
    let cohorts = service.cohorts().await.into_iter();
    let mut mine = cohorts.filter(|cohort| {
        let members = cohort["members"].as_array().unwrap();
        members.iter().any(|member| member["person"] == person)
    });
    mine.next().expect("a cohort")
}

/// Codes of the other cohorts.
async fn others(service: &TestService, code: &str) -> Vec<String> {
    let cohorts = service.cohorts().await.into_iter();
    let codes = cohorts.map(|cohort| text(&cohort, "code"));
    codes.filter(|other| other != code).collect()
}

fn ask(cohort: &Value) -> String {
    format!("/min-sida/grupp/{}/byt", text(cohort, "id"))
}

/// Asks on the page to leave a cohort; gives the wish as the officer sees it.
async fn asks(service: &TestService, who: &mut Browsing, cohort: &Value, wanted: &str) -> Value {
    let path = ask(cohort);
    let page = who.get(&path).await;
    let fields = [("grupp", wanted), ("skal", "Jag kan bara på tisdagar.")];
    let sent = who.submit(&page, &path, &fields).await;
    leads_to(&sent, "/min-sida/schema?klart=begart");
    wishes(&service.officer).await.remove(0)
}

async fn wishes(client: &Client) -> Vec<Value> {
    let path = format!("/api/v1/offerings/{OFFERING}/cohort-transfers");
    let all = ok(client.get(&path).await);
    all.as_array().unwrap().clone()
}

async fn decide(client: &Client, wish: &Value, verb: &str, body: &Value) -> Reply {
    let path = format!("/api/v1/cohort-transfers/{}/{verb}", text(wish, "id"));
    let tag = format!("\"{}\"", wish["revision"]);
    let headers = [("if-match", &*tag)];
    let reply = client.send_json(Method::POST, &path, &headers, body).await;
    reply.expect("an answer")
}

/// Grants a wish in the first cohort where no rule is in the way; gives its code.
async fn granted(service: &TestService, client: &Client, wish: &Value) -> String {
    for code in others(service, &text(wish, "from")).await {
        let done = decide(client, wish, "approve", &json!({ "cohort": code })).await;
        if done.status == StatusCode::OK {
            return code;
        }
        let (status, why, _) = problem(Ok(done));
        assert_eq!((status, &*why), (409, "breaks-hard-rule"));
    }
    panic!("no cohort will do");
}

async fn a_wish_is_granted(engine: Engine) {
    let service = divided(engine).await;
    let person = text(&service.person("Hanna Dahlgren").await, "id");
    let before = cohort_of(&service, &person).await;
    let from = text(&before, "code");
    let mut hanna = browser(&service, HANNA).await;
    let path = ask(&before);
    let page = hanna.get(HERE).await;
    says(&page, &["Be om att byta grupp", &path]);
    // The page names the other cohorts, and nobody in them.
    let page = hanna.get(&path).await;
    says(&page, &["Vill du byta grupp?", "Vilken som helst"]);
    let html = page.text();
    for cohort in service.cohorts().await {
        let code = text(&cohort, "code");
        assert_eq!(html.contains(&format!("value=\"{code}\"")), code != from);
        for member in cohort["members"].as_array().unwrap() {
            let name = text(member, "name");
            assert!(!html.contains(&name) || name == "Hanna Dahlgren", "{name}");
        }
    }
    // Why is asked for, and nothing is lost meanwhile.
    let other = others(&service, &from).await.remove(0);
    let fields = [("grupp", &*other), ("skal", " ")];
    let again = hanna.submit(&page, &path, &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let html = again.text();
    assert!(html.contains("id=\"skal-wrong\""), "{html}");
    let kept = format!("value=\"{other}\" checked");
    assert!(html.contains(&kept), "{html}");
    let fields = [("grupp", "G99"), ("skal", "x")];
    let again = hanna.submit(&page, &path, &fields).await;
    assert!(again.text().contains("id=\"grupp-wrong\""));
    assert!(wishes(&service.admin).await.is_empty());
    let wish = asks(&service, &mut hanna, &before, &other).await;
    assert_eq!(wish["wanted"], other);
    let page = hanna.get("/min-sida/schema?klart=begart").await;
    let words = ["role=\"status\"", "Väntar på svar", "bara på tisdagar"];
    says(&page, &words);
    // One at a time: it is not offered, and not taken.
    assert!(!page.text().contains(&path));
    let twice = hanna.get(&path).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    let body = format!("csrf={}&skal=igen", csrf(&page));
    let twice = hanna.send(Method::POST, &path, &body).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    let letters = service.mail().len();
    // Only as it was seen, only to what there is, and once.
    let address = format!("/api/v1/cohort-transfers/{}/approve", text(&wish, "id"));
    let body = json!({ "cohort": other });
    assert_eq!(problem(service.admin.post(&address, &body).await).0, 428);
    let stale = json!({ "id": wish["id"], "revision": 9 });
    let reply = decide(&service.admin, &stale, "approve", &body).await;
    assert_eq!(reply.status, StatusCode::PRECONDITION_FAILED);
    for (code, why) in [("G99", "unknown-cohort"), (&*from, "same-cohort")] {
        let body = json!({ "cohort": code });
        let reply = decide(&service.admin, &wish, "approve", &body).await;
        let (status, _, answer) = problem(Ok(reply));
        assert_eq!((status, &answer["errors"][0]["code"]), (422, &json!(why)));
    }
    let to = granted(&service, &service.admin, &wish).await;
    assert_eq!(text(&cohort_of(&service, &person).await, "code"), to);
    let twice = decide(&service.admin, &wish, "refuse", &json!({ "reason": "x" })).await;
    assert_eq!(problem(Ok(twice)).1, "transfer-decided");
    // One letter, and the page says it too.
    service.tick().await;
    let mail = service.mail();
    assert_eq!(mail.len(), letters + 1);
    let letter = mail.last().unwrap();
    assert_eq!(letter.to_address, HANNA);
    let said = format!("från {from} till {to}");
    assert!(letter.body.contains(&said), "{}", letter.body);
    says(&hanna.get(HERE).await, &[&said]);
    let export = hanna.get("/min-sida/uppgifter/hamta").await.text();
    assert!(export.contains("bara på tisdagar"), "{export}");
    the_trail_holds_no_words(&service, &wish).await;
    // It is a commit like any other: it can be undone.
    let plans = format!("/api/v1/offerings/{OFFERING}/cohort-plans");
    let last = ok(service.admin.get(&plans).await)[0].clone();
    let undo = format!("/api/v1/cohort-plans/{}/undo", text(&last, "id"));
    ok(service.act(&undo, &last, &json!({})).await);
    assert_eq!(text(&cohort_of(&service, &person).await, "code"), from);
}

async fn the_trail_holds_no_words(service: &TestService, wish: &Value) {
    let path = format!("/api/v1/audit?subject={}", text(wish, "id"));
    let rows = service.all(&path).await;
    let mut actions: Vec<String> = rows.iter().map(|row| text(row, "action")).collect();
    actions.sort();
    assert_eq!(
        actions,
        ["cohort_transfer.approved", "cohort_transfer.asked"]
    );
    assert!(!format!("{rows:?}").contains("tisdagar"));
}

async fn a_wish_is_refused_or_taken_back(engine: Engine) {
    let service = divided(engine).await;
    let person = text(&service.person("Hanna Dahlgren").await, "id");
    let before = cohort_of(&service, &person).await;
    let mut hanna = browser(&service, HANNA).await;
    let wish = asks(&service, &mut hanna, &before, "").await;
    assert_eq!(wish.get("wanted"), None, "any other");
    let body = json!({ "reason": " " });
    let reply = decide(&service.admin, &wish, "refuse", &body).await;
    assert_eq!(problem(Ok(reply)).0, 422);
    let body = json!({ "reason": "De andra grupperna är fulla" });
    let reply = decide(&service.admin, &wish, "refuse", &body).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    service.tick().await;
    let letter = service.mail().pop().unwrap();
    assert!(letter.body.contains("De andra grupperna är fulla."));
    let stays = format!("Nej, du är kvar i {}", text(&before, "code"));
    let page = hanna.get(HERE).await;
    says(&page, &[&stays, "De andra grupperna är fulla"]);
    // Again, and taken back after a page that says what it means.
    let wish = asks(&service, &mut hanna, &before, "").await;
    let path = format!("/min-sida/gruppbyte/{}/ta-tillbaka", text(&wish, "id"));
    let page = hanna.get(&path).await;
    says(&page, &["Ta tillbaka din begäran?"]);
    let done = hanna.submit(&page, &path, &[]).await;
    leads_to(&done, "/min-sida/schema?klart=atertaget");
    says(&hanna.get(HERE).await, &["Du har tagit tillbaka det"]);
    assert_eq!(hanna.get(&path).await.status, StatusCode::NOT_FOUND);
    let again = hanna.submit(&page, &path, &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let body = json!({ "cohort": "G01" });
    let reply = decide(&service.admin, &wish, "approve", &body).await;
    assert_eq!(problem(Ok(reply)).1, "transfer-decided");
    let same = text(&cohort_of(&service, &person).await, "code");
    assert_eq!(same, text(&before, "code"));
}

async fn others_cohorts_and_wishes_do_not_exist(engine: Engine) {
    let service = divided(engine).await;
    let person = text(&service.person("Hanna Dahlgren").await, "id");
    let cohort = cohort_of(&service, &person).await;
    let mut hanna = browser(&service, HANNA).await;
    let mut stranger = signed_in(&service, 1).await;
    let wish = asks(&service, &mut hanna, &cohort, "").await;
    let page = stranger.get("/min-sida/uppgifter").await;
    let token = csrf(&page);
    let back = format!("/min-sida/gruppbyte/{}/ta-tillbaka", text(&wish, "id"));
    let nobodys = "/min-sida/gruppbyte/0198c000-0000-7000-8000-000000000000/ta-tillbaka";
    for path in [&*ask(&cohort), &back, nobodys, "/min-sida/grupp/x/byt"] {
        assert_eq!(stranger.get(path).await.status, StatusCode::NOT_FOUND);
        let body = format!("csrf={token}&skal=x");
        let sent = stranger.send(Method::POST, path, &body).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{path}");
        // Nor with a form of somebody else's.
        let sent = hanna.send(Method::POST, path, &body).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "{path}");
    }
    let (client, _) = service.sign_in("person1@example.org").await;
    let path = format!("/api/v1/cohort-transfers/{}", text(&wish, "id"));
    assert_eq!(problem(client.get(&path).await).0, 404);
    let reply = client.post(&format!("{path}/withdraw"), &json!({})).await;
    assert_eq!(problem(reply).0, 404);
    let body = json!({ "cohort": cohort["id"], "reason": "x" });
    let reply = client.post("/api/v1/me/cohort-transfers", &body).await;
    assert_eq!(problem(reply).0, 404);
    // The controls: it is there for whose it is, and nothing has come of all that.
    let (client, _) = service.sign_in(HANNA).await;
    assert_eq!(ok(client.get(&path).await)["state"], "waiting");
    let mine = ok(client.get("/api/v1/me/cohort-transfers").await);
    assert_eq!(mine[0]["id"], wish["id"]);
    assert_eq!(wishes(&service.admin).await.len(), 1);
}

async fn wishes_of_protected_people_are_the_officers(engine: Engine) {
    let service = divided(engine).await;
    let person = text(&service.person("Måns Isaksson").await, "id");
    let cohort = cohort_of(&service, &person).await;
    let mut mans = browser(&service, PROTECTED).await;
    let wish = asks(&service, &mut mans, &cohort, "").await;
    assert_eq!(wish["person_name"], "Måns Isaksson", "to the officer");
    let seen = wishes(&service.admin).await.remove(0);
    assert!(text(&seen, "person_name").starts_with("Deltagare "));
    assert_eq!(seen.get("reason"), None);
    let no = json!({ "reason": "nej" });
    let reply = decide(&service.admin, &wish, "refuse", &no).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    let to = others(&service, &text(&cohort, "code")).await.remove(0);
    let yes = json!({ "cohort": to });
    let reply = decide(&service.admin, &wish, "approve", &yes).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    let reply = decide(&service.officer, &wish, "refuse", &no).await;
    assert_eq!(reply.status, StatusCode::OK);
    let seen = wishes(&service.admin).await.remove(0);
    assert_eq!(seen.get("answer"), None);
}

async fn a_move_that_breaks_a_rule_is_not_made(engine: Engine) {
    let service = divided(engine).await;
    let person = text(&service.person("Hanna Dahlgren").await, "id");
    let cohort = cohort_of(&service, &person).await;
    let mut hanna = browser(&service, HANNA).await;
    let wish = asks(&service, &mut hanna, &cohort, "").await;
    // Whoever is in another cohort must not be with her.
    let cohorts = service.cohorts().await.into_iter();
    for other in cohorts.filter(|other| other["id"] != cohort["id"]) {
        let them = other["members"][0]["person"].clone();
        let rule = json!({ "kind": "apart", "person": person, "other": them, "reason": "prov" });
        let path = format!("/api/v1/offerings/{OFFERING}/cohort-rules");
        ok(service.officer.post(&path, &rule).await);
        let body = json!({ "cohort": other["code"] });
        let reply = decide(&service.officer, &wish, "approve", &body).await;
        assert_eq!(problem(Ok(reply)).1, "breaks-hard-rule");
    }
    let now = cohort_of(&service, &person).await;
    assert_eq!(now["id"], cohort["id"]);
    let still = wishes(&service.officer).await.remove(0);
    assert_eq!(still["state"], "waiting");
    // Who has left has no cohort to leave.
    service.withdraw(&person).await;
    let body = json!({ "cohort": others(&service, &text(&cohort, "code")).await[0] });
    let reply = decide(&service.officer, &wish, "approve", &body).await;
    assert_eq!(problem(Ok(reply)).1, "not-there");
}
