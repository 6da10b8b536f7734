//! Wire types that the resources share: instants, days, closed sets.

use jiff::tz::TimeZone;
use poem_openapi::{
    Enum,
    registry::{MetaSchema, MetaSchemaRef},
    types::{ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToJSON, Type},
};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use serde_json::Value;
use std::{borrow::Cow, ops::RangeInclusive};

/// Years that make sense here. Beyond them lie instants that one engine cannot store, or that
/// cannot be read back, and dates that do not sort as texts.
const YEARS: RangeInclusive<i16> = 1900..=2999;
const TOO_FAR: &str = "the year must lie between 1900 and 2999";

/// A text with a meaning and a format of its own on the wire.
macro_rules! formatted {
    ($($(#[$doc:meta])* $name:ident($inner:ty), $format:literal, $example:literal, $near:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let inner = <$inner>::deserialize(deserializer)?;
                let near = $near;
                if near(inner) { Ok(Self(inner)) } else { Err(D::Error::custom(TOO_FAR)) }
            }
        }

        impl Type for $name {
            const IS_REQUIRED: bool = true;
            type RawValueType = Self;
            type RawElementValueType = Self;

            fn name() -> Cow<'static, str> {
                concat!("string_", $format).into()
            }

            fn schema_ref() -> MetaSchemaRef {
                let mut schema = MetaSchema::new_with_format("string", $format);
                schema.example = Some(Value::String($example.to_owned()));
                MetaSchemaRef::Inline(Box::new(schema))
            }

            fn as_raw_value(&self) -> Option<&Self> {
                Some(self)
            }

            fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
                Box::new(std::iter::once(self))
            }
        }

        impl ParseFromJSON for $name {
            fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
                match value {
                    Some(Value::String(text)) => Self::parse_from_parameter(&text),
                    other => Err(ParseError::expected_type(other.unwrap_or_default())),
                }
            }
        }

        impl ParseFromParameter for $name {
            fn parse_from_parameter(text: &str) -> ParseResult<Self> {
                let inner: $inner = text.parse().map_err(ParseError::custom)?;
                let near = $near;
                if near(inner) { Ok(Self(inner)) } else { Err(ParseError::custom(TOO_FAR)) }
            }
        }

        impl ToJSON for $name {
            fn to_json(&self) -> Option<Value> {
                Some(Value::String(self.0.to_string()))
            }
        }

        impl From<$inner> for $name {
            fn from(inner: $inner) -> Self {
                Self(inner)
            }
        }
    )*};
}

formatted! {
    /// An instant (RFC 3339, UTC).
    Instant(jiff::Timestamp), "date-time", "2027-01-21T09:15:00Z",
        |at: jiff::Timestamp| YEARS.contains(&at.to_zoned_datetime(TimeZone::UTC).year());
    /// A calendar day.
    Day(jiff::civil::Date), "date", "2027-01-18", |day: jiff::civil::Date| YEARS.contains(&day.year());
}

