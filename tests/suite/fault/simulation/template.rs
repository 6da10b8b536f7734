//! Where every term begins: a database with one offering and people who have not applied yet, made once and copied.

use super::world::{World, staff};
use samverkan_domain::id::OfferingId;
use samverkan_service::{
    app::App,
    error::Result,
    seeds::Seeds,
    store::Database,
    usecase::{
        catalogue::{CourseRequest, OfferingRequest, create_course, create_offering},
        registers,
    },
};
use std::{path::PathBuf, sync::OnceLock};
use uuid::Uuid;

/// People there are.
pub(super) const PEOPLE: usize = 34;
pub(super) const OFFERING: &str = "SA123A-V9001V27";

pub(super) struct Template {
    pub file: PathBuf,
    pub offering: Uuid,
    pub people: Vec<Uuid>,
    _world: World,
}

/// The one of this process.
pub(super) fn template() -> &'static Template {
    static TEMPLATE: OnceLock<Template> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let mut world = World::empty();
        let made = world.do_well(async |app| make(&app).await);
        let (offering, people) = made.expect("the beginning of a term");
        let file = world.stop();
        Template {
            file,
            offering: offering.0,
            people,
            _world: world,
        }
    })
}

async fn make(app: &App) -> Result<(OfferingId, Vec<Uuid>)> {
    registers::ensure_professions(app).await?;
    let course = CourseRequest {
        code: "SA123A".to_owned(),
        package: None,
        title_sv: "Samverkan för att främja skolnärvaro".to_owned(),
        title_en: "Collaboration to Promote School Attendance".to_owned(),
        credits_tenths: 150,
        level: "A1N".to_owned(),
        main_field: "Socialt arbete".to_owned(),
        syllabus_url: None,
        source: "test".to_owned(),
        demo: true,
    };
    create_course(app, &staff(), &course, None).await?;
    let offering = OfferingRequest {
        course: "SA123A".to_owned(),
        code: OFFERING.to_owned(),
        term: "VT2027".to_owned(),
        starts_on: jiff::civil::date(2027, 1, 18),
        ends_on: jiff::civil::date(2027, 6, 6),
        pace_percent: 50,
        teaching: "mixed".to_owned(),
        language: "sv".to_owned(),
        cohort_size: 5,
        demo_note: "test".to_owned(),
    };
    let offering = create_offering(app, &staff(), &offering, None).await?;
    let people = enter(&app.database).await;
    Ok((OfferingId(offering), people))
}

/// People with a name, an address and a profession; the professions in turn.
async fn enter(database: &Database) -> Vec<Uuid> {
    let seeds = Seeds::sown(1);
    let professions = "SELECT code FROM profession ORDER BY code";
    let professions: Vec<(String,)> = harness::sql::rows(database, professions).await;
    let mut people = Vec::new();
    for n in 0..PEOPLE {
        let id = seeds.id(jiff::Timestamp::UNIX_EPOCH);
        let hex = id.simple();
        let (profession,) = &professions[n % professions.len()];
        let language = if n % 5 == 0 { "en" } else { "sv" };
        let statements = format!(
            "INSERT INTO person (id, given_name, family_name, name_key, sort_key, security_marking, language,
                                 profession, created_at, revision)
             VALUES (x'{hex}', 'Person{n}', 'Ek', 'person{n} ek', 'ek person{n}', 'none', '{language}',
                     '{profession}', 0, 1);
             INSERT INTO email (address_key, address, person_id, main)
             VALUES ('p{n}@example.org', 'p{n}@example.org', x'{hex}', TRUE)"
        );
        let entered = harness::sql::run(database, &statements).await;
        entered.expect("a person");
        people.push(id);
    }
    people
}
