//! A large offering to try cohorts on: 1 400 invented people and 200 cohorts, from a seed.
//!
//! The files are what an admissions system and a survey would deliver; everything goes in through
//! the imports that administrators use.

use super::{Demo, Result, steps};
use hyper::Method;
use serde_json::json;
use std::fmt::Write as _;

/// Code of the large offering.
pub const OFFERING: &str = "SA123A-V9014V27";
const CHANNEL: &str = "ORU-DEMO-STOR";
/// People on it.
pub const PEOPLE: usize = 1_400;
const SEED: u64 = 14;

const GIVEN: [&str; 24] = [
    "Alva", "Amir", "Astrid", "Bo", "Cecilia", "Dilan", "Ebba", "Elias", "Fatima", "Gustav",
    "Hanna", "Ingrid", "Jonas", "Karin", "Leila", "Lars", "Maria", "Mohamed", "Nils", "Olga",
    "Per", "Rut", "Sara", "Tove",
];
const FAMILY: [&str; 25] = [
    "Ahlgren",
    "Berg",
    "Cedervall",
    "Dahl",
    "Ek",
    "Falk",
    "Granath",
    "Holm",
    "Ivarsson",
    "Jansson",
    "Kjellin",
    "Lindh",
    "Mattsson",
    "Norling",
    "Olofsson",
    "Palm",
    "Qvist",
    "Rask",
    "Sund",
    "Tell",
    "Ulander",
    "Viklund",
    "Wester",
    "Åberg",
    "Öhman",
];
/// Programmes, and how many of a hundred people read them.
const PROGRAMMES: [(&str, u64); 6] = [
    ("LAG9Y", 24),
    ("LGM9Y", 14),
    ("LFL9Y", 6),
    ("LSP9A", 10),
    ("SOC9Y", 18),
    ("PSY9Y", 4),
];
/// Professions of the others, who work in schools.
const PROFESSIONS: [&str; 6] = [
    "Lärare",
    "Kurator",
    "Skolsköterska",
    "Rektor",
    "Skolpsykolog",
    "Studie- och yrkesvägledare",
];
const MUNICIPALITIES: [(&str, &str); 6] = [
    ("1880", "Örebro"),
    ("1881", "Kumla"),
    ("1861", "Hallsberg"),
    ("1883", "Karlskoga"),
    ("1885", "Lindesberg"),
    ("1814", "Lekeberg"),
];
const SCHOOLS: u64 = 90;

/// The files of the large offering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    pub schools: String,
    pub admitted: String,
    /// Weekly times that people cannot or would rather not attend.
    pub times: String,
    /// The admissions system's next list: every fifth is struck.
    pub struck: String,
}

/// `SplitMix64`: small, and the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.roll() % n
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let length = of.len() as u64;
        &of[usize::try_from(self.below(length)).unwrap_or(0)]
    }
}

/// The same seed and number give the same files.
pub fn files(seed: u64, people: usize) -> Files {
    let mut dice = Dice(seed);
    let mut files = Files {
        schools: "school_unit_code,name,municipality_code,municipality\n".to_owned(),
        admitted: HEADER.to_owned(),
        times: "Person;Kan inte;Undviker\n".to_owned(),
        struck: HEADER.to_owned(),
    };
    for school in 0..SCHOOLS {
        let (code, name) = dice.one(&MUNICIPALITIES);
        let unit = 99_992_000 + school;
        let _ = writeln!(files.schools, "{unit},Demoskola {school},{code},{name}");
    }
    for n in 0..people {
        let row = person(&mut dice, n);
        files.admitted += &row.replace("{STATUS}", "Antagen");
        if n % 5 == 3 {
            files.struck += &row.replace("{STATUS}", "Struken");
        }
        let (cannot, avoid) = (times(&mut dice, 4), times(&mut dice, 3));
        let _ = writeln!(files.times, "{};{cannot};{avoid}", email(n));
    }
    files
}

const HEADER: &str = "Personnummer;Efternamn;Förnamn;E-post;Kurskod;Anmälningskod;Urvalsgrupp;\
    Meritvärde;Status;Reservnummer;Villkor;Programkod;Yrkestitel;Skolenhetskod;Skyddad;\
    Registreringstyp;Studieform\n";

fn email(n: usize) -> String {
    format!("person{n}@stor.example")
}

fn person(dice: &mut Dice, n: usize) -> String {
    let (given, family) = (*dice.one(&GIVEN), *dice.one(&FAMILY));
    let mut share = dice.below(100);
    let mut programme = "";
    for (code, percent) in PROGRAMMES {
        if share < percent {
            programme = code;
            break;
        }
        share -= percent;
    }
    let (profession, school) = match programme {
        "" => {
            let unit = 99_992_000 + dice.below(SCHOOLS);
            (*dice.one(&PROFESSIONS), unit.to_string())
        }
        _ => ("", String::new()),
    };
    let marking = match dice.below(100) {
        0 => "Sekretessmarkering",
        _ => "Ingen",
    };
    let form = dice.one(&["Distans", "Distans", "Campus"]);
    format!(
        "{};{family};{given};{};SA123A;{CHANNEL};PG;;{{STATUS}};;;{programme};{profession};\
         {school};{marking};FFG;{form}\n",
        identity(n),
        email(n)
    )
}

