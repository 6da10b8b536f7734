//! Letters in the words of administrators: the same data, said otherwise.

use super::{CourseNews, Letter, fill, sample::sample};
use crate::texts::Texts;
use samverkan_domain::{
    person::Language,
    template::{Kind, Placeholder, fill as filled, fill_subject},
};

impl Letter {
    /// Which of the letters whose words can be changed it is.
    pub fn template(&self) -> Option<Kind> {
        match self {
            Self::Worded { .. } => None,
            letter => fill::kind(letter),
        }
    }

    /// Code of the offering that the letter is about, where it is about one.
    pub fn offering_code(&self) -> Option<String> {
        if let Self::ScheduleNews { courses } = self {
            // About several courses it is about none.
            let code = |one: &CourseNews| one.offering_code.clone();
            return (courses.len() == 1).then(|| courses.first().map(code))?;
        }
        let fields = serde_json::to_value(self).ok()?;
        fields["offering_code"].as_str().map(str::to_owned)
    }

    /// The same letter in other words. They are kept with it, so that it stays the same letter
    /// however often it has to be sent.
    pub fn worded(self, subject: String, body: String, first_name: String) -> Self {
        Self::Worded {
            letter: Box::new(self),
            subject,
            body,
            first_name,
        }
    }
}

/// Who a letter is to may be nobody's name to greet: see `greeted`.
pub(super) fn text(letter: &Letter, body: &str, first_name: &str, t: Texts, url: &str) -> String {
    let name = super::greeted(first_name).unwrap_or_default();
    let values = fill::values(letter, t, url, &name);
    filled(body, |one| values.get(&one).cloned())
}

pub(super) fn subject(letter: &Letter, subject: &str, t: Texts) -> String {
    let values = fill::values(letter, t, "", "");
    let said = fill_subject(subject, |one| values.get(&one).cloned());
    said.unwrap_or_else(|| super::subject::subject(letter, t))
}

/// The built-in words of a letter as somebody would write them: with placeholders.
pub fn built_in(kind: Kind, language: Language) -> (String, String) {
    const SITE: &str = "¤site¤";
    let t = Texts::of_language(language);
    let letter = sample(kind);
    let values = fill::values(&letter, t, SITE, "");
    let mut values: Vec<(Placeholder, String)> = values.into_iter().collect();
    values.retain(|(one, _)| {
        !matches!(
            one,
            Placeholder::StandardText | Placeholder::StandardSubject
        ) && kind.need(*one).is_some()
    });
    // A block holds what also stands in sentences: the longest first.
    values.sort_by_key(|(_, value)| std::cmp::Reverse(value.len()));
    let open = |text: String, usable: &dyn Fn(Placeholder) -> bool| {
        values
            .iter()
            .filter(|(one, _)| usable(*one))
            .fold(text, |text, (one, value)| {
                text.replace(value, &format!("{{{}}}", one.name(language)))
            })
    };
    let subject = open(letter.subject(language), &|one| kind.in_subject(one));
    (subject, open(letter.text(t, SITE), &|_| true))
}
