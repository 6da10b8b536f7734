use super::*;
use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

fn period(text: &str) -> Period {
    text.parse().expect("a period")
}

#[test]
fn a_period_ends_with_the_day_of_the_same_number() {
    let ends = date(2027, 6, 6);
    let half = period("P6M");
    assert!(!half.is_over(ends, date(2027, 12, 6)), "the last day");
    assert!(half.is_over(ends, date(2027, 12, 7)), "the day after");
    let ten = period("P10Y");
    assert!(!ten.is_over(date(2028, 2, 29), date(2038, 2, 28)));
    assert!(ten.is_over(date(2028, 2, 29), date(2038, 3, 1)));
    let month = period("P1M");
    assert_eq!(month.last_day(date(2027, 1, 31)), Some(date(2027, 2, 28)));
    assert_eq!(month.cutoff(date(2027, 3, 1)), Some(date(2027, 1, 31)));
}

#[test]
fn what_the_calendar_does_not_reach_is_never_due() {
    assert!(!period("P1000Y").is_over(Date::MAX, Date::MAX));
    assert_eq!(period("P1D").cutoff(Date::MIN), None);
}

#[test]
fn periods_are_read_as_they_are_written() {
    for text in ["P10Y", "P6M", "P1Y6M", "P2W", "P30D", "P1Y2M3W4D"] {
        assert_eq!(period(text).to_string(), text);
    }
    for text in [
        "", "P", "10Y", "P0D", "P-1Y", "P1.5Y", "PT1H", "P6M1Y", "P1Y1Y", "P1001Y", "P1", "PY",
        "p1Y", "P1Å", "P99999Y", " P1Y",
    ] {
        assert_eq!(text.parse::<Period>(), Err(NoPeriod), "{text:?}");
    }
}

#[test]
fn every_category_has_a_name_of_its_own() {
    for category in Category::ALL {
        assert_eq!(Category::from_word(category.word()), Some(category));
        assert_eq!(serde_json::json!(category), category.word());
    }
}

fn rule(category: Category, revision: i64) -> InForce {
    InForce {
        category,
        keep_for: "P10Y".to_owned(),
        decision: "dnr 1".to_owned(),
        revision,
    }
}

#[test]
fn a_plan_waits_for_a_second_person_and_for_the_same_rules() {
    use PlanState::{Approved, Executed, Planned};
    let planned = [rule(Category::Needs, 1)];
    assert_eq!(blocked(Planned, false, &planned, &planned), None);
    assert_eq!(
        blocked(Planned, true, &planned, &planned),
        Some(Blocked::NotApproved)
    );
    assert_eq!(blocked(Approved, true, &planned, &planned), None);
    assert_eq!(
        blocked(Executed, false, &planned, &planned),
        Some(Blocked::Executed)
    );
    let changed = Some(Blocked::RuleChanged(Category::Needs));
    assert_eq!(
        blocked(Approved, true, &planned, &[rule(Category::Needs, 2)]),
        changed
    );
    assert_eq!(
        blocked(Approved, true, &planned, &[]),
        changed,
        "taken away"
    );
    let more = [rule(Category::Needs, 1), rule(Category::Plans, 1)];
    assert_eq!(
        blocked(Approved, true, &planned, &more),
        None,
        "another's rule"
    );
}

fn item(n: u128, category: Category, person: u128, event: Date) -> Item {
    Item {
        category,
        offering: Some(Uuid::from_u128(9)),
        thing: Uuid::from_u128(n),
        person: Some(Uuid::from_u128(person)),
        event,
    }
}

#[test]
fn things_and_people_are_counted_apart() {
    let (one, two) = (date(2027, 6, 6), date(2028, 6, 6));
    let items = [
        item(1, Category::Wishes, 1, two),
        item(2, Category::Wishes, 1, one),
        item(3, Category::Needs, 2, one),
    ];
    let counted = counts(&items);
    assert_eq!(counted.len(), 2);
    let wishes = &counted[1];
    assert_eq!((wishes.things, wishes.people), (2, 1));
    assert_eq!((wishes.first, wishes.last), (one, two));
    assert_eq!(counts(&[]), []);
}

#[test]
fn the_digest_is_of_what_is_there_and_not_of_its_order() {
    let day = date(2037, 1, 1);
    let rules = [rule(Category::Needs, 1), rule(Category::Plans, 1)];
    let items = [
        item(1, Category::Needs, 1, date(2027, 6, 6)),
        item(2, Category::Needs, 2, date(2027, 6, 6)),
    ];
    let first = digest(day, &rules, &items);
    assert_eq!(first.len(), 64);
    let turned = [rules[1].clone(), rules[0].clone()];
    assert_eq!(first, digest(day, &turned, &[items[1], items[0]]));
    assert_ne!(first, digest(day, &rules, &items[..1]));
    assert_ne!(first, digest(date(2037, 1, 2), &rules, &items));
    assert_ne!(
        first,
        digest(day, &[rule(Category::Needs, 2), rules[1].clone()], &items)
    );
}

fn days() -> impl Strategy<Value = Date> {
    (1_900_i16..2_200, 1_i8..=12, 1_i8..=31)
        .prop_filter_map("a day", |(y, m, d)| Date::new(y, m, d).ok())
}

fn periods() -> impl Strategy<Value = Period> {
    (0_u16..60, 0_u16..30, 0_u16..9, 0_u16..400)
        .prop_map(|(years, months, weeks, days)| Period {
            years,
            months,
            weeks,
            days,
        })
        .prop_filter("some time", |period| period.to_string() != "P")
}

proptest! {
    /// The day that the database is asked with says the same as the rule.
    #[test]
    fn the_cutoff_is_the_last_day_that_is_due(period in periods(), today in days(), event in days()) {
        let cutoff = period.cutoff(today).expect("within the calendar");
        prop_assert_eq!(period.is_over(event, today), event <= cutoff);
        prop_assert!(period.is_over(cutoff, today));
        prop_assert!(!period.is_over(cutoff.tomorrow().unwrap(), today));
    }

    /// What is due stays due, and nothing is due on the day it happened.
    #[test]
    fn time_only_makes_more_due(period in periods(), event in days(), today in days()) {
        prop_assert!(!period.is_over(event, event));
        if period.is_over(event, today) {
            prop_assert!(period.is_over(event, today.tomorrow().unwrap()));
            prop_assert!(period.is_over(event.yesterday().unwrap(), today));
        }
    }

    #[test]
    fn periods_survive_being_written(period in periods()) {
        prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
    }
}
