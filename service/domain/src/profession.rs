//! Professions and the five families on which cohorts are balanced.
//!
//! Fewer families beat many professions: with five, mixed groups learnt more than with ten
//! (Lairamore 2017). Titles are those of SS 12000 `dutyRole`, and roles outside school.

mod nearest;
mod registry;

pub(crate) use nearest::nearest;
pub use registry::default_registry;

use crate::{person::Language, text::fold_name};
use serde::{Deserialize, Serialize};

/// Yrkesfamilj.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProfessionFamily {
    /// PED: undervisning.
    Teaching,
    /// SPEC: specialpedagogik.
    SpecialEducation,
    /// SOC: socialt arbete.
    SocialWork,
    /// HÄLSA.
    Health,
    /// LED/VÄG: ledning och vägledning.
    Guidance,
}

impl ProfessionFamily {
    pub const ALL: [Self; 5] = [
        Self::Teaching,
        Self::SpecialEducation,
        Self::SocialWork,
        Self::Health,
        Self::Guidance,
    ];

    /// The code administrators write in their files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Teaching => "PED",
            Self::SpecialEducation => "SPEC",
            Self::SocialWork => "SOC",
            Self::Health => "HÄLSA",
            Self::Guidance => "LED/VÄG",
        }
    }

    /// What the family is called among people.
    pub fn label(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Teaching, Language::Sv) => "undervisning",
            (Self::Teaching, Language::En) => "teaching",
            (Self::SpecialEducation, Language::Sv) => "specialpedagogik",
            (Self::SpecialEducation, Language::En) => "special education",
            (Self::SocialWork, Language::Sv) => "socialt arbete",
            (Self::SocialWork, Language::En) => "social work",
            (Self::Health, Language::Sv) => "hälsa",
            (Self::Health, Language::En) => "health",
            (Self::Guidance, Language::Sv) => "ledning och vägledning",
            (Self::Guidance, Language::En) => "leadership and guidance",
        }
    }

    /// Reads a family code; `HALSA`, `LED` and `VÄG` are accepted too.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.trim().to_uppercase().as_str() {
            "PED" => Some(Self::Teaching),
            "SPEC" => Some(Self::SpecialEducation),
            "SOC" => Some(Self::SocialWork),
            "HÄLSA" | "HALSA" => Some(Self::Health),
            "LED/VÄG" | "LED" | "VÄG" | "LED/VAG" => Some(Self::Guidance),
            _ => None,
        }
    }
}

/// Where a title comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProfessionSource {
    /// `dutyRole` in SS 12000: staff of schools.
    Ss12000,
    /// Those who meet absent pupils from outside school: social services, health care, police.
    OutsideSchool,
    /// Students of a programme, counted to the family they are studying for.
    Programme,
}

/// Yrke: a title in the registry. Editable; [`default_registry`] is what a new service starts with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profession {
    /// A name in ASCII that never changes: lower case and hyphens.
    pub code: String,
    pub title_sv: String,
    pub title_en: String,
    /// Other Swedish titles under which people and files write it.
    pub aliases: Vec<String>,
    pub family: ProfessionFamily,
    pub source: ProfessionSource,
}

impl Profession {
    /// The entry for the students of a programme.
    pub fn of_programme(programme_code: &str, name: &str, family: ProfessionFamily) -> Self {
        Self {
            code: format!("student-{}", ascii_slug(programme_code)),
            title_sv: format!("Student, {name}"),
            title_en: format!("Student, {name}"),
            aliases: Vec::new(),
            family,
            source: ProfessionSource::Programme,
        }
    }

    /// Every Swedish title of the profession, the official one first.
    fn titles(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.title_sv.as_str()).chain(self.aliases.iter().map(String::as_str))
    }
}

/// The profession with this title, however it is capitalised and punctuated. An official title
/// goes before another profession's alias.
pub fn find<'a>(registry: &'a [Profession], title: &str) -> Option<&'a Profession> {
    let key = fold_name(title);
    if key.is_empty() {
        return None;
    }
    let by_title = registry
        .iter()
        .find(|profession| fold_name(&profession.title_sv) == key);
    by_title.or_else(|| {
        registry
            .iter()
            .find(|profession| profession.aliases.iter().any(|a| fold_name(a) == key))
    })
}

