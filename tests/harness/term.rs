//! A whole term of edits, made over HTTP as an administrator makes them, and what every calendar has
//! to show after each: said from what the API tells of sessions and members, not from the calendars.

mod shown;

pub use shown::{event, events};
use shown::{has, without_link};

use crate::{
    Engine, TestService,
    calendar::make_feed,
    ok,
    round::{self, OFFERING},
    text,
};
use serde_json::{Value, json};

/// Who sees a calendar.
pub enum Sees {
    Offering,
    /// Everybody's sessions and this cohort's.
    Cohort(String),
    /// Everybody's sessions and those of the cohort that this person is in now.
    Person(String),
    /// What takes place here, without the links.
    Room(&'static str),
}

/// A calendar that is followed through the term.
pub struct Followed {
    pub name: &'static str,
    /// The path of its address.
    pub path: String,
    pub sees: Sees,
}

/// A term under way.
pub struct Term {
    pub service: TestService,
    pub feeds: Vec<Followed>,
    /// The sessions in the order they were made.
    made: Vec<String>,
    cohorts: [String; 2],
    /// Somebody whom the term leads from one cohort to another, and at last out of the course.
    person: String,
}

/// A room of the demonstration.
const ROOM: &str = "Novahuset N2045";
/// A person of the demonstration, not protected.
const PERSON: &str = "Hanna Dahlgren";

impl Term {
    /// Cohorts in force, a meeting for two of them, and five calendars.
    pub async fn begin(engine: Engine) -> Self {
        let (service, offering) = round::full(engine).await;
        service.commit(&service.propose(1).await).await;
        let person = text(&service.person(PERSON).await, "id");
        let all = service.cohorts().await;
        let home = all.iter().position(|cohort| has(cohort, &person));
        let home = home.expect("a place in a cohort");
        let away = usize::from(home == 0);
        let cohorts = [text(&all[home], "id"), text(&all[away], "id")];
        let mut feeds = Vec::new();
        for (name, kind, subject, sees) in [
            ("course", "offering", &offering, Sees::Offering),
            (
                "home",
                "cohort",
                &cohorts[0],
                Sees::Cohort(cohorts[0].clone()),
            ),
            (
                "away",
                "cohort",
                &cohorts[1],
                Sees::Cohort(cohorts[1].clone()),
            ),
            ("person", "person", &person, Sees::Person(person.clone())),
        ] {
            let (_, path) = make_feed(&service.admin, kind, subject).await;
            feeds.push(Followed { name, path, sees });
        }
        let new = json!({ "kind": "room", "named": ROOM, "name": "Sal", "language": "sv" });
        let room = ok(service.admin.post("/api/v1/feeds", &new).await);
        feeds.push(Followed {
            name: "room",
            path: crate::calendar::path_of(&text(&room, "url")),
            sees: Sees::Room(ROOM),
        });
        let made = service
            .sessions()
            .await
            .iter()
            .map(|s| text(s, "id"))
            .collect();
        let mut term = Self {
            service,
            feeds,
            made,
            cohorts,
            person,
        };
        for n in 0..2 {
            let day = format!("2027-02-0{}", n + 2);
            let meeting = json!({
                "cohort": term.cohorts[n], "title": format!("Gruppmöte {n}"), "mode": "online",
                "starts": format!("{day}T16:15"), "ends": format!("{day}T17:30"),
                "online_url": "https://zoom.example/j/1?pwd=a;b,c",
            });
            term.schedule(meeting).await;
        }
        term
    }

    /// The names of the sessions in calendars, in the order they were made.
    pub async fn uids(&self) -> Vec<String> {
        let mut uids = Vec::new();
        for n in 0..self.made.len() {
            uids.push(text(&self.session(n).await, "uid"));
        }
        uids
    }

    /// Every session as the API tells of it now.
    pub async fn sessions(&self) -> Vec<Value> {
        self.service.sessions().await
    }

