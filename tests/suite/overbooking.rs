//! Överintag over HTTP: rates by channel, the recommendation, what cannot be answered.

use harness::{Engine, TestService, ok, on_both_engines, problem, round, text};
use serde_json::{Value, json};

on_both_engines!(
    the_recommendation_keeps_the_tolerance,
    employers_must_be_asked,
    programme_students_have_their_own_rate,
    wrong_questions_are_told_where,
);

const PATH: &str = "/api/v1/offerings/SA123A-V9001V27/overbooking";

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

async fn open(engine: Engine) -> TestService {
    let service = TestService::start(engine).await;
    service.offering().await;
    service.channel("open", "OPEN", 60).await;
    service
}

async fn the_recommendation_keeps_the_tolerance(engine: Engine) {
    let service = open(engine).await;
    let answer = ok(service.admin.get(&format!("{PATH}?room=60")).await);
    let part = &answer["parts"][0];
    assert_eq!(
        (&part["inactive_permille"], &part["source"]),
        (&json!(226), &json!("freestanding"))
    );
    assert!(number(&answer["over"]) <= 0.05, "{answer}");
    assert_eq!(part["admit"], answer["total"]);
    // 60 / (1 − 0.226) = 77: full on average, too full far too often.
    assert_eq!(answer["simple_total"], 77);
    assert!(number(&answer["simple_over"]) > 0.3, "{answer}");
    let total = answer["total"].as_i64().unwrap();
    assert!((61..77).contains(&total), "{total}");
    let sum: f64 = answer["bins"]
        .as_array()
        .unwrap()
        .iter()
        .map(|b| number(&b["probability"]))
        .sum();
    assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    // A lower risk admits fewer.
    let careful = ok(service
        .admin
        .get(&format!("{PATH}?room=60&tolerance_permille=1"))
        .await);
    assert!(careful["total"].as_i64().unwrap() < total);
    // With nobody staying away there is no overbooking.
    let all = ok(service
        .admin
        .get(&format!("{PATH}?room=60&inactive=OPEN:0"))
        .await);
    assert_eq!(
        (&all["total"], &all["parts"][0]["source"]),
        (&json!(60), &json!("given"))
    );
}

async fn employers_must_be_asked(engine: Engine) {
    let service = open(engine).await;
    service.channel("employer", "UPPDRAG", 12).await;
    let (status, _, value) = problem(service.admin.get(&format!("{PATH}?room=60")).await);
    assert_eq!(
        (status, &value["errors"][0]["code"]),
        (422, &json!("rate-needed"))
    );
    assert!(
        text(&value["errors"][0], "detail").contains("UPPDRAG"),
        "{value}"
    );
    let answer = ok(service
        .admin
        .get(&format!("{PATH}?room=60&inactive=UPPDRAG:20"))
        .await);
    let admit: i64 = answer["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["admit"].as_i64().unwrap())
        .sum();
    assert_eq!(answer["total"], admit);
}

async fn programme_students_have_their_own_rate(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let employers = ["1880", "1861", "1883", "1814", "1881"].map(|n| format!("UPPDRAG-DEMO-{n}:0"));
    let path = format!("{PATH}?room=60&inactive={}", employers.join(","));
    let answer = ok(service.admin.get(&path).await);
    let source = |code: &str| {
        let mut parts = answer["parts"].as_array().unwrap().iter();
        let part = parts.find(|part| text(part, "channel") == code).unwrap();
        (
            text(part, "source"),
            part["inactive_permille"].as_i64().unwrap(),
        )
    };
    assert_eq!(
        source("ORU-DEMO1"),
        ("programme".to_owned(), 45),
        "students of programmes"
    );
    assert_eq!(source("ORU-DEMO2").0, "freestanding");
    assert_eq!(source("UPPDRAG-DEMO-1880"), ("given".to_owned(), 0));
}

async fn wrong_questions_are_told_where(engine: Engine) {
    let service = open(engine).await;
    for (query, pointer) in [
        ("room=0", "?room"),
        ("room=60&tolerance_permille=501", "?tolerance_permille"),
        ("room=60&inactive=OPEN:901", "?inactive"),
        ("room=60&inactive=OPEN", "?inactive"),
        ("room=60&inactive=NONE:5", "?inactive"),
    ] {
        let (status, _, value) = problem(service.admin.get(&format!("{PATH}?{query}")).await);
        assert_eq!(
            (status, &value["errors"][0]["pointer"]),
            (422, &json!(pointer)),
            "{query}"
        );
    }
    assert_eq!(
        problem(service.admin.get(PATH).await).0,
        400,
        "the room must be said"
    );
}
