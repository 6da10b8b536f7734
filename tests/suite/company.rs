//! With whom, and without whom, people wish to be in a cohort.

use super::plans::{places, propose, twenty};
use harness::{
    Client, Engine, TestService, browsing::Browsing, ok, on_both_engines, problem, round::OFFERING,
    text,
};
use hyper::Method;
use samverkan_domain::{
    cohort::company_code::CompanyCode,
    id::{OfferingId, PersonId},
};
use serde_json::{Value, json};

on_both_engines!(
    what_both_wish_weighs_in_plans,
    an_administrator_decides_who_is_kept_apart,
    nothing_tells_whether_somebody_is_here,
    protected_people_are_neither_found_nor_shown,
    short_codes_name_people_and_tell_nothing,
    wishes_are_changed_on_my_page_until_there_are_cohorts,
);

fn path() -> String {
    format!("/api/v1/offerings/{OFFERING}/company-wishes")
}

async fn wishes(client: &Client) -> Vec<Value> {
    ok(client.get(&path()).await).as_array().unwrap().clone()
}

struct Who {
    client: Client,
    id: String,
    email: String,
}

/// Two who have a place.
async fn two(service: &TestService) -> [Who; 2] {
    let people = service.all("/api/v1/people").await;
    let mut found = Vec::new();
    for person in people.iter().take(2) {
        let email = text(person, "email");
        let (client, id) = service.sign_in(&email).await;
        found.push(Who { client, id, email });
    }
    found.try_into().map_err(|_| "two").unwrap()
}

async fn wish(who: &Who, body: &Value) -> u16 {
    let reply = who
        .client
        .send_json(Method::PUT, &path(), &[], body)
        .await
        .expect("an answer");
    reply.status.as_u16()
}

async fn decide(client: &Client, wish: &Value, verb: &str) -> harness::Reply {
    let path = format!("/api/v1/company-wishes/{}/{verb}", text(wish, "id"));
    client.post(&path, &json!({})).await.expect("an answer")
}

/// Points of the wishes in a plan, if it has any.
fn points(plan: &Value) -> Option<i64> {
    plan["score"]["criteria"].get("wish")?.as_i64()
}

async fn what_both_wish_weighs_in_plans(engine: Engine) {
    let service = twenty(engine).await;
    let [anna, bo] = two(&service).await;
    let spread = json!({ "workplaces": "none" });
    assert_eq!(wish(&anna, &json!({ "with": [bo.email] })).await, 204);
    // She reads her own, and what others write to name her; he does not read hers.
    let mine = format!("/api/v1/me/offerings/{OFFERING}/company-wishes");
    let (hers, his) = (anna.client.get(&mine).await, bo.client.get(&mine).await);
    let (hers, his) = (ok(hers), ok(his));
    assert_eq!(
        (&hers["with"], &hers["divided"]),
        (&json!([bo.email]), &json!(false))
    );
    assert_eq!(his["with"], json!([]));
    assert_ne!(hers["code"], his["code"]);
    // One alone is told to administrators, and weighs nothing.
    let seen = wishes(&service.admin).await;
    assert_eq!(
        (&seen[0]["other"], &seen[0]["mutual"]),
        (&json!(bo.id), &json!(false))
    );
    assert_eq!(points(&propose(&service, spread.clone()).await), None);
    // By the number of the application, too.
    let application = text(&service.application(&anna.id).await, "id");
    assert_eq!(wish(&bo, &json!({ "with": [application] })).await, 204);
    let seen = wishes(&service.admin).await;
    assert!(seen.iter().all(|wish| wish["mutual"] == true), "{seen:?}");
    let plan = propose(&service, spread.clone()).await;
    assert_eq!(points(&plan), Some(0), "{plan}");
    assert_eq!(places(&plan)[&anna.id], places(&plan)[&bo.id]);
    // What is said anew holds instead.
    assert_eq!(wish(&bo, &json!({})).await, 204);
    assert_eq!(points(&propose(&service, spread).await), None);
    assert_eq!(wishes(&service.admin).await.len(), 1);
    // Sealed at rest, and in no trail.
    let stored = service.stored().await;
    let sealed = wish(&anna, &json!({ "with": ["unik.adress@example.org"] })).await;
    assert_eq!(sealed, 204);
    assert!(stored.contains(&bo.email), "addresses are found in a dump");
    assert!(!service.stored().await.contains("unik.adress"));
}

