//! Rooms in a LOCATION: separated by spaces, though some names have a space in them.

use super::limits::{KEPT_CHARS, NAMES};
use crate::text::{fold_name, plain_line};

/// Words that begin a name of two words: "Hörsal M", "Sal F", "Aula Nova", "Lecture hall 1".
const BEGINNINGS: &[&str] = &[
    "hörsal",
    "horsal",
    "sal",
    "aula",
    "aulan",
    "rum",
    "lokal",
    "grupprum",
    "datorsal",
    "lab",
    "room",
    "hall",
    "auditorium",
    "rom",
    "hörsaal",
    "salen",
];
/// Words that may stand before one of [`BEGINNINGS`]: "Lecture hall 1", "Stora hörsalen".
const BEFORE: &[&str] = &["lecture", "seminar", "computer", "stora", "lilla", "group"];

/// The rooms of a place, each once, in the order they stand in.
pub(super) fn rooms(location: &str) -> Vec<String> {
    let mut rooms: Vec<String> = Vec::new();
    for part in location.split(['\n', ',', ';']) {
        for room in in_part(&plain_line(part)) {
            if rooms.len() < NAMES && !rooms.contains(&room) {
                rooms.push(room);
            }
        }
    }
    rooms
}

fn in_part(part: &str) -> Vec<String> {
    let words: Vec<&str> = part.split(' ').filter(|word| !word.is_empty()).collect();
    let is = |at: usize, list: &[&str]| {
        words
            .get(at)
            .is_some_and(|word| list.contains(&&*fold_name(word)))
    };
    let mut rooms = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let mut end = at + 1;
        if is(at, BEFORE) && is(end, BEGINNINGS) {
            end += 1;
        }
        // What follows belongs to the name unless it is a room by itself, as in "Aula T129".
        if is(end - 1, BEGINNINGS) && end < words.len() && !is_room_code(words[end]) {
            end += 1;
        }
        let room: String = words[at..end].join(" ").chars().take(KEPT_CHARS).collect();
        rooms.push(room);
        at = end;
    }
    rooms
}

/// Places that any number of meetings can have at once.
const EVERYWHERE: &[&str] = &[
    "zoom", "teams", "online", "distans", "digitalt", "webb", "meet",
];

/// The rooms of a place as keys that two spellings of one room share. "Novahuset N2045" is the
/// room N2045: where a part is a room's code, the words around it are houses. Meetings on the net
/// have no room.
pub fn room_keys(place: &str) -> Vec<String> {
    let rooms = rooms(place);
    let is_room = |room: &&String| {
        let first = room.split(' ').next().unwrap_or_default();
        is_room_code(room) || BEGINNINGS.contains(&&*fold_name(first))
    };
    let mut kept: Vec<&String> = rooms.iter().filter(is_room).collect();
    if kept.is_empty() {
        kept = rooms.iter().collect();
    }
    let mut keys: Vec<String> = kept.into_iter().map(|room| fold_name(room)).collect();
    keys.retain(|key| !key.is_empty() && !EVERYWHERE.contains(&&**key));
    keys
}

/// `T129`, `NI:A0411`: letters and then at least two digits.
fn is_room_code(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.len() < word.len() && digits.len() >= 2 && digits.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{room_keys, rooms};

    #[test]
    fn a_room_of_two_words_is_one_room() {
        for (location, expected) in [
            ("T129", &["T129"][..]),
            ("Hörsal M", &["Hörsal M"]),
            ("L103 L107", &["L103", "L107"]),
            ("F115 Hörsal F", &["F115", "Hörsal F"]),
            ("Hörsal M Hörsal F T129", &["Hörsal M", "Hörsal F", "T129"]),
            ("Hörsal M, T129 T129", &["Hörsal M", "T129"]),
            ("NI:A0411 ZOOM", &["NI:A0411", "ZOOM"]),
            ("Lecture hall 1 N2035", &["Lecture hall 1", "N2035"]),
            ("Aula T129", &["Aula", "T129"]),
            ("Lokal: \nHörsal", &["Lokal:", "Hörsal"]),
            ("", &[]),
        ] {
            assert_eq!(rooms(location), expected, "{location}");
        }
    }

    #[test]
    fn one_room_has_one_key() {
        assert_eq!(room_keys("Novahuset N2045"), room_keys("n2045"));
        assert_eq!(room_keys("Hörsal M"), ["hörsalm"]);
        assert_eq!(room_keys("Zoom, T129"), ["t129"]);
        assert_eq!(room_keys("ZOOM"), [""; 0]);
        assert_eq!(room_keys("Biblioteket"), ["biblioteket"]);
    }
}
