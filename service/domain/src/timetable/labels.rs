//! What the one line of a timetable event says: `Program: … Kurs.grp: … Sign: … Moment: …`.
//!
//! KronoX and TimeEdit put everything into SUMMARY, as labels and values in any order, in Swedish,
//! English or Norwegian. Signatures and names of teachers are personal data that nobody here needs:
//! what stands behind such a label is dropped, up to the next label that is known.

use super::{
    entities::decoded,
    limits::{KEPT_CHARS, NAMES},
};
use crate::text::plain_line;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Programme,
    Course,
    Title,
    Activity,
    Room,
    /// A teacher.
    Person,
    /// Known, and not kept.
    Other,
}

/// Labels in lower case. Where one is the end of another, the longer wins.
const LABELS: &[(&str, Label)] = &[
    // KronoX
    ("program", Label::Programme),
    ("programme", Label::Programme),
    ("studieprogram", Label::Programme),
    ("kurs.grp", Label::Course),
    ("kursgrp", Label::Course),
    ("coursegrp", Label::Course),
    ("course.grp", Label::Course),
    ("emne.grp", Label::Course),
    ("moment", Label::Title),
    ("description", Label::Title),
    ("beskrivning", Label::Title),
    ("beskrivelse", Label::Title),
    ("aktivitetstyp", Label::Activity),
    ("activity type", Label::Activity),
    ("aktivitetstype", Label::Activity),
    ("sign", Label::Person),
    ("signatur", Label::Person),
    // TimeEdit
    ("klass kod", Label::Programme),
    ("klasskod", Label::Programme),
    ("klass", Label::Programme),
    ("class code", Label::Programme),
    ("kull", Label::Programme),
    ("kurs kod", Label::Course),
    ("kurskod", Label::Course),
    ("kurs namn", Label::Course),
    ("kursnamn", Label::Course),
    ("course code", Label::Course),
    ("course name", Label::Course),
    ("emnekode", Label::Course),
    ("emnenavn", Label::Course),
    ("emne", Label::Course),
    ("kurs", Label::Course),
    ("course", Label::Course),
    ("activity", Label::Activity),
    ("aktivitet", Label::Activity),
    ("undervisningstyp", Label::Activity),
    ("title", Label::Title),
    ("titel", Label::Title),
    ("tittel", Label::Title),
    ("text", Label::Title),
    ("rubrik", Label::Title),
    ("lokal", Label::Room),
    ("sal", Label::Room),
    ("room", Label::Room),
    ("rom", Label::Room),
    ("lärare", Label::Person),
    ("lærer", Label::Person),
    ("teacher", Label::Person),
    ("teachers", Label::Person),
    ("lecturer", Label::Person),
    ("personal", Label::Person),
    ("staff", Label::Person),
    ("underviser", Label::Person),
    ("foreleser", Label::Person),
    ("kursansvarig", Label::Person),
    ("examinator", Label::Person),
    ("campus", Label::Other),
    ("antal", Label::Other),
    ("grupp", Label::Other),
    ("group", Label::Other),
];

/// Longer than any label (octets).
const LABEL_OCTETS: usize = 40;

/// What a line said, without people.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Said {
    pub(super) programmes: Vec<String>,
    pub(super) courses: Vec<String>,
    pub(super) title: String,
    pub(super) activity: String,
    pub(super) rooms: Vec<String>,
}

/// Reads a line. Without any label the whole of it is the title.
pub(super) fn read(summary: &str) -> Said {
    let text = plain_line(&decoded(summary));
    let found = labels(&text);
    let mut said = Said::default();
    let Some(first) = found.first() else {
        said.title = kept(&text);
        return said;
    };
    if first.from > 0 {
        said.title = kept(&text[..first.from]);
    }
    let ends = found
        .iter()
        .skip(1)
        .map(|next| next.from)
        .chain([text.len()]);
    for (label, end) in found.iter().zip(ends) {
        said.keep(label.label, &text[label.to..end]);
    }
    said
}

impl Said {
    fn keep(&mut self, label: Label, value: &str) {
        let value = kept(value);
        if value.is_empty() {
            return;
        }
        match label {
            Label::Programme => self.programmes.extend(programmes(&value)),
            Label::Course => self.courses.push(without_repetition(&value)),
            Label::Title if self.title.is_empty() => self.title = value,
            Label::Title => self.title = kept(&format!("{} {value}", self.title)),
            Label::Activity => self.activity = value,
            Label::Room => self.rooms.extend(super::rooms::rooms(&value)),
            Label::Person | Label::Other => {}
        }
        for list in [&mut self.programmes, &mut self.courses] {
            list.truncate(NAMES);
        }
    }
}

struct Found {
    from: usize,
    /// Behind the colon.
    to: usize,
    label: Label,
}