async fn an_administrator_decides_who_is_kept_apart(engine: Engine) {
    let service = twenty(engine).await;
    let [anna, bo] = two(&service).await;
    // Together by a mutual wish, but for what the administrator decides.
    let both = json!({ "with": [bo.email], "without": [] });
    assert_eq!(wish(&anna, &both).await, 204);
    assert_eq!(wish(&bo, &json!({ "without": [anna.email] })).await, 204);
    let seen = wishes(&service.admin).await;
    let his = seen.iter().find(|wish| wish["person"] == *bo.id).unwrap();
    let hers = seen.iter().find(|wish| wish["person"] == *anna.id).unwrap();
    assert_eq!(
        (&his["kind"], &his["other"], &his["state"]),
        (&json!("without"), &json!(anna.id), &json!("stated"))
    );
    // Nobody else reads or decides it.
    assert_eq!(problem(anna.client.get(&path()).await).0, 403);
    let refused = decide(&anna.client, his, "approve").await;
    assert_eq!(problem(Ok(refused)).0, 403);
    let (status, why, _) = problem(Ok(decide(&service.admin, hers, "approve").await));
    assert_eq!((status, &*why), (409, "counts-by-itself"));
    let two_cohorts = json!({ "size": 10, "workplaces": "none", "seed": 3 });
    let done = ok(Ok(decide(&service.admin, his, "approve").await));
    assert_eq!(done["state"], "approved");
    for seed in 1..6 {
        let mut wanted = two_cohorts.clone();
        wanted["seed"] = json!(seed);
        let plan = propose(&service, wanted).await;
        assert_ne!(places(&plan)[&anna.id], places(&plan)[&bo.id], "{seed}");
    }
    // What stays as it was stays decided; the trail names nobody who is avoided.
    assert_eq!(
        wish(&bo, &json!({ "without": [anna.email, "c@example.org"] })).await,
        204
    );
    let seen = wishes(&service.admin).await;
    let approved = seen.iter().filter(|wish| wish["state"] == "approved");
    assert_eq!(approved.count(), 1);
    let trail = service.all("/api/v1/audit").await;
    let said = trail
        .iter()
        .find(|fact| fact["action"] == "company_wish.decided");
    let said = said.expect("a trace").to_string();
    assert!(!said.contains(&anna.id), "{said}");
    let done = ok(Ok(decide(&service.admin, his, "refuse").await));
    assert_eq!(done["state"], "refused");
    // Together again, if both wish: nothing keeps them apart.
    assert_eq!(wish(&bo, &json!({ "with": [anna.email] })).await, 204);
    let plan = propose(&service, two_cohorts).await;
    assert_eq!(places(&plan)[&anna.id], places(&plan)[&bo.id]);
}

async fn nothing_tells_whether_somebody_is_here(engine: Engine) {
    let service = twenty(engine).await;
    let [anna, bo] = two(&service).await;
    let nobodys = "0198c000-0000-7000-8000-000000000000";
    for other in [&*bo.email, "nobody@example.org", &anna.email, nobodys] {
        assert_eq!(
            wish(&anna, &json!({ "with": [other] })).await,
            204,
            "{other}"
        );
        assert_eq!(
            wish(&anna, &json!({ "without": [other] })).await,
            204,
            "{other}"
        );
    }
    assert_eq!(wishes(&service.admin).await[0].get("other"), None);
    let long = format!("{}@example.org", "a".repeat(100));
    for wrong in [
        json!({ "with": ["bo"] }),
        json!({ "without": [""] }),
        json!({ "with": [long] }),
        json!({ "with": ["a@b.se"], "without": ["A@b.se "] }),
        json!({ "with": ["a@b.se", "b@b.se", "c@b.se", "d@b.se"] }),
    ] {
        assert_eq!(wish(&anna, &wrong).await, 422, "{wrong}");
    }
    // Who has no application has nothing to wish for.
    let (client, id) = service.participant(1, "larare").await;
    let stranger = Who {
        client,
        id,
        email: String::new(),
    };
    assert_eq!(wish(&stranger, &json!({ "with": [bo.email] })).await, 404);
}

