//! Asking for a place on the site: the questions, the look at all of them, the receipt, and each no.

mod browser;
mod fitting;
mod newcomer;
mod refusals;

use harness::{
    Engine, Reply, TestService,
    browsing::Browsing,
    on_both_engines,
    round::{self, OFFERING},
    sql,
};
use hyper::{Method, StatusCode};
use samverkan_service::secrets::from_base64url;

on_both_engines!(
    somebody_signs_in_on_the_way_answers_and_gets_a_receipt,
    sent_twice_it_is_one_application,
    every_fault_stands_at_its_field,
    a_school_is_found_by_a_part_of_its_name,
    no_answer_about_a_workplace_is_lost,
    what_is_known_is_not_asked_anew,
    answers_are_nobody_elses,
);

const ANNA: &str = "anna@example.org";

fn path(last: &str) -> String {
    format!("/anmalan/{OFFERING}/{last}")
}

fn browsing(service: &TestService) -> Browsing {
    Browsing::new(&service.anyone)
}

/// Answers a question; gives what comes back.
async fn answer(hers: &mut Browsing, step: &str, fields: &[(&str, &str)]) -> Reply {
    let path = path(step);
    let page = hers.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text());
    hers.submit(&page, &path, fields).await
}

/// Answers a question that leads to the next.
async fn on(hers: &mut Browsing, step: &str, fields: &[(&str, &str)], next: &str) {
    let reply = answer(hers, step, fields).await;
    let place = (reply.status.as_u16(), reply.header("location").to_owned());
    assert_eq!(place, (303, path(next)), "{step}: {}", reply.text());
}

const PERSON: [(&str, &str); 4] = [
    ("fornamn", "Anna"),
    ("efternamn", "Åberg"),
    ("yrke", "larare"),
    ("program", ""),
];
const NO_WORKPLACE: [(&str, &str); 1] = [("arbetsplats", "ingen")];

/// Signed in, with every question answered where one way is open and asks for no credits.
async fn answered(service: &TestService, address: &str) -> Browsing {
    let mut hers = browsing(service);
    hers.sign_in(service, address).await;
    on(&mut hers, "du", &PERSON, "arbetsplats").await;
    on(&mut hers, "arbetsplats", &NO_WORKPLACE, "tider").await;
    on(&mut hers, "tider", &[], "granska").await;
    hers
}

async fn applications(service: &TestService) -> i64 {
    sql::number(&service.app.database, "SELECT COUNT(*) FROM application").await
}

