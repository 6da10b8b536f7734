//! What can be wrong with a list of requirements, all of it at once.

use super::Requirement;
use crate::{code, limits, person::Language, text::fold_name};
use serde::Serialize;

/// Deepest nesting: a requirement in the list itself is at depth 1.
pub const DEPTH: usize = 4;
/// Most leaves in a list.
pub const LEAVES: usize = 40;
/// Most codes or degrees in one requirement.
pub const LIST_ENTRIES: usize = 40;
/// Credits that can be asked for, in tenths: from 0.1 to 1,000 hp.
pub const TENTHS: std::ops::RangeInclusive<i64> = 1..=10_000;

/// One fault: where, and what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequirementFault {
    /// JSON pointer into the list, such as `/1/of/0/tenths`; empty for the list as a whole.
    pub pointer: String,
    #[serde(flatten)]
    pub kind: FaultKind,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum FaultKind {
    /// A group or a list without entries.
    Empty,
    /// A number of credits outside [`TENTHS`].
    Tenths {
        tenths: i64,
    },
    TooDeep,
    TooManyLeaves {
        leaves: usize,
    },
    TooManyEntries {
        entries: usize,
    },
    CourseCode {
        text: String,
    },
    ProgrammeCode {
        text: String,
    },
    /// The name of a degree is blank or too long.
    DegreeName,
}

impl RequirementFault {
    pub fn sentence(&self, language: Language) -> String {
        match language {
            Language::Sv => swedish(&self.kind),
            Language::En => english(&self.kind),
        }
    }
}

fn swedish(kind: &FaultKind) -> String {
    match kind {
        FaultKind::Empty => "Listan är tom. Skriv minst ett krav, eller ta bort den.".to_owned(),
        FaultKind::Tenths { tenths } => format!(
            "{tenths} går inte att använda. Skriv högskolepoäng i tiondelar, från {} till {}: 300 är 30 hp.",
            TENTHS.start(),
            TENTHS.end()
        ),
        FaultKind::TooDeep => {
            format!("Kraven är nästlade för djupt. Använd högst {DEPTH} nivåer.")
        }
        FaultKind::TooManyLeaves { leaves } => {
            format!("Det är {leaves} krav. Skriv högst {LEAVES}.")
        }
        FaultKind::TooManyEntries { entries } => {
            format!("Listan har {entries} poster. Skriv högst {LIST_ENTRIES}.")
        }
        FaultKind::CourseCode { text } => {
            format!("”{text}” är ingen kurskod. Skriv till exempel SA123A.")
        }
        FaultKind::ProgrammeCode { text } => {
            format!("”{text}” är ingen programkod. Skriv till exempel LKP1Y.")
        }
        FaultKind::DegreeName => {
            format!("Skriv examens namn, högst {} tecken.", limits::LINE_CHARS)
        }
    }
}

fn english(kind: &FaultKind) -> String {
    match kind {
        FaultKind::Empty => {
            "The list is empty. Write at least one requirement, or remove it.".to_owned()
        }
        FaultKind::Tenths { tenths } => format!(
            "{tenths} cannot be used. Write credits in tenths, from {} to {}: 300 is 30 credits.",
            TENTHS.start(),
            TENTHS.end()
        ),
        FaultKind::TooDeep => {
            format!("The requirements are nested too deep. Use at most {DEPTH} levels.")
        }
        FaultKind::TooManyLeaves { leaves } => {
            format!("There are {leaves} requirements. Write at most {LEAVES}.")
        }
        FaultKind::TooManyEntries { entries } => {
            format!("The list has {entries} entries. Write at most {LIST_ENTRIES}.")
        }
        FaultKind::CourseCode { text } => {
            format!("“{text}” is not a course code. Write SA123A, for example.")
        }
        FaultKind::ProgrammeCode { text } => {
            format!("“{text}” is not a programme code. Write LKP1Y, for example.")
        }
        FaultKind::DegreeName => format!(
            "Write the name of the degree, at most {} characters.",
            limits::LINE_CHARS
        ),
    }
}