    /// The sessions that a calendar has to show now.
    pub async fn shown(&self, sees: &Sees, sessions: &[Value]) -> Vec<Value> {
        let cohort = match sees {
            Sees::Offering => Some(None),
            Sees::Cohort(cohort) => Some(Some(cohort.clone())),
            Sees::Person(person) => {
                let all = self.service.cohorts().await;
                let mine = all.iter().find(|cohort| has(cohort, person));
                mine.map(|cohort| Some(text(cohort, "id")))
            }
            Sees::Room(room) => {
                let here = sessions.iter().filter(|s| s["place"] == *room);
                return here.filter(|s| self.stands(s)).map(without_link).collect();
            }
        };
        let Some(cohort) = cohort else {
            return Vec::new();
        };
        let theirs = |s: &&Value| {
            let of = s.get("cohort").and_then(Value::as_str);
            of.is_none() || of == cohort.as_deref()
        };
        let theirs = sessions.iter().filter(theirs);
        theirs.filter(|s| self.stands(s)).cloned().collect()
    }

    /// What is cancelled stands for two weeks after its end.
    fn stands(&self, session: &Value) -> bool {
        const FORTNIGHT: i64 = 14 * 24 * 3600;
        let end: jiff::Timestamp = text(session, "ends_at").parse().expect("an instant");
        session["state"] != "cancelled"
            || self.service.now().as_second() < end.as_second() + FORTNIGHT
    }

    async fn session(&self, n: usize) -> Value {
        let path = format!("/api/v1/sessions/{}", self.made[n]);
        self.service.admin.read(&path).await.expect("the session")
    }

    async fn change(&self, n: usize, change: Value) {
        let session = self.session(n).await;
        self.service.reschedule(&session, &change).await;
    }

    async fn cancel(&self, n: usize) {
        let session = self.session(n).await;
        self.service.cancel(&session, "Läraren är sjuk").await;
    }

    async fn revive(&self, n: usize) {
        let session = self.session(n).await;
        let path = format!("/api/v1/sessions/{}/revive", self.made[n]);
        ok(self.service.act(&path, &session, &json!({})).await);
    }

    async fn schedule(&mut self, new: Value) {
        let made = self.service.schedule(&new).await;
        self.made.push(text(&made, "id"));
    }

    /// Moves the clock to the morning of a day.
    async fn day(&mut self, day: &str) {
        self.service.clock_to(&format!("{day}T07:00:00Z"));
        self.service.sign_staff_in_again().await;
    }

    /// The person and somebody of the other cohort change places.
    async fn swap(&self) {
        let plan = self.service.propose(1).await;
        let path = format!("/api/v1/cohort-plans/{}", text(&plan, "id"));
        let swaps = format!("{path}/swaps");
        let all = self.service.cohorts().await;
        let home = all.iter().find(|cohort| has(cohort, &self.person));
        let home = text(home.expect("a cohort"), "id");
        let other = self
            .cohorts
            .iter()
            .find(|id| **id != home)
            .expect("another");
        let other = all.iter().find(|cohort| text(cohort, "id") == *other);
        for member in other.expect("the other")["members"]
            .as_array()
            .expect("members")
        {
            let wanted = json!({ "person": self.person, "with": member["person"] });
            let trial = format!("{swaps}?dry_run=true");
            let tried = self.service.admin.post(&trial, &wanted);
            if ok(tried.await)["breaks"] == json!([]) {
                let done = ok(self.service.act(&swaps, &plan, &wanted).await);
                self.service.commit(&done["plan"]).await;
                return;
            }
        }
        panic!("nobody to change places with");
    }

    async fn leave(&self) {
        self.service.withdraw(&self.person).await;
    }