/// Where the labels stand: one or two words before a colon.
fn labels(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (colon, _) in text.match_indices(':') {
        let from = found.last().map_or(0, |last| last.to);
        if let Some((start, label)) = label_before(&text[from..colon]) {
            found.push(Found {
                from: from + start,
                to: colon + 1,
                label,
            });
        }
    }
    found
}

/// The longest label at the end of a text, at the start of a word.
fn label_before(text: &str) -> Option<(usize, Label)> {
    // Only the last words are looked at: a text of colons must not cost its length at each.
    let text = text.trim_end();
    let tail = text.ceil_char_boundary(text.len().saturating_sub(LABEL_OCTETS));
    let spaces = text[tail..]
        .rmatch_indices(' ')
        .map(|(at, _)| tail + at + 1);
    let starts = spaces.chain((tail == 0).then_some(0)).take(2);
    let labels = starts.filter_map(|start| {
        let words = text[start..].to_lowercase();
        let (_, label) = LABELS.iter().find(|(name, _)| *name == words)?;
        Some((start, *label))
    });
    labels.last()
}

/// A value without what stands around it.
fn kept(value: &str) -> String {
    let trimmed = value.trim().trim_end_matches([',', ';', '.', ' ']);
    trimmed.chars().take(KEPT_CHARS).collect()
}

/// Several programmes stand one after the other, each with its year: `A åk 1- B åk 2-`.
fn programmes(value: &str) -> Vec<String> {
    let mut programmes = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    for word in value.split(' ').filter(|word| !word.is_empty()) {
        words.push(word.trim_end_matches('-'));
        if word.ends_with('-') && word.len() > 1 {
            programmes.push(words.join(" "));
            words.clear();
        }
    }
    if !words.is_empty() {
        programmes.push(words.join(" "));
    }
    programmes.retain(|name| !name.is_empty());
    programmes.dedup();
    programmes
}

/// KronoX repeats words in the names of courses: "Didaktik Didaktik VT27".
fn without_repetition(value: &str) -> String {
    let mut words: Vec<&str> = value.split(' ').collect();
    words.dedup();
    let (first, second) = words.split_at(words.len() / 2);
    if words.len().is_multiple_of(2) && first == second {
        first.join(" ")
    } else {
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stand_in_any_order_and_language() {
        let (programme, course, title) = (
            "Socionomprogrammet åk 3",
            "Didaktik & ledarskap VT27",
            "Seminarium, grupp A",
        );
        for line in [
            "Program: Socionomprogrammet åk 3- Kurs.grp: Didaktik &amp; ledarskap VT27 Sign: abc def Moment: Seminarium, grupp A Aktivitetstyp: Okänd",
            "Kurs.grp: Didaktik &amp; ledarskap VT27 Sign: abc def Moment: Seminarium, grupp A Program: Socionomprogrammet åk 3- Aktivitetstyp: Okänd",
            "Programme: Socionomprogrammet åk 3- Coursegrp: Didaktik &#38; ledarskap VT27 Sign: abc def Description: Seminarium, grupp A Activity type: Okänd",
            "Studieprogram: Socionomprogrammet åk 3- Emne.grp: Didaktik &#x26; ledarskap VT27 Lærer: Abc Def Beskrivelse: Seminarium, grupp A Aktivitetstype: Okänd",
        ] {
            let said = read(line);
            assert_eq!(said.programmes, [programme], "{line}");
            assert_eq!(said.courses, [course], "{line}");
            assert_eq!((&*said.title, &*said.activity), (title, "Okänd"), "{line}");
        }
    }

    #[test]
    fn timeedit_is_read_too() {
        let said = read(
            "Kurs kod: TDA417_50_HT25_52131. Kurs namn: Datastrukturer, Activity: Lecture, Klass kod: TKDAT-2, Lärare: Anna Andersson",
        );
        assert_eq!(said.courses, ["TDA417_50_HT25_52131", "Datastrukturer"]);
        assert_eq!(
            (&*said.activity, &said.programmes[..]),
            ("Lecture", &["TKDAT-2".to_owned()][..])
        );
        assert!(!format!("{said:?}").contains("Anna"));
    }

    #[test]
    fn what_has_no_labels_is_a_title() {
        assert_eq!(
            read("Workshop 10:15: om frånvaro").title,
            "Workshop 10:15: om frånvaro"
        );
        assert_eq!(read("").title, "");
        let several = read("Program: A åk 1- B åk 2- C Kurs.grp: Didaktik Didaktik VT27");
        assert_eq!(several.programmes, ["A åk 1", "B åk 2", "C"]);
        assert_eq!(several.courses, ["Didaktik VT27"]);
        assert_eq!(read("Kurs.grp: A B A B").courses, ["A B"]);
    }
}