/// All faults of a list; empty if it can be used. An empty list is no fault: no requirements.
pub fn validate(requirements: &[Requirement]) -> Vec<RequirementFault> {
    let mut check = Check::default();
    check.list(requirements, "", 1);
    if check.leaves > LEAVES {
        let leaves = check.leaves;
        check.fault(String::new(), FaultKind::TooManyLeaves { leaves });
    }
    check.faults
}

#[derive(Default)]
struct Check {
    leaves: usize,
    faults: Vec<RequirementFault>,
}

impl Check {
    fn fault(&mut self, pointer: String, kind: FaultKind) {
        self.faults.push(RequirementFault { pointer, kind });
    }

    fn list(&mut self, requirements: &[Requirement], prefix: &str, depth: usize) {
        for (index, requirement) in requirements.iter().enumerate() {
            self.one(requirement, &format!("{prefix}/{index}"), depth);
        }
    }

    fn one(&mut self, requirement: &Requirement, pointer: &str, depth: usize) {
        let of = format!("{pointer}/of");
        match requirement {
            Requirement::AllOf { of: parts } | Requirement::AnyOf { of: parts } => {
                if parts.is_empty() {
                    self.fault(of, FaultKind::Empty);
                } else if depth == DEPTH {
                    // What lies deeper is counted by nobody: the list is refused anyway.
                    self.fault(of, FaultKind::TooDeep);
                } else {
                    self.list(parts, &of, depth + 1);
                }
            }
            leaf => {
                self.leaves += 1;
                self.leaf(leaf, pointer);
            }
        }
    }

    fn leaf(&mut self, leaf: &Requirement, pointer: &str) {
        match leaf {
            Requirement::MinCredits { tenths, .. } => self.tenths(*tenths, pointer, "tenths"),
            Requirement::TermLoad { max_tenths, .. } => {
                self.tenths(*max_tenths, pointer, "max_tenths");
            }
            Requirement::Programme { any_of, .. } => {
                self.entries(any_of, pointer, |text| {
                    let text = shortened(text);
                    (!code::is_programme_code(&text)).then_some(FaultKind::ProgrammeCode { text })
                });
            }
            Requirement::Degree { any_of, .. } => {
                self.entries(any_of, pointer, |name| {
                    let sound =
                        !fold_name(name).is_empty() && name.chars().count() <= limits::LINE_CHARS;
                    (!sound).then_some(FaultKind::DegreeName)
                });
            }
            Requirement::CoursePassed { code, .. } | Requirement::CourseNotPassed { code, .. }
                if !code::is_course_code(code) =>
            {
                let text = shortened(code);
                self.fault(format!("{pointer}/code"), FaultKind::CourseCode { text });
            }
            _ => {}
        }
    }

    fn tenths(&mut self, tenths: i64, pointer: &str, field: &str) {
        if !TENTHS.contains(&tenths) {
            self.fault(format!("{pointer}/{field}"), FaultKind::Tenths { tenths });
        }
    }

    fn entries(
        &mut self,
        list: &[String],
        pointer: &str,
        wrong: impl Fn(&str) -> Option<FaultKind>,
    ) {
        let pointer = format!("{pointer}/any_of");
        if list.is_empty() {
            self.fault(pointer, FaultKind::Empty);
        } else if list.len() > LIST_ENTRIES {
            let entries = list.len();
            self.fault(pointer, FaultKind::TooManyEntries { entries });
        } else {
            for (index, entry) in list.iter().enumerate() {
                if let Some(kind) = wrong(entry) {
                    self.fault(format!("{pointer}/{index}"), kind);
                }
            }
        }
    }
}

/// Enough of a text to know it again in a sentence.
fn shortened(text: &str) -> String {
    text.chars().take(20).collect()
}