/// Up to so many weekly times, as a survey would have them.
fn times(dice: &mut Dice, most: u64) -> String {
    const DAYS: [&str; 5] = ["mån", "tis", "ons", "tor", "fre"];
    const STARTS: [&str; 5] = ["08", "10", "13", "15", "17"];
    let count = dice.below(most + 1);
    let time = |_| format!("{}{}", dice.one(&DAYS), dice.one(&STARTS));
    (0..count).map(time).collect::<Vec<_>>().join(" ")
}

/// The n-th of some 16 000 sound personnummer, all in the range of test numbers.
pub fn identity(n: usize) -> String {
    let date = format!(
        "{:04}{:02}{:02}",
        1950 + n / 336,
        1 + n / 28 % 12,
        1 + n % 28
    );
    let digits = format!("{}980", &date[2..]);
    format!("{date}-980{}", check_digit(&digits))
}

/// The digit that makes nine digits a number with a sound checksum.
pub fn check_digit(digits: &str) -> u32 {
    let doubled = digits.chars().enumerate().map(|(at, c)| {
        let double = c.to_digit(10).unwrap_or(0) * if at % 2 == 0 { 2 } else { 1 };
        double / 10 + double % 10
    });
    (10 - doubled.sum::<u32>() % 10) % 10
}

/// The offering with its channel, as the API takes them.
pub fn offering() -> (serde_json::Value, serde_json::Value) {
    let offering = json!({
        "course": "SA123A", "code": OFFERING, "term": "VT2027", "starts_on": "2027-01-18",
        "ends_on": "2027-06-06", "pace_percent": 50, "teaching": "distance", "language": "sv",
        "cohort_size": 7, "demo_note": "Demo: påhittat kurstillfälle med 1 400 påhittade personer.",
    });
    let channel = json!({
        "code": CHANNEL, "kind": "imported", "title_sv": "Antagna, stor omgång (demo)",
        "title_en": "Admitted, large round (demo)", "seats": PEOPLE + 100,
    });
    (offering, channel)
}

/// Makes the large offering, imports its people, and leaves the other files to try things with.
pub(super) async fn load(demo: &Demo) -> Result<()> {
    let files = files(SEED, PEOPLE);
    let (offering, channel) = offering();
    let address = format!("/api/v1/offerings/{OFFERING}");
    if !demo.client.get(&address).await?.status.is_success() {
        let once = [("idempotency-key", "demo-large")];
        demo.admin
            .write(Method::POST, "/api/v1/offerings", &once, &offering)
            .await?;
    }
    let found = demo.client.read(&address).await?;
    if found["channels"].as_array().is_none_or(Vec::is_empty) {
        let channels = format!("{address}/channels");
        demo.admin
            .write(Method::POST, &channels, &[], &channel)
            .await?;
    }
    for (name, content) in [
        ("stor-skolenheter.csv", &files.schools),
        ("stor-antagna.csv", &files.admitted),
        ("stor-tider.csv", &files.times),
        ("stor-strukna.csv", &files.struck),
    ] {
        let path = demo.folder.join(name);
        std::fs::write(&path, content).map_err(|source| super::DemoError::Folder {
            folder: demo.folder.clone(),
            source,
        })?;
    }
    let done = demo.admin.read("/api/v1/imports?limit=200").await?;
    if steps::items(&done["items"]).any(|import| import["file_name"] == "stor-antagna.csv") {
        return Ok(()); // in an earlier run
    }
    let schools = files.schools.as_bytes();
    steps::import_into(
        demo,
        "workplaces",
        OFFERING,
        "stor-skolenheter.csv",
        schools,
    )
    .await?;
    steps::import_into(
        demo,
        "admissions",
        OFFERING,
        "stor-antagna.csv",
        files.admitted.as_bytes(),
    )
    .await?;
    let folder = demo.folder.display();
    (demo.say)(&demo.words.large(&folder.to_string()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_people() {
        let (one, again) = (files(1, 50), files(1, 50));
        assert_eq!(one, again);
        assert_ne!(one.admitted, files(2, 50).admitted);
        assert_eq!(one.admitted.lines().count(), 51);
        assert_eq!(one.struck.lines().count(), 11);
        assert_eq!(one.times.lines().count(), 51);
        let columns = |line: &str| line.split(';').count();
        assert!(one.admitted.lines().all(|line| columns(line) == 17));
    }
}
