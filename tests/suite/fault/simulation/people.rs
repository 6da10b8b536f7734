//! What people do: apply, perhaps twice; answer; leave.

use super::{
    clients::{Seen, Wanted, may_repeat},
    laws::{self, May},
    script::Met,
    template::{OFFERING, PEOPLE, template},
    term::{Broken, Term},
    world::{Told, participant, read, staff},
};
use samverkan_domain::{application::ApplicationState as S, id::ApplicationId};
use samverkan_service::{
    app::App,
    error::Result,
    usecase::{
        Seen as Revision, answers,
        enrolment::{self, Receipt, Wish, apply as ask_for_a_place},
        once::Once,
    },
};
use uuid::Uuid;

/// Somebody, or several at once, ask for a place; who got no answer asks again under the same key.
pub(super) fn apply(term: &mut Term) {
    // The first request of a life learns what offerings are called, which several would do in any order.
    let alone = term.office.learnt_in != term.world.lives;
    term.office.learnt_in = term.world.lives;
    let mut wanted = who_ask_again(term, if alone { 1 } else { 4 });
    let new = match (alone, wanted.len()) {
        (true, 0) => 1,
        (true, _) => 0,
        (false, _) => term.chance.between(1, 5),
    };
    for _ in 0..new {
        wanted.push(Wanted {
            person: term.chance.index(PEOPLE),
            channel: term.chance.index(term.clients.channels.len()),
            key: term.clients.key(),
            at: term.world.clock.now(),
            made: None,
        });
    }
    if !alone && term.chance.percent(20) {
        wanted.extend(remembered(term));
    }
    ask(term, wanted);
}

/// Some of those who got no answer. After too long they give up.
fn who_ask_again(term: &mut Term, most: usize) -> Vec<Wanted> {
    let (mut again, mut later) = (Vec::new(), Vec::new());
    for one in std::mem::take(&mut term.clients.unanswered) {
        let young = may_repeat(one.at, term.latest);
        if young && again.len() < most && term.chance.percent(70) {
            again.push(one);
        } else if young {
            later.push(one);
        }
    }
    term.clients.unanswered = later;
    again
}

fn is_answered(answered: &[(Wanted, String)], one: &Wanted) -> bool {
    answered.iter().any(|(before, _)| before.key == one.key)
}

/// A request that has been answered, and whose answer the service has to remember still.
fn remembered(term: &mut Term) -> Option<Wanted> {
    let latest = term.latest;
    let answered = term.clients.answered.iter();
    let young = answered.filter(|(one, _)| may_repeat(one.at, latest));
    let young: Vec<Wanted> = young.map(|(one, _)| one.clone()).collect();
    term.chance.pick(&young)
}

/// At the end of a term nobody is left without an answer, if the service still has to remember.
pub(super) fn ask_again(term: &mut Term) {
    for one in std::mem::take(&mut term.clients.unanswered) {
        if may_repeat(one.at, term.latest) {
            ask(term, vec![one]);
        }
    }
    assert!(
        term.clients.unanswered.is_empty(),
        "no answer in fair weather"
    );
}

