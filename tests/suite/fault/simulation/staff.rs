//! What administrators do with applications: channels, calling, admitting, registering.

use super::{
    clients::{Channel, Pending, may_repeat},
    laws::{self, May},
    selecting,
    template::OFFERING,
    term::Term,
    world::{Told, staff},
};
use samverkan_domain::{
    application::ApplicationState as S,
    course::ChannelKind,
    id::{ApplicationId, ReserveCallId},
};
use samverkan_service::usecase::{
    Seen as Revision,
    channels::{self, ChannelChange, ChannelRequest},
    enrolment,
    once::Once,
    reserves::{self, Called},
};
use serde_json::json;
use uuid::Uuid;

/// "Call the next" under a key, until there is an answer: in which channel, and how many.
type Calling = Pending<(usize, i64)>;

#[derive(Default)]
pub(super) struct Office {
    /// The life of the service in which somebody has asked for a place.
    pub learnt_in: u32,
    calling: Option<Calling>,
    /// The last that was answered, and how.
    called: Option<(Calling, String)>,
}

/// The channels of a term: one by arrival, and one whose places are drawn when its window has closed.
pub(super) fn open(term: &mut Term) {
    let groups = json!([
        { "code": "SKOLA", "members": { "families": ["teaching"] }, "places": { "share_basis_points": 5000 } },
        { "code": "ALLA" },
    ]);
    let drawn = if term.chance.percent(40) {
        groups
    } else {
        json!([])
    };
    for (code, selects) in [("ARRIVAL", false), ("DRAWN", true)] {
        let answer = term
            .chance
            .percent(50)
            .then(|| json!({ "working_hours": term.chance.between(6, 60) }));
        let mut policy = json!({
            "calls": { "automatic": term.chance.percent(50), "working_hours": term.chance.between(3, 30) },
        });
        if let Some(answer) = answer {
            policy["answer"] = answer;
        }
        if selects {
            policy["selection"] = json!({ "method": "lottery", "groups": drawn });
        }
        let request = ChannelRequest {
            code: code.to_owned(),
            kind: ChannelKind::Open,
            title_sv: code.to_owned(),
            title_en: code.to_owned(),
            seats: term.chance.between(2, 9),
            opens_at: None,
            closes_at: selects.then(|| "2026-12-05T22:59:00Z".parse().expect("an instant")),
            policy: Some(policy),
        };
        let seats = request.seats;
        let (told, _, _) = term.ask("open a channel", May::ONE, false, async move |app| {
            channels::create_channel(&app, &staff(), OFFERING, &request, None).await
        });
        let Told::Yes(id) = told else {
            panic!("no channel: {told:?}");
        };
        term.clients.channels.push(Channel {
            code,
            id,
            revision: 1,
            seats,
            taken: 0,
        });
    }
}

pub(super) fn something(term: &mut Term) {
    let closed = term.world.clock.now() > "2026-12-05T22:59:00Z".parse().expect("an instant");
    if closed && !term.selecting.published && term.chance.percent(80) {
        return selecting::next(term);
    }
    match term.chance.below(10) {
        0..=3 => call(term),
        4 => take_back(term),
        5 => admit(term),
        6 | 7 => register(term),
        _ => change_seats(term),
    }
}

fn call(term: &mut Term) {
    let channel = term.chance.index(term.clients.channels.len());
    let asked = term.office.calling.take();
    let calling = asked.filter(|asked| may_repeat(asked.at, term.latest));
    let calling = calling.unwrap_or_else(|| Pending {
        what: (channel, term.chance.between(1, 3)),
        key: term.clients.key(),
        at: term.world.clock.now(),
    });
    call_with(term, calling);
    if term.chance.percent(25)
        && let Some((calling, _)) = term.office.called.clone()
        && may_repeat(calling.at, term.latest)
    {
        call_with(term, calling);
    }
}

/// A question of the office that was not answered is asked again.
pub(super) fn ask_again(term: &mut Term) {
    let asked = term.office.calling.take();
    if let Some(calling) = asked.filter(|asked| may_repeat(asked.at, term.latest)) {
        call_with(term, calling);
    }
}

