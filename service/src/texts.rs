//! What is said to people, in Swedish and English: one catalogue, `texts/{sv,en}/*.ftl` (Fluent).
//!
//! Each text is a method of [`Texts`], made by the build script. A text that is missing in either
//! language, or whose arguments differ, does not build; one that nobody says is dead code, which
//! the lints refuse. `tests/suite/texts.rs` shows both.

use crate::error::Text;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use samverkan_domain::person::Language;
use std::sync::LazyLock;

/// The texts in one language. `Copy`: hand it on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts {
    language: Language,
}

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

impl Texts {
    pub fn of_language(language: Language) -> Self {
        Self { language }
    }

    pub fn language(self) -> Language {
        self.language
    }

    /// The language's name for programs: `sv`.
    pub fn code(self) -> &'static str {
        self.of("sv", "en")
    }

    /// One text in both languages, for what is said before it is known to whom.
    pub(crate) fn both<S: Into<String>>(say: impl Fn(Self) -> S) -> Text {
        let said = |language| say(Self { language });
        Text::new(said(Language::Sv), said(Language::En))
    }

    /// The one of two that is in this language.
    pub(crate) fn of<T>(self, sv: T, en: T) -> T {
        match self.language {
            Language::Sv => sv,
            Language::En => en,
        }
    }

    fn say<const N: usize>(self, id: &str, given: [(&'static str, FluentValue<'_>); N]) -> String {
        let [sv, en] = &*BUNDLES;
        let bundle = self.of(sv, en);
        let pattern = bundle.get_message(id).and_then(|message| message.value());
        let arguments: FluentArgs<'_> = given.into_iter().collect();
        let mut faults = Vec::new();
        // The build script has seen that there is a text and that it names nothing else.
        pattern.map_or_else(String::new, |pattern| {
            let said = bundle.format_pattern(pattern, Some(&arguments), &mut faults);
            said.into_owned()
        })
    }
}

/// A number in a text.
pub(crate) trait Number {
    fn number(&self) -> i64;
}

impl Number for i64 {
    fn number(&self) -> i64 {
        *self
    }
}

impl Number for usize {
    fn number(&self) -> i64 {
        i64::try_from(*self).unwrap_or(i64::MAX)
    }
}

/// As templates hand them over.
impl<T: Number> Number for &T {
    fn number(&self) -> i64 {
        (**self).number()
    }
}

static BUNDLES: LazyLock<[FluentBundle<FluentResource>; 2]> = LazyLock::new(|| {
    [
        bundle("sv", include_str!(concat!(env!("OUT_DIR"), "/sv.ftl"))),
        bundle("en", include_str!(concat!(env!("OUT_DIR"), "/en.ftl"))),
    ]
});

fn bundle(language: &str, source: &str) -> FluentBundle<FluentResource> {
    let locale = language.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // Without the marks of direction around what is put in: both languages go the same way, and
    // the marks would be copied along with addresses and codes.
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(read, _)| read);
    bundle.add_resource_overriding(resource);
    bundle
}