/// The known title that a misspelt one most likely means, if any is near enough.
pub fn suggest<'a>(registry: &'a [Profession], title: &str) -> Option<&'a str> {
    nearest(title, registry.iter().flat_map(Profession::titles))
}

/// Lower-case ASCII letters, digits and hyphens: å and ä become a, ö becomes o.
fn ascii_slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'å' | 'ä' => slug.push('a'),
            'ö' => slug.push('o'),
            c if c.is_ascii_alphanumeric() => slug.push(c),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value set of SS 12000 version 2.1, in its order and spelling.
    const SS12000: [&str; 19] = [
        "Rektor",
        "Lärare",
        "Förskollärare",
        "Barnskötare",
        "Bibliotekarie",
        "Lärarassistent",
        "Fritidspedagog",
        "Annan personal",
        "Studie- och yrkesvägledare",
        "Förstelärare",
        "Kurator",
        "Skolsköterska",
        "Skolläkare",
        "Skolpsykolog",
        "Speciallärare/specialpedagog",
        "Skoladministratör",
        "Övrig arbetsledning",
        "Övrig pedagogisk personal",
        "Förskolechef",
    ];

    #[test]
    fn the_titles_of_the_standard_are_exact() {
        let registry = default_registry();
        let titles: Vec<&str> = registry
            .iter()
            .filter(|profession| profession.source == ProfessionSource::Ss12000)
            .map(|profession| profession.title_sv.as_str())
            .collect();
        assert_eq!(titles, SS12000);
        assert_eq!(registry.len(), 19 + 8);
    }

    #[test]
    fn codes_are_unique_slugs_and_titles_are_unambiguous() {
        let registry = default_registry();
        let mut codes: Vec<&str> = registry.iter().map(|p| p.code.as_str()).collect();
        assert!(
            codes
                .iter()
                .all(|code| ascii_slug(code) == *code && !code.is_empty())
        );
        let mut titles: Vec<String> = registry
            .iter()
            .flat_map(|p| p.titles().map(fold_name))
            .collect();
        for (profession, title) in registry
            .iter()
            .flat_map(|p| p.titles().map(move |t| (p, t)))
        {
            assert_eq!(find(&registry, title), Some(profession), "{title}");
        }
        let (code_count, title_count) = (codes.len(), titles.len());
        codes.sort_unstable();
        codes.dedup();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!((codes.len(), titles.len()), (code_count, title_count));
        for family in ProfessionFamily::ALL {
            assert!(registry.iter().any(|p| p.family == family), "{family:?}");
            assert_eq!(ProfessionFamily::from_code(family.code()), Some(family));
        }
    }

    #[test]
    fn titles_are_found_however_written() {
        let registry = default_registry();
        let code = |title| find(&registry, title).map(|profession| profession.code.as_str());
        for title in [
            "Speciallärare/specialpedagog",
            "SPECIALLÄRARE / Specialpedagog",
            "specialpedagog",
        ] {
            assert_eq!(code(title), Some("speciallarare-specialpedagog"), "{title}");
        }
        assert_eq!(code("Elevcoach"), Some("elevcoach-narvarocoach"));
        assert_eq!(code("Lärar"), None);
        assert_eq!(code(" / "), None);
    }

    #[test]
    fn a_misspelt_title_is_answered_with_a_known_one() {
        let registry = default_registry();
        for (misspelt, meant) in [
            ("Lärar", "Lärare"),
            ("Larare", "Lärare"),
            ("Skolskoterska", "Skolsköterska"),
            ("Socialsekretrare", "Socialsekreterare"),
            ("Kuratro", "Kurator"),
        ] {
            assert_eq!(suggest(&registry, misspelt), Some(meant));
        }
        assert_eq!(suggest(&registry, "Astronaut"), None);
        assert_eq!(suggest(&registry, ""), None);
    }

    #[test]
    fn a_programme_makes_an_entry() {
        let entry =
            Profession::of_programme("SOC9Y", "Socionomprogrammet", ProfessionFamily::SocialWork);
        assert_eq!(entry.code, "student-soc9y");
        assert_eq!(entry.title_sv, "Student, Socionomprogrammet");
    }
}
