//! What is worth a letter at all.

use super::*;

#[test]
fn what_is_news_follows_from_both_states() {
    use News::*;
    let same = session(at("2027-02-04T12:15:00Z"));
    let moved = session(at("2027-02-04T13:15:00Z"));
    let table: [(&str, &str, Option<News>, Option<News>); 12] = [
        // before, after, with nothing else changed, moved as well
        ("", "preliminary", None, None),
        ("", "published", Some(Published), Some(Published)),
        ("", "cancelled", None, None),
        ("preliminary", "preliminary", None, None),
        ("preliminary", "published", Some(Published), Some(Published)),
        ("preliminary", "cancelled", None, None),
        ("published", "preliminary", Some(Unsettled), Some(Unsettled)),
        ("published", "published", None, Some(Changed)),
        ("published", "cancelled", Some(Cancelled), Some(Cancelled)),
        ("cancelled", "preliminary", None, None),
        ("cancelled", "published", Some(Revived), Some(Revived)),
        ("cancelled", "cancelled", None, None),
    ];
    for (before, after, alone, with_move) in table {
        let known = (!before.is_empty()).then(|| in_state(&same, before));
        let found = |after_session: &Session| news(known.as_ref(), &in_state(after_session, after));
        assert_eq!(found(&same), alone, "{before} → {after}");
        assert_eq!(found(&moved), with_move, "{before} → {after}, moved");
    }
}

#[test]
fn every_visible_field_is_a_change_and_counters_are_not() {
    let before = session(at("2027-02-04T12:15:00Z"));
    let change = |edit: &dyn Fn(&mut Session)| {
        let mut after = before.clone();
        edit(&mut after);
        (news(Some(&before), &after), changes(Some(&before), &after))
    };
    let edits: [&dyn Fn(&mut Session); 8] = [
        &|s| s.title = "Annat".to_owned(),
        &|s| s.starts = session(at("2027-02-04T12:00:00Z")).starts,
        &|s| s.ends = session(at("2027-02-04T12:45:00Z")).ends,
        &|s| s.place = None,
        &|s| s.online_url = Some("https://zoom.example/j/1".to_owned()),
        &|s| s.mode = SessionMode::Hybrid,
        &|s| s.teacher = Some("Eva Ek".to_owned()),
        &|s| s.compulsory = true,
    ];
    for (n, edit) in edits.into_iter().enumerate() {
        let (news, changes) = change(edit);
        assert_eq!((news, changes.len()), (Some(News::Changed), 1), "edit {n}");
    }
    let (news, changes) = change(&|s| {
        s.sequence = 9;
        s.modified_at = at(NOW);
    });
    assert_eq!((news, changes), (None, Vec::new()));
}