/// A closed set of the domain as it is named on the wire.
macro_rules! closed_set {
    ($($(#[$doc:meta])* $name:ident = $domain:ty { $($(#[$variant_doc:meta])* $variant:ident),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, Serialize, Deserialize)]
        #[oai(rename_all = "snake_case")]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant),* }

        impl From<$domain> for $name {
            fn from(value: $domain) -> Self {
                match value { $(<$domain>::$variant => Self::$variant),* }
            }
        }

        impl From<$name> for $domain {
            fn from(value: $name) -> Self {
                match value { $($name::$variant => Self::$variant),* }
            }
        }
    )*};
}
pub(super) use closed_set;
closed_set! {
    /// How people come in.
    ChannelKind = samverkan_domain::course::ChannelKind { Imported, Employer, Open }
    /// Profession family, on which cohorts are balanced: undervisning, specialpedagogik, socialt
    /// arbete, hälsa, ledning och vägledning.
    Family = samverkan_domain::profession::ProfessionFamily {
        Teaching, SpecialEducation, SocialWork, Health, Guidance,
    }
    /// Where a person would rather meet.
    Modality = samverkan_domain::person::Modality { Campus, Distance }
    /// Language of letters and calendars.
    Language = samverkan_domain::person::Language { Sv, En }
    /// Protected personal data (SS 12000).
    SecurityMarking = samverkan_domain::person::SecurityMarking {
        None, Confidential, ProtectedRegistration,
    }
    /// Where an application stands.
    ApplicationState = samverkan_domain::application::ApplicationState {
        AwaitingApproval, Submitted, Reserve, Called, Admitted, Accepted, Registered, Completed,
        Declined, Struck, NotStarted, Deferred, WithdrawnBeforeRegistration, WithdrawnEarly,
        WithdrawnLate, Refused, Superseded,
    }
    /// What is kept, as far as rules tell it apart.
    RetentionCategory = samverkan_domain::retention::Category {
        Needs, Availability, Calendars, Wishes, Transfers, Consents, Attendance, Letters, Imports,
        Erasures, Plans, Admission,
    }
    /// What the time is counted from for which something is kept.
    RetentionEvent = samverkan_domain::retention::Event {
        OfferingEnds, LastOfferingEnds, Sent, ReadIn, Decided, LastEntry,
    }
    /// How far a plan for weeding has come.
    WeedingState = samverkan_domain::retention::PlanState { Planned, Approved, Executed }
    /// What an answer led to.
    AnswerOutcome = crate::usecase::answers::AnswerOutcome {
        Accepted, Declined,
        /// Yes; those called together have to say so too.
        WaitsForOthers,
        /// Stays on the reserve list.
        StillInterested,
        /// Has left the reserve list.
        LeftTheList,
        /// A nomination is approved.
        Approved,
        /// A nomination is refused.
        Refused,
    }
    /// What a link asks: a seat for a reserve, an answer to an admission, whether somebody wants
    /// to wait on, or the approval of a nomination.
    QuestionKind = crate::usecase::answers::QuestionKind { Call, Admission, Interest, Approval }
    /// Whether a question can be answered.
    AnswerStanding = crate::usecase::answers::Standing { Open, Answered, TooLate, TakenBack }
    /// How somebody was sought.
    ContactWay = crate::usecase::reserves::ContactWay { Phone, Sms, Email, InPerson }
    /// How that went.
    ContactOutcome = crate::usecase::reserves::ContactOutcome {
        Reached, MessageLeft, NoAnswer, WrongAddress,
    }
    /// What a token lets its bearer be.
    Role = crate::usecase::Role {
        Participant, Administrator, Officer, Auditor, Archivist, ProgrammeResponsible, Technician,
    }
    /// What a feed shows the schedule of.
    FeedKind = crate::usecase::feeds::FeedKind { Person, Cohort, Offering, Teacher, Room }
    /// How a session meets.
    SessionMode = samverkan_domain::schedule::SessionMode { Campus, Online, Hybrid }
    /// What has happened to a session, for who attends it.
    NoticeNews = samverkan_domain::notice::News {
        Published, Changed, Cancelled, Revived,
        /// Preliminary again.
        Unsettled,
    }
    /// How a piece of news is told: by a letter of its own, or with the day's digest.
    NoticeWay = samverkan_domain::notice::Way { AtOnce, Digest }
    /// Where a notice stands; undone is one whose edits were taken back before anybody was told.
    NoticeState = crate::usecase::notices::list::NoticeState { Pending, Sent, Discarded, Undone }
    /// Which of two instants a wall time in the repeated hour of October means.
    Fold = samverkan_domain::schedule::Fold { Earlier, Later }
    /// Why somebody cannot come: the programme's timetable, a practicum week, another session here,
    /// the person's own calendar, or the person has said so.
    BusyCause = samverkan_domain::clash::Cause { Programme, Practicum, Session, Private, Stated }
    /// A day of the week.
    Weekday = jiff::civil::Weekday {
        Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday,
    }
    /// What is to become of sessions of a single cohort when an offering's are copied: to the cohort
    /// with the same code, or else to everybody or not at all; to everybody; not at all.
    CohortSessions = crate::usecase::series::CohortSessions {
        SameCodeOrEverybody, SameCodeOrNot, Everybody, Not,
    }
    /// Why a session is not made: a red day, a school holiday, no such time (or twice), no cohort of
    /// that code, or it is there already.
    LeftOut = crate::usecase::series::LeftOut {
        RedDay, SchoolHoliday, NoSuchTime, NoCohort, AlreadyThere,
    }
    /// Whether two people must, or must not, share a cohort.
    RuleKind = crate::usecase::cohorts::RuleKind { Together, Apart }
    /// To be in a cohort with somebody, or without.
    CompanyKind = samverkan_domain::cohort::company::CompanyKind { With, Without }
    /// What somebody needs of rooms and material to take part.
    PracticalNeed = samverkan_domain::need::PracticalNeed {
        StepFree, HearingLoop, LargePrint, SignLanguage, WrittenInterpretation, PlaceToRest,
    }
    /// What waits for somebody who administers.
    WaitingKind = crate::usecase::today::Waits {
        /// Heads who have been asked and have not answered.
        Approvals,
        /// Admitted people who are to answer.
        Answers,
        /// Reserves who have been called.
        Calls,
        /// Free seats for which reserves wait.
        Reserves,
        /// Proposals of cohorts that are newer than what is in force.
        Proposals,
        /// People of an offering that begins soon and has no cohorts.
        NoCohorts,
        /// People without a cohort where there are cohorts.
        Unplaced,
        /// Wishes to change cohort.
        Transfers,
        /// Wishes to be in another cohort than somebody.
        Company,
        /// Requests for erasure.
        Erasures,
        /// Letters that were given up.
        LettersFailed, AddressesFailed, Duplicates,
        /// Letters that should have gone.
        LettersLate,
        /// Registered for three weeks, not seen, and not asked.
        FollowUp,
        /// Meetings within two weeks without a room.
        NoRoom,
        /// Meetings within two weeks that nobody leads.
        NoLeader,
        /// Timetables of programmes that could not be fetched.
        Timetables,
    }
    /// What is decided of a request to erase data.
    ErasureOutcome = samverkan_domain::erasure::ErasureOutcome { Granted, Partly, Refused }
    /// Why in law (GDPR, article 17): the first three are grounds to erase, the others to keep.
    ErasureGround = samverkan_domain::erasure::ErasureGround {
        NotNeeded, Objection, Unlawful, PublicTask, Archive, LegalClaims,
    }
    /// Where a plan starts: from nothing; from the cohorts in force with few moves, with none, or
    /// with none but those placed who have no cohort.
    PlanStart = crate::usecase::cohorts::Start { New, Rebalance, Keep, Late }
    /// What to do with colleagues: different cohorts, the same cohort, two and two, or no matter.
    WorkplacePolicy = samverkan_domain::cohort::WorkplacePolicy { Spread, Together, Pairs, None }
    /// What a partition is for: professions that meet, or expert groups of one family each.
    CohortKind = samverkan_domain::cohort::SetKind { Mixed, Expert }
    /// Weights by name: jämn blandning, tillgänglighet först, minsta möjliga flytt.
    WeightPreset = samverkan_domain::cohort::Preset { Balanced, Availability, FewestMoves }
    /// What a file is about.
    ImportKind = samverkan_domain::import::ImportKind {
        Admissions, Nominations, Sessions, Programmes, Workplaces, People,
    }
    /// What an import does with a row.
    RowStatus = samverkan_domain::import::report::RowStatus { New, Changed, Unchanged, Error }
    /// Whether a finding stops the import.
    Severity = samverkan_domain::import::report::Severity { Error, Warning }
    /// A step that an administrator takes: ej antagen, struken, anstånd, nekat anstånd, ej
    /// påbörjad, avklarad.
    StepKind = crate::usecase::enrolment::steps::StepKind {
        Refuse, Strike, Defer, RefuseDeferral, MarkNotStarted, Complete,
    }
    /// Where somebody was seen: at the roll-call, at a meeting, in the learning platform.
    PresenceKind = crate::usecase::enrolment::rollcall::PresenceKind { Upprop, Meeting, Activity }
    /// How a registered person has been seen: not at all, not for two weeks, lately.
    Presence = samverkan_domain::admission::follow_up::Presence { Silent, Fading, Present }
    /// What leaving a package means for the whole of it.
    PackageExitKind = samverkan_domain::admission::package_exit::PackageExit { BeforeRegistration, Early, Late }
    /// What leaving a package means for one course.
    CourseExit = samverkan_domain::admission::package_exit::CourseExit { Untouched, BeforeRegistration, Early, Late }
    /// What will not do for others than those who try it out.
    Remark = crate::usecase::operations::Remark {
        MigrationsMissing, NotHttps, MailToFolder, MailWaits, WorkFails,
    }
    /// Where a rate of inactive people comes from: the question, or UKÄ's figures for 2019/20.
    RateSource = crate::usecase::overbooking::RateSource { Given, Freestanding, Programme }
}
