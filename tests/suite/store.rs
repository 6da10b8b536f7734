//! Every function of the store, on both engines, against a database of its own.

mod access;
mod address_changes;
mod answers;
mod applications;
mod audit;
mod busy;
mod busy_addresses;
mod catalogue;
mod checkpoint;
mod cohorts;
mod company;
mod contention;
mod contents;
mod contracts;
mod erasures;
mod extracts;
mod feeds;
mod gone;
mod import_entries;
mod invoices;
mod kept;
mod mail;
mod merges;
mod merits;
mod needs;
mod notices;
mod outbox;
mod participation;
mod people;
mod places;
mod presence;
mod reports;
mod reserves;
mod retention;
mod rush;
mod selections;
mod sessions;
mod sign_ins;
mod transfers;

use harness::{Engine, NOW, TestDatabase};
use jiff::Timestamp;
use samverkan_domain::{
    course::ChannelKind,
    id::{ChannelId, CourseId, OfferingId, PersonId},
    person::SecurityMarking,
};
use samverkan_service::{
    seeds::Seeds,
    store::{
        Database, Tx,
        application::ApplicationRow,
        catalogue::{NewCourse, NewOffering},
        channel::NewChannel,
        person::PersonData,
    },
};
use uuid::Uuid;

/// Text that finds encodings, escapes and trimming wanting.
const ODD_TEXT: &str = "  Åsa 'O\\''; -- %_\\ \u{1F393} e\u{301}\u{200B}\t\n\u{FFFD} ";

/// A database with nothing in it.
struct Store {
    database: Database,
    seeds: Seeds,
    _database: TestDatabase,
}

impl Store {
    async fn open(engine: Engine) -> Self {
        let test_database = TestDatabase::create(engine).await;
        let database = Database::connect(&test_database.url).await.unwrap();
        Self {
            database,
            seeds: Seeds::default(),
            _database: test_database,
        }
    }

    fn id(&self) -> Uuid {
        self.seeds.id(now())
    }

    async fn write(&self) -> Tx {
        self.database.write("tester", now()).await.unwrap()
    }

    async fn write_at(&self, at: &str) -> Tx {
        self.database.write("tester", instant(at)).await.unwrap()
    }

    async fn read(&self) -> Tx {
        self.database.read().await.unwrap()
    }

    /// A course with one offering; gives the offering.
    async fn offering(&self, code: &str) -> OfferingId {
        let mut tx = self.write().await;
        let course = match tx.course_by_code("SA123A").await.unwrap() {
            Some(course) => course.id,
            None => {
                let id = CourseId(self.id());
                tx.insert_course(&NewCourse {
                    id,
                    code: "SA123A",
                    package: None,
                    title_sv: "Samverkan",
                    title_en: "Collaboration",
                    credits_tenths: 150,
                    level: "A1N",
                    main_field: "Socialt arbete",
                    syllabus_url: None,
                    source: "test",
                    demo: true,
                })
                .await
                .unwrap();
                id.0
            }
        };
        let id = OfferingId(self.id());
        tx.insert_offering(&new_offering(id, course, code))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn channel(&self, offering: OfferingId, code: &str) -> ChannelId {
        let id = ChannelId(self.id());
        let mut tx = self.write().await;
        tx.insert_channel(&NewChannel {
            id,
            offering,
            code,
            kind: ChannelKind::Open,
            title_sv: "Öppen",
            title_en: "Open",
            seats: 2,
            opens_at: None,
            closes_at: None,
            policy: "{}",
        })
        .await
        .unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// A person with a name, no address and nothing else.
    async fn person(&self, given_name: &str, family_name: &str) -> PersonId {
        let data = self.person_data(given_name, family_name);
        let mut tx = self.write().await;
        tx.insert_person(&data, None).await.unwrap();
        tx.commit().await.unwrap();
        data.id
    }

    fn person_data(&self, given_name: &str, family_name: &str) -> PersonData {
        PersonData {
            id: PersonId(self.id()),
            given_name: given_name.to_owned(),
            family_name: family_name.to_owned(),
            security_marking: SecurityMarking::None,
            language: "sv".to_owned(),
            modality: None,
            profession: None,
            programme: None,
            workplace: None,
        }
    }

    /// An application of a new person.
    async fn applied(
        &self,
        offering: OfferingId,
        channel: ChannelId,
        given_name: &str,
    ) -> ApplicationRow {
        let person = self.person(given_name, "Ek").await;
        let row = self.application(offering, channel, person);
        let mut tx = self.write().await;
        tx.insert_application(&row).await.unwrap();
        tx.commit().await.unwrap();
        row
    }

    fn application(
        &self,
        offering: OfferingId,
        channel: ChannelId,
        person: PersonId,
    ) -> ApplicationRow {
        ApplicationRow {
            id: self.id(),
            offering_id: offering.0,
            channel_id: channel.0,
            person_id: person.0,
            state: "submitted".to_owned(),
            selection_group: None,
            merit_tenths: None,
            reserve_position: None,
            condition_text: None,
            condition_due_on: None,
            condition_met: false,
            registration_kind: "first".to_owned(),
            programme: None,
            profession: None,
            workplace: None,
            modality: None,
            contract: None,
            invoice_reference: None,
            head_email: None,
            substitute_allowed: None,
            superseded_by: None,
            created_at: now().into(),
            changed_at: now().into(),
            revision: 1,
            standing: "eligible".to_owned(),
            findings: None,
            answer_by: None,
            answered_at: None,
            joint_code: None,
            keeps: None,
            interest_asked_at: None,
            interested_at: None,
            deferred_to: None,
            deputy_email: None,
            answer_remind_at: None,
        }
    }
}

fn new_offering(id: OfferingId, course: Uuid, code: &str) -> NewOffering<'_> {
    NewOffering {
        id,
        course,
        code,
        term: "VT2027",
        starts_on: "2027-01-18".parse().unwrap(),
        ends_on: "2027-06-06".parse().unwrap(),
        pace_percent: 50,
        teaching: "distance",
        language: "sv",
        cohort_size: 7,
        demo_note: "",
    }
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    instant(NOW)
}

/// Asserts that the store said that something unique exists already.
macro_rules! assert_conflict {
    ($result:expr) => {
        assert!(matches!(
            $result,
            Err(samverkan_service::store::StoreError::Conflict)
        ))
    };
}
use assert_conflict;
