//! What can go wrong: a kind, what to do about it, and the exit code that scripts see.

use crate::{
    client::api::types::Problem,
    text::{Lang, Text, text},
};
use progenitor_client::Error as Call;
use std::error::Error as _;

/// The exit codes. Scripts depend on them: they never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum ExitCode {
    /// Done.
    Done = 0,
    /// The answer is no: a check failed, a file is not sound, no plan is possible.
    No = 1,
    /// Wrong usage: options, files or settings.
    Usage = 2,
    /// The service refused; the problem was shown.
    Refused = 3,
    /// The service could not be reached, or cannot work just now.
    Unreachable = 4,
    /// Changed meanwhile: fetch again and try anew.
    Conflict = 5,
}

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) enum CliError {
    /// Whoever read our output has gone; nothing to say.
    ReaderGone,
    /// The answer is no, and has been printed as the command's result.
    No,
    /// The person said no when asked.
    NotConfirmed,
    Usage {
        what: Text,
        hint: Option<Text>,
    },
    /// A file that is not as it should be, with every fault.
    Faulty {
        what: Text,
        faults: Vec<String>,
    },
    /// A file or the terminal would not do as asked.
    Io {
        what: Text,
        source: std::io::Error,
    },
    /// The service said no.
    Refused(Box<Problem>),
    /// No answer.
    Unreachable {
        address: String,
        source: String,
    },
    /// An answer, but not from a Samverkan that this version understands.
    NotUnderstood {
        detail: String,
    },
}

pub(crate) type Result<T = ()> = std::result::Result<T, CliError>;

impl CliError {
    pub(crate) fn usage(what: Text) -> Self {
        Self::Usage { what, hint: None }
    }

    pub(crate) fn usage_with(what: Text, hint: Text) -> Self {
        Self::Usage {
            what,
            hint: Some(hint),
        }
    }

    pub(crate) fn io(what: Text, source: std::io::Error) -> Self {
        Self::Io { what, source }
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::ReaderGone => ExitCode::Done,
            Self::No | Self::NotConfirmed => ExitCode::No,
            Self::Usage { .. } | Self::Faulty { .. } | Self::Io { .. } => ExitCode::Usage,
            Self::Refused(problem) => match (problem.status, problem.code.as_str()) {
                (412 | 428, _) | (_, "plan-outdated" | "people-changed") => ExitCode::Conflict,
                // That there is no plan is an answer, not a refusal to give one.
                (_, "no-plan") => ExitCode::No,
                (502..=504, _) => ExitCode::Unreachable,
                _ => ExitCode::Refused,
            },
            Self::Unreachable { .. } | Self::NotUnderstood { .. } => ExitCode::Unreachable,
        }
    }

    /// What went wrong, one sentence a line; empty when nothing is to be said.
    pub(crate) fn lines(&self, lang: Lang) -> Vec<String> {
        match self {
            Self::ReaderGone | Self::No => Vec::new(),
            Self::NotConfirmed => vec![
                text!("Inget är ändrat", "Nothing was changed")
                    .get(lang)
                    .to_owned(),
            ],
            Self::Usage { what, .. } => vec![what.get(lang).to_owned()],
            Self::Faulty { what, faults } => {
                let faults = faults.iter().map(|fault| format!("  {fault}"));
                [what.get(lang).to_owned()]
                    .into_iter()
                    .chain(faults)
                    .collect()
            }
            Self::Io { what, source } => vec![format!("{}: {source}", what.get(lang))],
            Self::Refused(problem) => {
                let mut lines = vec![format!("{}: {}", problem.title, problem.detail)];
                let fields = problem.errors.iter();
                lines.extend(fields.map(|field| format!("  {}: {}", field.pointer, field.detail)));
                lines
            }
            Self::Unreachable { address, .. } => {
                vec![
                    text!(
                        "Tjänsten svarar inte: {address}",
                        "The service does not answer: {address}"
                    )
                    .get(lang)
                    .to_owned(),
                ]
            }
            Self::NotUnderstood { .. } => vec![
                text!(
                    "Svaret är inte från en Samverkan som den här versionen förstår",
                    "The answer is not from a Samverkan that this version understands"
                )
                .get(lang)
                .to_owned(),
            ],
        }
    }

    /// What to try.
    pub(crate) fn hint(&self) -> Option<Text> {
        match self {
            Self::Usage { hint, .. } => hint.clone(),
            Self::Unreachable { .. } | Self::NotUnderstood { .. } => Some(text!(
                "kontrollera adressen: --url, SAMVERKAN_URL eller `samverkan login`",
                "check the address: --url, SAMVERKAN_URL or `samverkan login`"
            )),
            Self::Refused(problem) => match (problem.status, problem.code.as_str()) {
                (401, _) => Some(text!(
                    "logga in med `samverkan login`",
                    "log in with `samverkan login`"
                )),
                (412 | 428, _) => Some(text!(
                    "hämta posten igen och se vad som är ändrat; kör sedan kommandot på nytt",
                    "fetch it again and see what has changed; then run the command anew"
                )),
                (_, "plan-outdated") => Some(text!(
                    "gör ett nytt förslag med `samverkan cohort propose`",
                    "make a new plan with `samverkan cohort propose`"
                )),
                (_, "no-plan") => Some(text!(
                    "pröva --size eller --protected-ok, eller ta bort ett --lock eller en regel (`samverkan cohort rule list`)",
                    "try --size or --protected-ok, or remove a --lock or a rule (`samverkan cohort rule list`)"
                )),
                (502..=504, _) => Some(text!("försök igen om en stund", "try again in a while")),
                _ => None,
            },
            _ => None,
        }
    }

    /// Causes and numbers, for those who look into it (`-v`).
    pub(crate) fn details(&self) -> Vec<String> {
        match self {
            Self::Refused(problem) => vec![
                format!("{} {} {}", problem.status, problem.code, problem.type_),
                problem.instance.clone(),
            ],
            Self::Unreachable { source, .. } => vec![source.clone()],
            Self::NotUnderstood { detail } => vec![detail.clone()],
            _ => Vec::new(),
        }
    }
}