fn call_with(term: &mut Term, calling: Calling) {
    let (channel, count) = calling.what;
    let code = term.clients.channels[channel].code;
    let once = Once::new(&staff(), "call", &calling.key, &(code, count));
    let (told, seen, met) = term.ask("call", May::ONE, false, async move |app| {
        reserves::call_next(&app, &staff(), code, count, Some(&once)).await
    });
    let Told::Yes(called) = told else {
        if matches!(told, Told::Unknown) {
            term.office.calling = Some(calling);
        }
        return;
    };
    let said = serde_json::to_string(&called).expect("JSON");
    match &term.office.called {
        Some((before, answer)) if before.key == calling.key => {
            assert_eq!(*answer, said, "another answer to the same key");
        }
        _ => {
            // Of those that an unanswered request had called, some may have answered since.
            if met.commits > 0 {
                has_called(term, &called, &seen);
            }
            term.office.called = Some((calling, said));
        }
    }
}

fn has_called(term: &Term, called: &Called, seen: &super::clients::Seen) {
    let now: Vec<Uuid> = seen.changes.iter().map(|change| change.id).collect();
    assert_eq!(now.len(), called.applications.len(), "{called:?}");
    for (id, call) in called.applications.iter().zip(&called.calls) {
        let place = &seen.change(*id).expect("somebody who is called").after;
        laws::same(place, S::Called, place.position);
        assert_eq!(term.clients.calls.get(id), Some(call), "{called:?}");
    }
}

fn take_back(term: &mut Term) {
    let Some(id) = term.clients.any(&mut term.chance, &[S::Called]) else {
        return term.work();
    };
    let call = term.clients.calls[&id];
    let (told, seen, _) = term.ask("take a call back", May::ONE, false, async move |app| {
        reserves::cancel_call(&app, &staff(), ReserveCallId(call), None).await
    });
    if matches!(told, Told::Yes(())) {
        let place = &seen.change(id).expect("a call that is taken back").after;
        laws::same(place, S::Reserve, place.position);
    }
}

fn admit(term: &mut Term) {
    let Some(id) = term.clients.any(&mut term.chance, &[S::Reserve]) else {
        return term.work();
    };
    let revision = term.clients.places[&id].revision;
    let reason = term.chance.percent(70).then(|| "Särskilda skäl".to_owned());
    let (told, seen, _) = term.ask("admit", May::ONE, false, async move |app| {
        let seen = Revision::Revision(revision);
        enrolment::admit(&app, &staff(), ApplicationId(id), seen, reason).await
    });
    if matches!(told, Told::Yes(_)) {
        let place = &seen.change(id).expect("somebody who is admitted").after;
        laws::same(place, S::Admitted, place.position);
    }
}

fn register(term: &mut Term) {
    let Some(id) = term
        .clients
        .any(&mut term.chance, &[S::Admitted, S::Accepted])
    else {
        return term.work();
    };
    let revision = term.clients.places[&id].revision;
    let (told, seen, _) = term.ask("register", May::ONE, false, async move |app| {
        let seen = Revision::Revision(revision);
        enrolment::register(&app, &staff(), ApplicationId(id), seen, true).await
    });
    if matches!(told, Told::Yes(_)) {
        let place = &seen.change(id).expect("somebody who is registered").after;
        laws::same(place, S::Registered, place.position);
    }
}

fn change_seats(term: &mut Term) {
    let n = term.chance.index(term.clients.channels.len());
    let channel = &mut term.clients.channels[n];
    let (code, revision, before) = (channel.code, channel.revision, channel.seats);
    let seats = (before + term.chance.between(-2, 3)).max(1);
    // Those who are called at once sit on the new seats.
    channel.seats = before.max(seats);
    let (told, _, met) = term.ask("change the seats", May::ONE, false, async move |app| {
        let change = ChannelChange {
            seats: Some(seats),
            ..ChannelChange::default()
        };
        channels::edit_channel(&app, &staff(), code, change, Revision::Revision(revision)).await
    });
    let done = matches!(told, Told::Yes(_)) || met.commits > 0;
    let channel = &mut term.clients.channels[n];
    channel.seats = if done { seats } else { before };
    channel.revision += i64::from(done);
    if let Told::Yes(view) = told {
        assert_eq!(
            (view.row.seats, view.row.revision),
            (seats, revision + 1),
            "{code}"
        );
    }
}
