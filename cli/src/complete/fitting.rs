//! Which of what there is begins as was typed, and how little has to be written of it.

use super::found::Found;
use samverkan_domain::text::search_key;

/// Those that begin as typed, in any spelling; of names also those of which a later part does. An `OFFERING/` before
/// them must be the same.
pub(super) fn beginning(found: Vec<Found>, typed: &str) -> Vec<Found> {
    let (before, last) = typed.rsplit_once('/').unwrap_or(("", typed));
    let key = search_key(last);
    let fits = |found: &Found| {
        let (place, name) = found.word.rsplit_once('/').unwrap_or(("", &found.word));
        let parts = name
            .char_indices()
            .filter(|(at, _)| *at == 0 || name[..*at].ends_with([' ', '-']));
        let mut parts = parts.map(|(at, _)| search_key(&name[at..]));
        // An offering alone is the place of what is in it.
        let alone = name.is_empty() && before.is_empty();
        if alone {
            search_key(place).starts_with(&key)
        } else {
            place.eq_ignore_ascii_case(before) && parts.any(|part| part.starts_with(&key))
        }
    };
    found.into_iter().filter(fits).collect()
}

/// As much of a start as tells it from the others: the day, the hour, all of it. A colon is a word's end to bash.
pub(super) fn shortest<'a>(start: &'a str, all: impl Iterator<Item = &'a str> + Clone) -> &'a str {
    let alone = |part: &&str| all.clone().filter(|other| other.starts_with(part)).count() == 1;
    let parts = ["2027-02-04", "2027-02-04T13"].into_iter();
    let mut parts = parts.filter_map(|like| start.get(..like.len()));
    parts.find(alone).unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_each_of_their_parts() {
        let offered = |typed: &str, words: &[&str]| {
            let all = words.iter().map(|word| Found::new(word, "")).collect();
            let fitting = beginning(all, typed).into_iter().map(|found| found.word);
            fitting.collect::<Vec<_>>()
        };
        let people = ["Anna Ek", "Bo Ånäs", "Ekrem Al", "Maj-Britt Rosén"];
        assert_eq!(offered("ek", &people), ["Anna Ek", "Ekrem Al"]);
        assert_eq!(offered("Anna E", &people), ["Anna Ek"]);
        assert_eq!(offered("ana", &people), ["Bo Ånäs"]);
        assert_eq!(offered("britt", &people), ["Maj-Britt Rosén"]);
        assert_eq!(offered("", &people).len(), 4);
        let places = ["SA1-V1/2027-01-21", "SA1-V1/2027-02-04"];
        assert_eq!(offered("sa1-v1/2027-02", &places), ["SA1-V1/2027-02-04"]);
        assert_eq!(offered("SA2-V1/2027", &places).len(), 0);
        assert_eq!(offered("sa1", &["SA1-V1/", "SA2-V1/"]), ["SA1-V1/"]);
    }

    #[test]
    fn a_session_is_named_as_shortly_as_it_can() {
        let starts = [
            "2027-02-04T08:15",
            "2027-02-05T08:15",
            "2027-02-05T13:15",
            "2027-02-05T13:45",
        ];
        let shortest = |at: usize| shortest(starts[at], starts.into_iter());
        assert_eq!(shortest(0), "2027-02-04");
        assert_eq!(shortest(1), "2027-02-05T08");
        assert_eq!(shortest(2), "2027-02-05T13:15");
    }
}