async fn protected_people_are_neither_found_nor_shown(engine: Engine) {
    let service = twenty(engine).await;
    let [anna, bo] = two(&service).await;
    assert_eq!(wish(&anna, &json!({ "with": [bo.email] })).await, 204);
    assert_eq!(wish(&bo, &json!({ "with": [anna.email] })).await, 204);
    let seen = wishes(&service.admin).await;
    assert!(
        seen.iter().all(|wish| wish["mutual"] == true),
        "the control"
    );
    let marking = json!({ "security_marking": "confidential" });
    let headers = [("if-match", "*")];
    let path = format!("/api/v1/people/{}", bo.id);
    let marked = service
        .officer
        .send_json(Method::PATCH, &path, &headers, &marking)
        .await;
    ok(marked);
    let seen = wishes(&service.admin).await;
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!(
        (&seen[0]["person"], seen[0].get("other"), &seen[0]["mutual"]),
        (&json!(anna.id), None, &json!(false))
    );
    assert_eq!(wishes(&service.officer).await.len(), 2);
    let plan = propose(
        &service,
        json!({ "workplaces": "none", "protected_ok": ["G01", "G02", "G03", "G04"] }),
    )
    .await;
    assert_eq!(points(&plan), None);
    // Only who sees them decides; to others it stays as it was.
    assert_eq!(wish(&anna, &json!({ "without": [bo.email] })).await, 204);
    let hers = wishes(&service.admin).await.remove(0);
    let (status, why, _) = problem(Ok(decide(&service.admin, &hers, "approve").await));
    assert_eq!((status, &*why), (409, "about-nobody"));
    let done = ok(Ok(decide(&service.officer, &hers, "approve").await));
    assert_eq!(done["state"], "approved");
    assert_eq!(wishes(&service.admin).await[0], hers);
}

/// What a person's page of wishes says that their code is; the same stands on my page and on the receipt.
async fn code_of(service: &TestService, who: &Who) -> String {
    let mut browser = Browsing::new(&service.anyone);
    browser.sign_in(service, &who.email).await;
    let application = text(&service.application(&who.id).await, "id");
    let place = format!("/min-sida/anmalan/{application}");
    let page = browser.get(&format!("{place}/sallskap")).await.text();
    let code = page.split("<strong class=\"code\">").nth(1).unwrap();
    let code = code.split('<').next().unwrap().to_owned();
    for path in ["/min-sida", &format!("{place}/kvitto")] {
        let page = browser.get(path).await.text();
        assert!(page.contains(&code), "{path}: {page}");
    }
    code
}

async fn short_codes_name_people_and_tell_nothing(engine: Engine) {
    let service = twenty(engine).await;
    let [anna, bo] = two(&service).await;
    let (hers, his) = (code_of(&service, &anna).await, code_of(&service, &bo).await);
    assert_ne!(hers, his);
    // Written as people write.
    let loose = his.to_lowercase().replace('-', " ");
    assert_eq!(wish(&anna, &json!({ "with": [loose] })).await, 204);
    assert_eq!(wish(&bo, &json!({ "with": [hers] })).await, 204);
    let seen = wishes(&service.admin).await;
    for (who, other) in [(&anna, &bo), (&bo, &anna)] {
        let wish = seen.iter().find(|wish| wish["person"] == *who.id).unwrap();
        assert_eq!(
            (&wish["other"], &wish["mutual"]),
            (&json!(other.id), &json!(true))
        );
    }
    let plan = propose(&service, json!({ "workplaces": "none" })).await;
    assert_eq!(places(&plan)[&anna.id], places(&plan)[&bo.id]);
    // It stands nowhere, and no list shows it.
    let stored = service.stored().await;
    let lists = [
        "/api/v1/people",
        "/api/v1/applications",
        "/api/v1/audit",
        &path(),
    ];
    for code in [&hers, &his] {
        assert!(!stored.contains(code) && !stored.contains(&code.replace('-', "")));
        for list in lists {
            let list = ok(service.officer.get(list).await).to_string();
            assert!(!list.contains(code), "{list}");
        }
    }
    // Mistyped, it is told at once; whose it is, or that it is nobody's, never.
    let other = if his.starts_with('2') { "3" } else { "2" };
    let (status, why, said) = problem(
        anna.client
            .send_json(
                Method::PUT,
                &path(),
                &[],
                &json!({ "with": [format!("{other}{}", &his[1..])] }),
            )
            .await,
    );
    assert_eq!((status, &*why), (422, "invalid"), "{said}");
    assert_eq!(said["errors"][0]["pointer"], "/with/0");
    let person = PersonId(bo.id.parse().unwrap());
    let elsewhere = OfferingId("0198c000-0000-7000-8000-000000000000".parse().unwrap());
    let elsewhere = service
        .app
        .secrets
        .company_code(elsewhere, person)
        .to_string();
    let nobodys = CompanyCode::of(*b"nobody's").to_string();
    let mut replies = Vec::new();
    for code in [&his, &nobodys, &elsewhere, &hers] {
        let body = json!({ "with": [code] });
        let reply = anna
            .client
            .send_json(Method::PUT, &path(), &[], &body)
            .await;
        let reply = reply.unwrap();
        replies.push((reply.status, reply.text()));
        let seen = wishes(&service.admin).await;
        let wish = seen.iter().find(|wish| wish["person"] == *anna.id).unwrap();
        let known = wish.get("other").is_some();
        assert_eq!(known, *code == his, "{code}: {wish}");
    }
    replies.dedup();
    assert_eq!(replies.len(), 1, "{replies:?}");
    // Nor is anybody protected found by it.
    assert_eq!(wish(&anna, &json!({ "with": [his] })).await, 204);
    let marking = json!({ "security_marking": "protected_registration" });
    let person = format!("/api/v1/people/{}", bo.id);
    let headers = [("if-match", "*")];
    let marked = service
        .officer
        .send_json(Method::PATCH, &person, &headers, &marking);
    ok(marked.await);
    let seen = wishes(&service.admin).await;
    assert_eq!((seen.len(), seen[0].get("other")), (1, None), "{seen:?}");
    assert_eq!(seen[0]["mutual"], false);
}