async fn somebody_signs_in_on_the_way_answers_and_gets_a_receipt(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let mut hers = browsing(&service);
    let start = format!("/anmalan/{OFFERING}");
    let course = hers.get(&format!("/kurser/{OFFERING}")).await.text();
    assert!(course.contains(&format!("href=\"{start}\"")), "{course}");
    // Not signed in: there first, and back.
    let asked = hers.get(&start).await;
    let place = asked.header("location").to_owned();
    assert!(place.starts_with("/logga-in?till="), "{place}");
    let page = hers.get(&place).await;
    let sent = hers.submit(&page, "/logga-in", &[("adress", ANNA)]).await;
    let place = sent.header("location").to_owned();
    service.tick().await;
    let page = hers.get(&place).await;
    let code = service.last_code(ANNA);
    let path_only = place.split('?').next().unwrap_or_default().to_owned();
    let form = harness::browsing::form(&page.text(), &path_only);
    let body = harness::browsing::filled(&form, &[("kod", &code)]);
    let entered = hers.send(Method::POST, &place, &body).await;
    assert_eq!(entered.header("location"), start);
    let begin = hers.get(&start).await;
    assert_eq!(begin.header("location"), path("du"), "{}", begin.text());
    // One question after the other, each with why it is asked.
    on(&mut hers, "du", &PERSON, "arbetsplats").await;
    let other = [("arbetsplats", "annan"), ("arbetsgivare", "Örebro kommun")];
    on(&mut hers, "arbetsplats", &other, "tider").await;
    let times = [("t0", "kan-inte"), ("t24", "helst-inte")];
    on(&mut hers, "tider", &times, "granska").await;
    // What need not be said is added from there.
    let review = hers.get(&path("granska")).await.text();
    assert!(review.contains("4 platser är lediga"), "{review}");
    assert_eq!(review.matches("Lägg till<").count(), 3, "{review}");
    let way = [("satt", "campus"), ("bara", "ja"), ("sprakkunskap", "sv")];
    on(&mut hers, "traffas", &way, "granska").await;
    let company = [("med", "bo@example.org"), ("inte_med", "c@example.org")];
    on(&mut hers, "sallskap", &company, "granska").await;
    let needs = [("behov", "hearing_loop")];
    on(&mut hers, "behov", &needs, "granska").await;
    assert_eq!(applications(&service).await, 0, "nothing is sent yet");
    let review = hers.get(&path("granska")).await;
    let said = review.text();
    for words in [
        "Anna Åberg",
        "Örebro kommun",
        "Kan inte: Måndag 8–10.",
        "Helst inte: Fredag 17–20.",
        "På campus, bara så",
        "Gärna med bo@example.org. Helst inte med c@example.org.",
        "Hörslinga",
        "Du är behörig.",
        "du?andra=ja",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    // A change leads back here, with the rest as it was.
    let changing = hers.get(&path("du?andra=ja")).await;
    assert!(changing.text().contains("value=\"Åberg\""));
    let name = [("fornamn", "Anna-Lisa"), ("yrke", "larare")];
    let changed = hers.submit(&changing, &path("du"), &name).await;
    assert_eq!(changed.header("location"), path("granska"));
    let review = hers.get(&path("granska")).await;
    assert!(review.text().contains("Anna-Lisa Åberg"));
    let sent = hers.submit(&review, &path("granska"), &[]).await;
    assert_eq!(sent.header("location"), path("kvitto"), "{}", sent.text());
    assert!(
        !hers.cookies.contains_key("anmalan"),
        "the answers are with us"
    );
    let receipt = hers.get(&path("kvitto")).await.text();
    for words in [
        "Du har en plats på kursen.",
        "Anmälans nummer",
        "Kursen börjar",
    ] {
        assert!(receipt.contains(words), "{words}: {receipt}");
    }
    let availability = format!("/api/v1/offerings/{OFFERING}/availability");
    let noted = service.admin.read(&availability).await.unwrap();
    assert_eq!(noted[0]["cannot"], serde_json::json!(["mon08"]));
    assert_eq!(noted[0]["avoid"], serde_json::json!(["fri17"]));
    assert_eq!(noted[0]["modality_strict"], true);
    assert!(receipt.contains("Anna-Lisa Åberg"));
    // The course's page leads on from there, and asks for nothing twice.
    let course = hers.get(&format!("/kurser/{OFFERING}")).await.text();
    assert!(course.contains("Följ din anmälan på Min sida"), "{course}");
    // In English too.
    let english = hers.get(&path("kvitto?sprak=en")).await.text();
    assert!(english.contains("You have a place on the course."));
}

async fn sent_twice_it_is_one_application(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let mut hers = answered(&service, ANNA).await;
    let review = hers.get(&path("granska")).await;
    let form = harness::browsing::form(&review.text(), &path("granska"));
    let body = harness::browsing::filled(&form, &[]);
    assert!(!form["nyckel"].is_empty());
    // A double click: both are under way with the same cookies.
    let mut twin = browsing(&service);
    twin.cookies.clone_from(&hers.cookies);
    let place = path("granska");
    let (one, other) = tokio::join!(
        hers.send(Method::POST, &place, &body),
        twin.send(Method::POST, &place, &body),
    );
    // And a reload afterwards.
    let again = hers.send(Method::POST, &place, &body).await;
    for reply in [&one, &other, &again] {
        assert_eq!(reply.header("location"), path("kvitto"), "{}", reply.text());
    }
    assert_eq!(applications(&service).await, 1);
    let (first, second) = (
        hers.get(&path("kvitto")).await,
        twin.get(&path("kvitto")).await,
    );
    // But for the key that makes a calendar once, whichever page asks for it.
    let without_key = |page: &Reply| {
        let html = page.text();
        let (before, rest) = html.split_once("name=\"nyckel\" value=\"").unwrap();
        let (_, after) = rest.split_once('"').unwrap();
        format!("{before}{after}")
    };
    assert_eq!(without_key(&first), without_key(&second));
    // Whoever comes back to the beginning is shown the receipt, and can do nothing twice.
    let stop = hers.get(&format!("/anmalan/{OFFERING}")).await.text();
    assert!(stop.contains("Du har redan anmält dig") && stop.contains(&path("kvitto")));
}

async fn every_fault_stands_at_its_field(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let mut hers = browsing(&service);
    hers.sign_in(&service, ANNA).await;
    for (step, fields, id) in [
        (
            "du",
            vec![("fornamn", "Anna"), ("efternamn", ""), ("yrke", "larare")],
            "family_name",
        ),
        ("du", vec![("yrke", ""), ("program", "")], "profession"),
        (
            "du",
            vec![("yrke", "trollkarl"), ("program", "")],
            "profession",
        ),
        ("arbetsplats", vec![("arbetsplats", "")], "workplace"),
        (
            "arbetsplats",
            vec![("arbetsplats", "99999999")],
            "workplace",
        ),
        (
            "arbetsplats",
            vec![("arbetsplats", "annan"), ("arbetsgivare", "")],
            "employer",
        ),
        ("tider", vec![("kalender", "inte en adress")], "calendar"),
        ("traffas", vec![("satt", ""), ("bara", "ja")], "modality"),
    ] {
        let reply = answer(&mut hers, step, &fields).await;
        let html = reply.text();
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{step}");
        assert!(
            html.contains("<title>Fel:") || html.contains("role=\"alert\""),
            "{html}"
        );
        let said = html.matches(&format!("<a href=\"#{id}\">")).count();
        assert_eq!(said, 1, "{step}: {html}");
        assert!(html.contains(&format!("id=\"{id}\"")), "{step}: {html}");
        assert!(
            html.contains(&format!("id=\"{id}-wrong\"")),
            "{step}: {html}"
        );
        let described = html.split("aria-describedby=\"").skip(1);
        let mut ids = described.filter_map(|rest| rest.split('"').next());
        let wrong = format!("{id}-wrong");
        assert!(
            ids.any(|ids| ids.split(' ').any(|one| one == wrong)),
            "{step}: {html}"
        );
    }
    // What was right is still there.
    let reply = answer(&mut hers, "du", &[("fornamn", "Anna"), ("efternamn", "")]).await;
    assert!(reply.text().contains("value=\"Anna\""));
    // Nobody comes past a question.
    let review = hers.get(&path("granska")).await;
    assert_eq!(review.header("location"), path("du"));
}

async fn a_school_is_found_by_a_part_of_its_name(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let file = "school_unit_code;name;municipality_code;municipality\n\
                12345678;Östra <skolan>;0180;Stockholm\n87654321;Östra skolan;1880;Örebro\n";
    service.import("kind=workplaces", file).await;
    let mut hers = browsing(&service);
    hers.sign_in(&service, ANNA).await;
    let place = path("arbetsplats?sok=%C3%B6stra+orebro");
    let found = hers.get(&place).await;
    let html = found.text();
    assert!(
        html.contains("unit-87654321") && !html.contains("unit-12345678"),
        "{html}"
    );
    let both = hers.get(&path("arbetsplats?sok=OSTRA")).await.text();
    assert!(
        both.contains("unit-12345678") && !both.contains("<skolan>"),
        "{both}"
    );
    let none = hers.get(&path("arbetsplats?sok=%22%3Cb%3E")).await.text();
    assert!(!none.contains("<b>"), "{none}");
    // Without a script the button finds it, and what is written and chosen so far stays.
    for (chosen, employer) in [("87654321", ""), ("annan", "Örebro kommun")] {
        let fields = [
            ("leta", "ja"),
            ("sok", "ostra"),
            ("arbetsplats", chosen),
            ("arbetsgivare", employer),
        ];
        let found = answer(&mut hers, "arbetsplats", &fields).await;
        assert_eq!(found.status, StatusCode::OK);
        let html = found.text();
        assert!(html.contains("value=\"ostra\"") && html.contains("unit-12345678"));
        for kept in [
            format!("value=\"{chosen}\" checked"),
            format!("value=\"{employer}\""),
        ] {
            assert!(html.contains(&kept), "{kept}: {html}");
        }
    }
    let written = answer(&mut hers, "arbetsplats", &[("sok", "ostra")]).await;
    assert_eq!(written.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(written.text().contains("unit-87654321"), "found meanwhile");
    let fields = [("arbetsplats", "87654321")];
    let chosen = hers.submit(&found, &path("arbetsplats"), &fields).await;
    assert_eq!(chosen.header("location"), path("tider"));
    let again = hers.get(&path("arbetsplats")).await.text();
    assert!(again.contains("value=\"87654321\" checked"), "{again}");
}

/// What was chosen and written comes back as it was, whatever is wrong with it: nothing false is chosen instead.
async fn no_answer_about_a_workplace_is_lost(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let file = "school_unit_code;name;municipality_code;municipality\n\
                87654321;Östra skolan;1880;Örebro\n";
    service.import("kind=workplaces", file).await;
    let mut hers = browsing(&service);
    hers.sign_in(&service, ANNA).await;
    let first = [("sok", "ostra"), ("arbetsplats", "87654321")];
    answer(&mut hers, "arbetsplats", &first).await;
    let other = [("arbetsplats", "annan"), ("arbetsgivare", "")];
    let refused = answer(&mut hers, "arbetsplats", &other).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let html = refused.text();
    assert!(html.contains("value=\"annan\" checked") && html.contains("Östra skolan"));
    assert_eq!(html.matches(" checked").count(), 1, "{html}");
    // Who writes an employer and chooses nothing has another workplace.
    let mut his = browsing(&service);
    his.sign_in(&service, "bo@example.org").await;
    on(&mut his, "du", &PERSON, "arbetsplats").await;
    let nothing = answer(&mut his, "arbetsplats", &[]).await.text();
    assert_eq!(nothing.matches(" checked").count(), 0, "{nothing}");
    let written = [("arbetsgivare", "Örebro kommun")];
    on(&mut his, "arbetsplats", &written, "tider").await;
    on(&mut his, "tider", &[], "granska").await;
    let review = his.get(&path("granska")).await.text();
    assert!(review.contains("Örebro kommun"), "{review}");
}

async fn what_is_known_is_not_asked_anew(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    service.participant(7, "kurator").await;
    let mut hers = browsing(&service);
    hers.sign_in(&service, "person7@example.org").await;
    let name = hers.get(&path("du")).await.text();
    assert!(name.contains("value=\"Förnamn7\""), "{name}");
    let work = hers.get(&path("du")).await.text();
    assert!(work.contains("value=\"kurator\" selected"), "{work}");
}

async fn answers_are_nobody_elses(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let hers = answered(&service, ANNA).await;
    let sealed = hers.cookies["anmalan"].clone();
    // Read as octets: four letters may stand in so long a text by chance.
    let octets = from_base64url(&sealed).expect("base64url");
    let name = "Åberg".as_bytes();
    assert!(!octets.windows(name.len()).any(|part| part == name));
    let mut his = browsing(&service);
    his.sign_in(&service, "bo@example.org").await;
    for planted in [sealed.clone(), format!("A{sealed}"), "x".to_owned()] {
        his.cookies.insert("anmalan".to_owned(), planted);
        let name = his.get(&path("du")).await.text();
        assert!(!name.contains("Åberg"), "{name}");
        let review = his.get(&path("granska")).await;
        assert_eq!(review.header("location"), path("du"));
    }
    // Nor anything after a day.
    let mut hers = hers;
    service.advance(24 * 3_600 + 1);
    let review = hers.get(&path("granska")).await;
    assert_ne!(review.status, StatusCode::OK, "{}", review.text());
}
