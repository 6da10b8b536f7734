//! What is wrong with a wording, said to whoever wrote it.

use crate::{
    error::{Error, FieldError, Result, Text},
    texts::Texts,
};
use samverkan_domain::{
    person::Language,
    template::{Fault, Kind, Part, Placeholder, Problem, check, usable},
};

/// Refuses words that will not do, every fault with its place.
pub(super) fn sound(kind: Kind, subject: &str, body: &str) -> Result<()> {
    let problems = check(kind, subject, body);
    if problems.is_empty() {
        return Ok(());
    }
    let errors = problems.iter().map(|problem| said(kind, problem)).collect();
    Err(Error::Invalid(errors))
}

fn braced(one: Placeholder, language: Language) -> String {
    format!("{{{}}}", one.name(language))
}

fn said(kind: Kind, problem: &Problem) -> FieldError {
    let (pointer, code) = (
        match problem.part {
            Part::Subject => "/subject",
            Part::Body => "/body",
        },
        code(&problem.fault),
    );
    let text = |language| {
        let t = Texts::of_language(language);
        let (line, column) = (problem.line.to_string(), problem.column.to_string());
        let what = what(kind, problem, language);
        match problem.fault {
            // Not in one place.
            Fault::Empty | Fault::TooLong(..) | Fault::Missing(_) | Fault::Hidden(..) => what,
            _ => t.template_at(column, line, what),
        }
    };
    let text = Text::new(text(Language::Sv), text(Language::En));
    FieldError::new(pointer, code, text)
}

fn code(fault: &Fault) -> &'static str {
    match fault {
        Fault::Empty => "required",
        Fault::TooLong(..) => "too-long",
        Fault::Control => "control-character",
        Fault::Stray(_) => "stray-brace",
        Fault::Unknown(..) => "unknown-placeholder",
        Fault::NotHere(_) => "placeholder-not-here",
        Fault::NotAlone(_) => "placeholder-not-alone",
        Fault::Missing(_) => "placeholder-missing",
        Fault::Hidden(..) => "placeholder-hidden",
    }
}

fn what(kind: Kind, problem: &Problem, language: Language) -> String {
    let t = Texts::of_language(language);
    let name = |one: Placeholder| braced(one, language);
    let all = || -> String {
        let names = usable(kind, problem.part).map(|one| braced(one, language));
        names.collect::<Vec<_>>().join(", ")
    };
    match &problem.fault {
        Fault::Empty => t.template_empty().to_owned(),
        Fault::TooLong(length, most) => t.template_too_long(length.to_string(), most.to_string()),
        Fault::Control => match problem.part {
            Part::Subject => t.template_control_subject().to_owned(),
            Part::Body => t.template_control().to_owned(),
        },
        Fault::Stray(brace) => t.template_stray(brace.to_string()),
        Fault::Unknown(given, nearest) => {
            let given = format!("{{{given}}}");
            match nearest {
                Some(nearest) => t.template_unknown_near(all(), given, name(*nearest)),
                None => t.template_unknown(all(), given),
            }
        }
        Fault::NotHere(one) => match problem.part {
            Part::Subject => t.template_not_in_subject(all(), name(*one)),
            Part::Body => t.template_not_here(all(), name(*one)),
        },
        Fault::NotAlone(one) => t.template_not_alone(name(*one)),
        Fault::Missing(one) => {
            let means = one.means(language);
            t.template_missing(means, name(*one), name(Placeholder::StandardText))
        }
        Fault::Hidden(one, other) => t.template_hidden(name(*one), name(*other)),
    }
}