async fn wishes_are_changed_on_my_page_until_there_are_cohorts(engine: Engine) {
    let service = twenty(engine).await;
    let [anna, bo] = two(&service).await;
    let mut browser = Browsing::new(&service.anyone);
    browser.sign_in(&service, &anna.email).await;
    let application = text(&service.application(&anna.id).await, "id");
    let path = format!("/min-sida/anmalan/{application}/sallskap");
    assert!(browser.get("/min-sida").await.text().contains(&path));
    let page = browser.get(&path).await;
    let said = page.text();
    assert!(said.contains("En kursadministratör läser det"), "{said}");
    let wrong = browser.submit(&page, &path, &[("inte_med", "bo")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("id=\"without-0-wrong\""));
    let fields = [("med", "c@example.org"), ("inte_med", &*bo.email)];
    let saved = browser.submit(&page, &path, &fields).await;
    assert_eq!(saved.header("location"), "/min-sida?klart=sallskap");
    let page = browser.get(&path).await;
    assert!(page.text().contains(&bo.email) && page.text().contains("c@example.org"));
    let export = browser.get("/min-sida/uppgifter/hamta").await.text();
    assert!(export.contains("c@example.org"), "{export}");
    // Another's application is nobody's.
    let his = text(&service.application(&bo.id).await, "id");
    let other = browser
        .get(&format!("/min-sida/anmalan/{his}/sallskap"))
        .await;
    assert_eq!(other.status, 404);
    let plan = propose(&service, json!({})).await;
    service.commit(&plan).await;
    let page = browser.get(&path).await;
    let html = page.text();
    // No fields to fill in vain; what was wished can be taken back, and what to do instead is said.
    assert!(html.contains("Grupperna är redan gjorda") && !html.contains("type=\"text\""));
    assert!(html.contains("href=\"/min-sida/schema\"") && html.contains("be om att byta"));
    assert_eq!(html.matches("type=\"checkbox\"").count(), 2, "{html}");
    let csrf = harness::browsing::csrf(&page);
    let post = async |browser: &mut Browsing, fields: &str| {
        let body = format!("csrf={csrf}{fields}");
        browser.send(Method::POST, &path, &body).await
    };
    let late = post(&mut browser, "&med=d%40example.org").await;
    assert_eq!(late.status, 409);
    let one = post(&mut browser, "&med=c%40example.org").await;
    assert_eq!(one.header("location"), "/min-sida?klart=sallskap");
    let page = browser.get(&path).await.text();
    assert!(page.contains("c@example.org") && !page.contains(&bo.email));
    assert_eq!(post(&mut browser, "").await.status, 303);
    let page = browser.get(&path).await.text();
    assert!(!page.contains("<form method=\"post\">"), "{page}");
    assert_eq!(wishes(&service.admin).await, Vec::<Value>::new());
}