    /// Makes the edit of this number; says what it was. `None`: the term is over.
    pub async fn edit(&mut self, n: usize) -> Option<&'static str> {
        let what = match n {
            0 => {
                self.change(
                    1,
                    json!({ "starts": "2027-02-04T14:15", "ends": "2027-02-04T17:00" }),
                )
                .await;
                "an hour later"
            }
            1 => {
                self.change(9, json!({ "place": ROOM, "mode": "hybrid", "online_url": "https://zoom.example/j/2" }))
                    .await;
                "into the room, with a link that its calendar does not show"
            }
            2 => {
                self.change(0, json!({ "place": "Långhuset L103" })).await;
                "another room, out of the room's calendar"
            }
            3 => {
                self.change(
                    2,
                    json!({ "title": "Skolfrånvaro; orsaker, \"följder\" \\ och 👩🏽‍🏫" }),
                )
                .await;
                "another title"
            }
            4 => {
                self.cancel(3).await;
                "cancelled"
            }
            5 => {
                self.swap().await;
                "a person moves to another cohort"
            }
            6 => {
                self.schedule(json!({
                    "title": "Vårens sista timme", "mode": "campus", "place": "Sal;A,B\\C", "preliminary": true,
                    "starts": "2027-03-28T01:30", "ends": "2027-03-28T03:30",
                }))
                .await;
                "preliminary, over the hour that is not"
            }
            7 => {
                let publish = format!("/api/v1/offerings/{OFFERING}/sessions/publish");
                let all = json!({ "all": true });
                ok(self.service.admin.post(&publish, &all).await);
                "published"
            }
            8 => {
                self.revive(3).await;
                "it takes place after all"
            }
            9 => {
                self.change(
                    12,
                    json!({
                        "starts": "2027-10-31T02:30", "starts_fold": "earlier",
                        "ends": "2027-10-31T02:15", "ends_fold": "later",
                    }),
                )
                .await;
                "into the hour that comes twice"
            }
            10 => {
                self.change(
                    12,
                    json!({
                        "starts": "2027-10-31T02:30", "starts_fold": "later",
                        "ends": "2027-10-31T03:30",
                    }),
                )
                .await;
                "the same wall time, an hour later"
            }
            11 => {
                for (n, (title, place)) in HOSTILE.into_iter().enumerate() {
                    let day = format!("2027-03-0{}", n + 1);
                    self.schedule(json!({
                        "title": title, "place": place, "mode": "hybrid", "teacher": title,
                        "starts": format!("{day}T08:15"), "ends": format!("{day}T10:00"),
                        "online_url": "https://zoom.example/j/1?pwd=a;b,c", "compulsory": true,
                    }))
                    .await;
                }
                "text that is code"
            }
            12 => {
                let long = "Å".repeat(190);
                self.change(10, json!({ "title": long, "place": long }))
                    .await;
                "a cohort's meeting with a very long name"
            }
            13 => {
                self.day("2027-02-20").await;
                self.cancel(2).await;
                "cancelled afterwards"
            }
            14 => {
                self.swap().await;
                "and back to the first cohort"
            }
            15 => {
                self.day("2027-03-10").await;
                "what was cancelled drops out by itself"
            }
            16 => {
                self.change(
                    4,
                    json!({ "starts": "2027-03-27T23:30", "ends": "2027-03-28T03:00" }),
                )
                .await;
                "through the night in which clocks change"
            }
            17 => {
                self.schedule(json!({
                    "title": "Höstens natt", "mode": "online",
                    "starts": "2026-10-25T01:30", "ends": "2026-10-25T02:30", "ends_fold": "earlier",
                }))
                .await;
                "in the past, up to the first half past two"
            }
            18 => {
                for n in 5..8 {
                    self.change(n, json!({ "place": "Långhuset L105", "mode": "campus" }))
                        .await;
                }
                self.cancel(11).await;
                "several at once"
            }
            19 => {
                self.day("2027-06-07").await;
                self.change(8, json!({ "title": "Falldiskussion, sista gången" }))
                    .await;
                "after the term"
            }
            _ => return None,
        };
        Some(what)
    }

    /// After the last edit: the person leaves the course, and nothing is left in the calendar.
    pub async fn end(&self) {
        self.leave().await;
    }
}

/// Titles and places that would be lines, signs or nothing at all if they were let.
const HOSTILE: [(&str, &str); 6] = [
    ("Ett\r\nATTENDEE:mailto:ond@example.org", "Sal;A,B\\C"),
    (
        "Två \u{2028}rader\u{2029} \u{7}ljud",
        "\\n är inget radbyte",
    ),
    ("Emoji 👩🏽‍🏫🎉 och ;,\\\"", "Hörsal \u{202E}M"),
    (
        "=cmd|' /C calc'!A0",
        "{{7*7}} <script>alert(1)</script> &amp; %0d%0aX:1",
    ),
    ("BEGIN:VEVENT", "END:VCALENDAR"),
    ("Blandat: å ä ö é ß 漢字", "\u{FEFF}Rum  1"),
];
