//! Own words in letters to heads, and in news of the schedule.

use super::{put, world};
use crate::approvals::{self, HEAD};
use harness::{Engine, both_engines, ok, round::OFFERING};
use serde_json::json;

both_engines!(
    heads_are_asked_in_own_words,
    news_about_one_course_has_its_words,
);

async fn heads_are_asked_in_own_words(engine: Engine) {
    let service = approvals::employer(engine, 1).await;
    let words = (
        "Fråga om {kurs}",
        "{anställd} hos {arbetsgivare} vill gå {kurs}.\n\nHej {förnamn}!\n\n{svarsfråga}",
    );
    ok(put(&service.admin, "approval_asked/sv", Some("\"0\""), words).await);
    approvals::import(&service, approvals::file(1, HEAD)).await;
    service.tick().await;
    let letters = service.mail();
    let letter = letters.iter().find(|letter| letter.to_address == HEAD);
    let letter = letter.expect("a letter to the head");
    assert_eq!(
        letter.subject,
        "Fråga om Samverkan för att främja skolnärvaro"
    );
    let said = "Förnamn1 Namnet1 hos Örebro kommun vill gå Samverkan för att främja skolnärvaro.";
    assert!(letter.body.contains(said), "{}", letter.body);
    assert!(letter.body.contains("/svar/"), "{}", letter.body);
    // Nobody's first name is known: the paragraph is left out.
    assert!(!letter.body.contains("Hej !"), "{}", letter.body);
}

async fn news_about_one_course_has_its_words(engine: Engine) {
    let service = world(engine).await;
    let (client, _) = service.participant(1, "larare").await;
    let path = format!("/api/v1/offerings/{OFFERING}/applications");
    ok(client.post(&path, &json!({ "channel": "OPEN" })).await);
    service.tick().await;
    let words = ("Schemat", "Det här är nytt, {förnamn}.\n\n{nyheter}");
    ok(put(&service.admin, "schedule_news/sv", Some("\"0\""), words).await);
    service
        .schedule(&json!({
            "title": "Seminarium", "mode": "campus", "place": "L103",
            "starts": "2026-11-24T10:15", "ends": "2026-11-24T12:00",
        }))
        .await;
    service.tell().await;
    let letter = service.mail().pop().expect("news");
    assert_eq!(letter.subject, "Schemat");
    let begin = "Det här är nytt, Förnamn1.\n\nSeminarium\n";
    assert!(letter.body.contains(begin), "{}", letter.body);
    assert!(letter.body.contains("L103"), "{}", letter.body);
}
