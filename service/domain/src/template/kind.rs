//! The letters whose words can be changed, and what each can and must say.
//!
//! Not among them: codes to sign in with, and what is about a person rather than an offering.

use super::placeholder::Placeholder;
use crate::person::Language;
use Need::{May, Must, MustIfAny, There};

/// Whether there always is something to fill in, and whether the letter has to say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Always there; may be left out.
    There,
    /// Not always there; may be left out.
    May,
    /// Always there; a letter without it would be of no use.
    Must,
    /// Not always there; but where it is, the letter has to say it.
    MustIfAny,
}

impl Need {
    pub fn is_required(self) -> bool {
        matches!(self, Must | MustIfAny)
    }

    pub fn is_always_there(self) -> bool {
        matches!(self, There | Must)
    }
}

/// What every letter can say.
const COMMON: &[(Placeholder, Need)] = &[
    (Placeholder::FirstName, May),
    (Placeholder::Course, There),
    (Placeholder::Offering, There),
    (Placeholder::Site, There),
    (Placeholder::StandardText, There),
];

macro_rules! kinds {
    ($($name:ident $word:literal $sv:literal $en:literal: [$($field:ident $need:ident),*];)*) => {
        /// A letter whose words can be changed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($name),* }

        impl Kind {
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name on the wire and in the database.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            /// When it is sent.
            pub fn occasion(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::Sv) => $sv, (Self::$name, Language::En) => $en,)*
                }
            }

            /// What it can say besides what every letter can.
            fn own(self) -> &'static [(Placeholder, Need)] {
                match self { $(Self::$name => &[$((Placeholder::$field, $need)),*]),* }
            }
        }
    };
}

