//! What can be filled in: a closed set, each with a name in Swedish and one in English.

use crate::{person::Language, profession::nearest, text::fold_name};

macro_rules! placeholders {
    ($($name:ident $shape:ident $sv:literal $en:literal: $means_sv:literal, $means_en:literal;)*) => {
        /// Something that a letter fills in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Placeholder { $($name),* }

        impl Placeholder {
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name between the braces.
            pub fn name(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::Sv) => $sv, (Self::$name, Language::En) => $en,)*
                }
            }

            /// What it says, for whoever writes.
            pub fn means(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::Sv) => $means_sv,
                      (Self::$name, Language::En) => $means_en,)*
                }
            }

            pub fn shape(self) -> Shape {
                match self { $(Self::$name => Shape::$shape),* }
            }
        }
    };
}

/// How much a placeholder is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Words within a sentence.
    Words,
    /// Whole paragraphs.
    Block,
}

placeholders! {
    FirstName Words "förnamn" "first_name": "mottagarens förnamn; för den som har skyddade personuppgifter kortnamnet", "the recipient's first name; the alias of somebody with protected identity";
    Course Words "kurs" "course": "kursens namn", "the course's name";
    Offering Words "kurstillfälle" "offering": "kurstillfällets kod", "the offering's code";
    Site Words "webbplats" "site": "webbplatsens adress", "the web site's address";
    StandardSubject Words "standardämne" "standard_subject": "ämnesraden som brevet annars har", "the subject that the letter has otherwise";
    StandardText Block "standardtext" "standard_text": "hela texten som brevet annars har", "the whole text that the letter has otherwise";
    AnswerRequest Block "svarsfråga" "answer_request": "frågan, sista dag, länken och vad som händer utan svar", "the question, until when, the link, and what silence means";
    AnswerBy Words "svara_senast" "answer_by": "när svaret senast ska ha kommit", "until when to answer";
    Link Words "länk" "link": "länken att svara med", "the link to answer by";
    Starts Words "kursstart" "course_start": "dagen då kursen börjar", "the day on which the course begins";
    Ends Words "kursslut" "course_end": "dagen då kursen slutar", "the day on which the course ends";
    Closes Words "anmälan_stänger" "enrolment_closes": "när anmälan stänger", "when enrolment closes";
    Channel Words "antagning" "channel": "vägen in på kursen", "the way into the course";
    Reference Words "nummer" "reference": "anmälans nummer", "the application's number";
    ReceivedAt Words "mottaget" "received": "när vi tog emot det", "when we received it";
    ReservePlace Words "reservplats" "reserve_place": "numret i kön och urvalsgruppen", "the number in the queue and the selection group";
    Condition Block "villkor" "condition": "stycket om villkoret, om antagningen har ett", "the paragraph about the condition, if the admission has one";
    Reasons Block "skäl" "reasons": "skälen", "the reasons";
    Appeal Block "överklagande" "appeal": "hur man överklagar, eller att det inte går", "how to appeal, or that one cannot";
    Cohort Words "grupp" "cohort": "gruppens kod", "the cohort's code";
    FormerCohort Words "tidigare_grupp" "former_cohort": "den tidigare gruppens kod", "the former cohort's code";
    Mix Block "sammansättning" "mix": "hur många i gruppen per yrkesområde; inget för den som har skyddade personuppgifter", "how many of each profession family; nothing for somebody with protected identity";
    FirstMeeting Block "första_mötet" "first_meeting": "när gruppen ses första gången", "when the cohort meets first";
    Meeting Words "möte" "meeting": "mötets namn", "the meeting's name";
    MeetingTime Words "mötestid" "meeting_time": "när mötet är", "when the meeting is";
    FormerOffering Words "tidigare_kurstillfälle" "former_offering": "kurstillfället vars plats lämnas", "the offering whose place is given up";
    UntilTerm Words "till_termin" "until_term": "terminen som platsen är sparad till", "the term until which the place is kept";
    Record Block "protokoll" "record": "var urvalets protokoll finns och vilken rad som är mottagarens", "where the record of the selection is, and which line is the recipient's";
    Decided Block "beslutet" "decision": "var beslutet finns och hur man svarar där", "where the decision is and how to answer there";
    Employee Words "anställd" "employee": "den anställdes namn; för den som har skyddade personuppgifter kortnamnet", "the employee's name; the alias of somebody with protected identity";
    Employer Words "arbetsgivare" "employer": "arbetsgivaren", "the employer";
    Contract Words "avtal" "contract": "avtalets beteckning", "the contract's name";
    Cohorts Block "grupper" "cohorts": "grupperna som mottagaren leder, och när de ses", "the cohorts that the recipient leads, and when they meet";
    News Block "nyheter" "news": "vad som är nytt, möte för möte", "what is new, meeting by meeting";
    Receipt Block "kvitto" "receipt": "länken till sidan med kvittot", "the link to the page with the receipt";
}

impl Placeholder {
    /// The one of this name, in either language; capitals, spaces and underscores do not matter.
    pub fn named(name: &str) -> Option<Self> {
        let key = fold_name(name);
        Self::ALL.iter().copied().find(|one| {
            [Language::Sv, Language::En]
                .iter()
                .any(|language| fold_name(one.name(*language)) == key)
        })
    }

    /// Of some, the one that a name most likely means.
    pub(super) fn nearest(name: &str, among: &[Self]) -> Option<Self> {
        let names = [Language::Sv, Language::En].into_iter();
        let names = names.flat_map(|language| among.iter().map(move |one| one.name(language)));
        Self::named(nearest(name, names)?)
    }

    /// What need not be said of a letter that says this.
    pub(super) fn covers(self, other: Self) -> bool {
        match self {
            Self::StandardText => true,
            Self::AnswerRequest => matches!(other, Self::AnswerBy | Self::Link),
            _ => self == other,
        }
    }
}