impl From<Call<Problem>> for CliError {
    fn from(error: Call<Problem>) -> Self {
        match error {
            Call::ErrorResponse(response) => Self::Refused(Box::new(response.into_inner())),
            Call::CommunicationError(error)
            | Call::InvalidUpgrade(error)
            | Call::ResponseBodyError(error) => unreachable(&error),
            Call::InvalidRequest(reason) | Call::Custom(reason) => Self::usage(text!(
                "Begäran går inte att ställa: {reason}",
                "The request cannot be made: {reason}"
            )),
            Call::InvalidResponsePayload(_, error) => Self::NotUnderstood {
                detail: error.to_string(),
            },
            Call::UnexpectedResponse(response) => Self::NotUnderstood {
                detail: format!("{} {}", response.status(), response.url()),
            },
        }
    }
}

fn unreachable(error: &reqwest::Error) -> CliError {
    let address = error.url().map(|url| url.origin().ascii_serialization());
    let mut source = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        source = format!("{source}: {error}");
        cause = error.source();
    }
    CliError::Unreachable {
        address: address.unwrap_or_default(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, code: &str) -> CliError {
        CliError::Refused(Box::new(Problem {
            code: code.to_owned(),
            detail: "Correct the fields that are named.".to_owned(),
            errors: vec![crate::client::api::types::ProblemField {
                code: "bad".to_owned(),
                detail: "At least 1.".to_owned(),
                pointer: "/seats".to_owned(),
            }],
            instance: "urn:uuid:1".to_owned(),
            status,
            title: "The data is not right".to_owned(),
            type_: "https://example.org/problems/x".to_owned(),
        }))
    }

    #[test]
    fn every_refusal_has_its_exit_code() {
        let code = |status, code| refused(status, code).exit_code();
        assert_eq!(code(401, "not-signed-in"), ExitCode::Refused);
        assert_eq!(code(404, "not-found"), ExitCode::Refused);
        assert_eq!(code(409, "wrong-state"), ExitCode::Refused);
        assert_eq!(code(409, "no-plan"), ExitCode::No);
        assert_eq!(code(409, "plan-outdated"), ExitCode::Conflict);
        assert_eq!(code(412, "changed-meanwhile"), ExitCode::Conflict);
        assert_eq!(code(428, "precondition-required"), ExitCode::Conflict);
        assert_eq!(code(503, "unavailable"), ExitCode::Unreachable);
        assert_eq!(CliError::NotConfirmed.exit_code(), ExitCode::No);
    }

    #[test]
    fn each_field_is_shown_and_there_is_a_hint() {
        let lines = refused(422, "invalid").lines(Lang::En);
        assert_eq!(lines[1], "  /seats: At least 1.");
        let hint = refused(401, "not-signed-in").hint().expect("a hint");
        assert_eq!(hint.get(Lang::En), "log in with `samverkan login`");
    }
}