kinds! {
    ReceivedAdmitted "received_admitted" "Kvitto på anmälan, antagen direkt" "Receipt of an application, admitted at once":
        [Channel There, Reference There, ReceivedAt There, AnswerRequest May, AnswerBy MustIfAny, Link MustIfAny, Receipt May];
    ReceivedReserve "received_reserve" "Kvitto på anmälan, reserv direkt" "Receipt of an application, reserve at once":
        [Channel There, Reference There, ReceivedAt There, ReservePlace Must, Receipt May];
    ReceivedReview "received_review" "Kvitto på anmälan som ska prövas" "Receipt of an application that is to be decided":
        [Channel There, Reference There, ReceivedAt There, Receipt May];
    Admitted "admitted" "Antagen" "Admitted":
        [Starts There, Condition MustIfAny, AnswerRequest May, AnswerBy MustIfAny, Link MustIfAny];
    AdmittedElsewhere "admitted_elsewhere" "Antagen på antagning.se, vårt brev om det" "Admitted at antagning.se, our letter about it":
        [Starts There, Decided Must, Condition MustIfAny];
    OnReserve "on_reserve" "Reservplacerad" "Placed as reserve": [ReservePlace Must];
    NotAdmitted "not_admitted" "Inte antagen" "Not admitted": [Reference There, Reasons MustIfAny, Appeal Must];
    SelectionAdmitted "selection_admitted" "Urvalet är klart, antagen" "Selection done, admitted":
        [Condition MustIfAny, Reasons May, AnswerRequest May, AnswerBy MustIfAny, Link MustIfAny, Record There];
    SelectionReserve "selection_reserve" "Urvalet är klart, reserv" "Selection done, reserve":
        [ReservePlace Must, Condition MustIfAny, Reasons May, Record There];
    AnswerAccepted "answer_accepted" "Kvitto på att man tackat ja" "Receipt of a yes": [];
    AnswerDeclined "answer_declined" "Kvitto på att man tackat nej" "Receipt of a no": [];
    AnswerReminder "answer_reminder" "Påminnelse om att svara, som alltid skickas" "Reminder to answer, always sent":
        [AnswerRequest There, AnswerBy Must, Link Must];
    Struck "struck" "Struken" "Struck off": [Reference There, Reasons Must, Appeal There];
    ReserveCalled "reserve_called" "Reserv kallad till ledig plats" "Reserve called to a free place":
        [ReservePlace There, Reasons There, AnswerRequest There, AnswerBy Must, Link Must];
    ReserveReminder "reserve_reminder" "Påminnelse om kallelsen, som alltid skickas" "Reminder of the call, always sent":
        [ReservePlace There, AnswerRequest There, AnswerBy Must, Link Must];
    CallAccepted "call_accepted" "Reserven har tackat ja" "The reserve has said yes": [];
    CallDeclined "call_declined" "Reserven har tackat nej" "The reserve has said no": [];
    CallExpired "call_expired" "Reserven svarade inte i tid" "The reserve did not answer in time": [];
    CallCancelled "call_cancelled" "Kallelsen är tillbakatagen" "The call is taken back": [];
    InterestAsked "interest_asked" "Fråga om man fortfarande vill ha en plats" "Asked whether one still wants a place":
        [ReservePlace There, AnswerRequest There, AnswerBy Must, Link Must];
    Swapped "swapped" "Den nya platsen tagen, den gamla lämnad" "The new place taken, the old one given up": [FormerOffering There];
    WithdrawalReceived "withdrawal_received" "Återbud mottaget" "Withdrawal received": [Reference There, ReceivedAt There];
    LeavingEarly "leaving_early" "Tidigt avbrott mottaget" "Early withdrawal received": [Reference There, ReceivedAt There];
    LeavingLate "leaving_late" "Sent avbrott mottaget" "Late withdrawal received": [Reference There, ReceivedAt There];
    CohortPlaced "cohort_placed" "Placerad i grupp" "Placed in a cohort": [Cohort Must, Mix May, FirstMeeting May];
    TransferApproved "transfer_approved" "Byte av grupp beviljat" "Change of cohort approved":
        [FormerCohort There, Cohort Must, Reasons May];
    TransferRefused "transfer_refused" "Byte av grupp nekat" "Change of cohort refused": [FormerCohort There, Reasons MustIfAny];
    DeferralGranted "deferral_granted" "Anstånd beviljat" "Deferral granted": [Reference Must, UntilTerm May, Reasons May];
    DeferralRefused "deferral_refused" "Anstånd nekat" "Deferral refused": [Reference There, Reasons MustIfAny, Appeal Must];
    ApprovalAsked "approval_asked" "Till chefen: får den anställde platsen?" "To the head: may the employee have the place?":
        [Employee Must, Employer There, Contract There, AnswerRequest There, AnswerBy Must, Link Must];
    ApprovalReminder "approval_reminder" "Till chefen: påminnelse" "To the head: reminder":
        [Employee Must, Employer There, Contract There, AnswerRequest There, AnswerBy Must, Link Must];
    NominationApproved "nomination_approved" "Arbetsgivaren har sagt ja" "The employer has said yes": [];
    NominationRefused "nomination_refused" "Arbetsgivaren har sagt nej" "The employer has said no": [];
    NominationExpired "nomination_expired" "Arbetsgivaren har inte svarat" "The employer has not answered": [];
    Replaced "replaced" "Arbetsgivaren skickar någon annan" "The employer sends somebody else": [Reference There];
    CohortsLed "cohorts_led" "Till handledaren: grupperna" "To the facilitator: the cohorts": [Cohorts Must];
    LeadsNone "leads_none" "Till handledaren: inga grupper längre" "To the facilitator: no cohorts any more": [];
    ScheduleNews "schedule_news" "Nytt i schemat, om det gäller en enda kurs" "News of the schedule, if it is about one course": [News Must];
    FollowUp "follow_up" "Treveckorskontrollen" "The three-week control": [AnswerBy Must];
    FollowUpLate "follow_up_late" "Kontroll efter tre veckor" "Control after three weeks": [AnswerBy Must];
    NotStarted "not_started" "Kom inte till uppropet" "Did not come to the roll-call": [Reference There];
    RemindEnrolment "remind_enrolment" "Påminnelse enligt regel: anmälan stänger" "Reminder by rule: enrolment closes": [Closes Must];
    RemindAnswer "remind_answer" "Påminnelse enligt regel: svara på erbjuden plats" "Reminder by rule: answer to an offered place":
        [AnswerRequest There, AnswerBy Must, Link Must];
    RemindStart "remind_start" "Påminnelse enligt regel: kursen börjar" "Reminder by rule: the course begins": [Starts Must, Ends There];
    RemindMeeting "remind_meeting" "Påminnelse enligt regel: ett möte" "Reminder by rule: a meeting": [Meeting There, MeetingTime Must];
    RemindEnd "remind_end" "Påminnelse enligt regel: kursen slutar" "Reminder by rule: the course ends": [Starts There, Ends Must];
}

impl Kind {
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }

    /// What it can say, with whether it must.
    pub fn fields(self) -> impl Iterator<Item = (Placeholder, Need)> {
        COMMON.iter().chain(self.own()).copied()
    }

    pub fn need(self, placeholder: Placeholder) -> Option<Need> {
        let mut fields = self.fields();
        fields
            .find(|(one, _)| *one == placeholder)
            .map(|(_, need)| need)
    }

    /// What its subject can say. A subject is read on locked screens: nobody's name, no link.
    pub fn in_subject(self, placeholder: Placeholder) -> bool {
        match placeholder {
            Placeholder::StandardSubject => true,
            Placeholder::Course
            | Placeholder::Offering
            | Placeholder::Starts
            | Placeholder::Ends
            | Placeholder::Closes
            | Placeholder::AnswerBy
            | Placeholder::MeetingTime => {
                let need = self.need(placeholder);
                need.is_some_and(Need::is_always_there)
            }
            _ => false,
        }
    }

    /// Whether rules send it: only those have wordings with names, and can be unsubscribed from.
    pub fn is_reminder(self) -> bool {
        matches!(
            self,
            Self::RemindEnrolment
                | Self::RemindAnswer
                | Self::RemindStart
                | Self::RemindMeeting
                | Self::RemindEnd
        )
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}