fn ask(term: &mut Term, wanted: Vec<Wanted>) {
    let requests: Vec<(Uuid, &'static str, Once)> = wanted
        .iter()
        .map(|one| {
            let (person, channel) = (
                template().people[one.person],
                &term.clients.channels[one.channel],
            );
            let once = Once::new(&participant(person), "apply", &one.key, &channel.code);
            (person, channel.code, once)
        })
        .collect();
    let many = u64::try_from(requests.len()).expect("a count");
    let may = May {
        commits: many,
        ..May::ONE
    };
    let (told, seen, met) = term.ask("apply", may, false, async move |app| {
        Ok(all_at_once(&app, requests).await)
    });
    for change in &seen.changes {
        let asked =
            |one: &Wanted| (one.person, one.channel) == (change.after.person, change.after.channel);
        assert!(wanted.iter().any(asked), "nobody asked for {change:?}");
    }
    let answers = match told {
        Told::Yes(answers) => answers.into_iter().map(Some).collect(),
        _ => wanted.iter().map(|_| None).collect::<Vec<_>>(),
    };
    for (one, answer) in wanted.into_iter().zip(answers) {
        settle(term, one, answer, &seen, met);
    }
    if term.broken == Broken::Application && term.account.steps > 5 {
        lose_one(term);
    }
}

async fn all_at_once(app: &App, requests: Vec<(Uuid, &'static str, Once)>) -> Vec<Result<Receipt>> {
    let asking = requests.into_iter().map(|(person, channel, once)| {
        let app = app.clone();
        tokio::spawn(async move {
            let caller = participant(person);
            ask_for_a_place(
                &app,
                &caller,
                OFFERING,
                channel,
                Wish::default(),
                Some(&once),
            )
            .await
        })
    });
    let mut answers = Vec::new();
    for one in asking.collect::<Vec<_>>() {
        answers.push(one.await.expect("an answer"));
    }
    answers
}

fn settle(
    term: &mut Term,
    mut one: Wanted,
    answer: Option<Result<Receipt>>,
    seen: &Seen,
    met: Met,
) {
    let told = answer.map_or(Told::Unknown, |answer| read(answer, met));
    match told {
        Told::Yes(receipt) => received(term, one, &receipt, seen),
        Told::No(code) => {
            assert!(
                one.made.is_none(),
                "made, and then refused ({code}): {one:?}"
            );
            assert!(
                !is_answered(&term.clients.answered, &one),
                "{code}: {one:?}"
            );
            term.note(&format!("  p{} {}: {code}", one.person, one.channel));
        }
        Told::Unknown => {
            if is_answered(&term.clients.answered, &one) {
                return;
            }
            let new = seen.changes.iter().find(|change| {
                change.before.is_none()
                    && (change.after.person, change.after.channel) == (one.person, one.channel)
            });
            one.made = one.made.or(new.map(|change| change.id));
            term.clients.unanswered.push(one);
        }
    }
}

/// I1, I4: what a receipt says is so, and the same key gets the same receipt, word for word.
fn received(term: &mut Term, one: Wanted, receipt: &Receipt, seen: &Seen) {
    let said = serde_json::to_string(receipt).expect("JSON");
    term.note(&format!("  p{} {}: {said}", one.person, one.channel));
    let place = term.clients.places.get(&receipt.application);
    let place = place.unwrap_or_else(|| panic!("told of what is not there: {said}"));
    assert_eq!(
        (place.person, place.channel),
        (one.person, one.channel),
        "{said}"
    );
    assert_eq!(
        place.position.or(receipt.reserve_position),
        place.position,
        "{said}"
    );
    assert!(
        one.made.is_none_or(|made| made == receipt.application),
        "another place: {said}"
    );
    if let Some((_, before)) = term
        .clients
        .answered
        .iter()
        .find(|(before, _)| before.key == one.key)
    {
        assert_eq!(*before, said, "another answer to the same key");
        return;
    }
    if seen.change(receipt.application).is_some() {
        laws::same(place, receipt.state, receipt.reserve_position);
    }
    term.clients.answered.push((one, said));
}

/// A negative control: somebody was told, and it is gone.
fn lose_one(term: &mut Term) {
    if let Some((id, _)) = term.clients.places.last_key_value() {
        let lose = format!(
            "PRAGMA foreign_keys = OFF; DELETE FROM application WHERE id = x'{}'",
            id.simple()
        );
        term.world.tamper(&lose);
    }
}

/// Somebody answers, mostly where something is asked.
pub(super) fn answer(term: &mut Term) {
    let asked = [S::Called, S::Admitted];
    let any = if term.chance.percent(85) {
        &asked[..]
    } else {
        &S::ALL[..]
    };
    let Some(id) = term.clients.any(&mut term.chance, any) else {
        return term.work();
    };
    answer_one(term, id);
}

/// Most of those who are asked something answer before time runs out.
pub(super) fn most_answer(term: &mut Term) {
    for id in term.clients.in_state(&[S::Called, S::Admitted]) {
        let asked = term.clients.is_late(id, term.world.clock.now()) == Some(false);
        if asked && term.chance.percent(75) {
            term.account.steps += 1;
            answer_one(term, id);
        }
    }
}

fn answer_one(term: &mut Term, id: Uuid) {
    let yes = term.chance.percent(70);
    let caller = participant(template().people[term.clients.places[&id].person]);
    let (told, seen, _) = term.ask("answer", May::ONE, false, async move |app| {
        answers::answer(&app, &caller, ApplicationId(id), Revision::Missing, yes).await
    });
    let late = term.clients.is_late(id, term.world.clock.now());
    match told {
        Told::Yes(answered) => {
            let place = &seen
                .change(id)
                .expect("an answer that changes nothing")
                .after;
            laws::same(
                place,
                answered.application.state().expect("a state"),
                place.position,
            );
            assert_eq!(place.state == S::Accepted, yes, "{place:?}");
            assert_ne!(late, Some(true), "an answer after its time");
        }
        Told::No(code) => {
            // What has ended does not begin again with a clock that is put back.
            let ended = term.clients.places[&id].state == S::Struck;
            let may = code != "answer-too-late" || ended || late != Some(false);
            assert!(may, "too late, and in time");
        }
        Told::Unknown => {}
    }
}

/// Somebody leaves, or staff let them.
pub(super) fn leave(term: &mut Term) {
    let any = if term.chance.percent(90) {
        &[
            S::Reserve,
            S::Called,
            S::Admitted,
            S::Accepted,
            S::Registered,
        ][..]
    } else {
        &S::ALL[..]
    };
    let Some(id) = term.clients.any(&mut term.chance, any) else {
        return term.work();
    };
    let place = &term.clients.places[&id];
    let by_staff = term.chance.percent(30);
    let stale = by_staff && term.chance.percent(15);
    let revision = place.revision - i64::from(stale);
    let caller = if by_staff {
        staff()
    } else {
        participant(template().people[place.person])
    };
    let (told, seen, _) = term.ask("leave", May::ONE, false, async move |app| {
        let seen = Revision::Revision(revision);
        enrolment::withdraw(&app, &caller, ApplicationId(id), seen, false, None).await
    });
    if let Told::Yes(view) = told {
        assert!(!stale, "what was seen had changed");
        let place = &seen.change(id).expect("somebody who has left").after;
        laws::same(place, view.row.state().expect("a state"), place.position);
        assert!(!place.state.is_active(), "{place:?}");
    }
}
