//! Packages, courses, offerings, channels.

use super::{ODD_TEXT, Store, assert_conflict, instant, new_offering};
use harness::{Engine, on_both_engines};
use samverkan_domain::{
    course::{Channel, ChannelKind},
    id::{ChannelId, CourseId, OfferingId, PackageId},
};
use samverkan_service::store::catalogue::{
    CourseRow, NewCourse, NewPackage, OfferingRow, PackageRow,
};
use samverkan_service::store::channel::{ChannelRow, NewChannel};

on_both_engines!(
    packages_and_courses,
    offerings_by_id_code_and_page,
    channels_keep_their_window,
);

async fn packages_and_courses(engine: Engine) {
    let store = Store::open(engine).await;
    let package = NewPackage {
        id: PackageId(store.id()),
        code: "Z%",
        title_sv: ODD_TEXT,
        title_en: "",
        source: ODD_TEXT,
        demo: false,
    };
    let course = NewCourse {
        id: CourseId(store.id()),
        code: "SA123A",
        package: Some(package.id.0),
        title_sv: ODD_TEXT,
        title_en: "",
        credits_tenths: i64::MAX,
        level: "A1N",
        main_field: ODD_TEXT,
        syllabus_url: Some("https://example.org/å"),
        source: "",
        demo: true,
    };
    let bare = NewCourse {
        id: CourseId(store.id()),
        code: "AB100B",
        package: None,
        syllabus_url: None,
        demo: false,
        ..course
    };
    let mut tx = store.write().await;
    tx.insert_package(&package).await.unwrap();
    let first = PackageId(store.id());
    tx.insert_package(&NewPackage {
        id: first,
        code: "A",
        demo: true,
        ..package
    })
    .await
    .unwrap();
    tx.insert_course(&course).await.unwrap();
    tx.insert_course(&bare).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = store.read().await;
    let row = PackageRow {
        id: package.id.0,
        code: "Z%".to_owned(),
        title_sv: ODD_TEXT.to_owned(),
        title_en: String::new(),
        source: ODD_TEXT.to_owned(),
        demo: false,
        revision: 1,
    };
    assert_eq!(tx.package_by_code("Z%").await.unwrap().as_ref(), Some(&row));
    assert_eq!(tx.package_by_code("ZZ").await.unwrap(), None, "no pattern");
    let packages = tx.packages().await.unwrap();
    assert_eq!(
        (packages[0].id, packages[0].demo, &packages[1]),
        (first.0, true, &row)
    );
    let row = CourseRow {
        id: course.id.0,
        code: "SA123A".to_owned(),
        package_id: Some(package.id.0),
        title_sv: ODD_TEXT.to_owned(),
        title_en: String::new(),
        credits_tenths: i64::MAX,
        level: "A1N".to_owned(),
        main_field: ODD_TEXT.to_owned(),
        syllabus_url: Some("https://example.org/å".to_owned()),
        source: String::new(),
        demo: true,
        revision: 1,
    };
    assert_eq!(
        tx.course_by_code("SA123A").await.unwrap().as_ref(),
        Some(&row)
    );
    assert_eq!(tx.course_by_code("sa123a").await.unwrap(), None);
    let courses = tx.courses().await.unwrap();
    assert_eq!(
        (courses[0].package_id, &courses[0].syllabus_url),
        (None, &None)
    );
    assert_eq!((courses.len(), &courses[1]), (2, &row));
    drop(tx);

    let mut tx = store.write().await;
    assert_conflict!(
        tx.insert_package(&NewPackage {
            id: PackageId(store.id()),
            ..package
        })
        .await
    );
    drop(tx);
    let mut tx = store.write().await;
    assert_conflict!(
        tx.insert_course(&NewCourse {
            id: CourseId(store.id()),
            ..course
        })
        .await
    );
    drop(tx);
    let mut tx = store.write().await;
    let homeless = NewCourse {
        id: CourseId(store.id()),
        code: "AB101B",
        package: Some(store.id()),
        ..course
    };
    assert!(
        tx.insert_course(&homeless).await.is_err(),
        "no such package"
    );
}

async fn offerings_by_id_code_and_page(engine: Engine) {
    let store = Store::open(engine).await;
    let ids = [
        store.offering("SA123A-V9003V27").await,
        store.offering("SA123A-V9001V27").await,
        store.offering("SA123A-V9002V27").await,
    ];
    let mut tx = store.write().await;
    let mut row = tx.offering_by_id(ids[0]).await.unwrap().unwrap();
    let expected = OfferingRow {
        id: ids[0].0,
        course_id: row.course_id,
        course_code: "SA123A".to_owned(),
        title_sv: "Samverkan".to_owned(),
        title_en: "Collaboration".to_owned(),
        code: "SA123A-V9003V27".to_owned(),
        term: "VT2027".to_owned(),
        starts_on: "2027-01-18".to_owned(),
        ends_on: "2027-06-06".to_owned(),
        pace_percent: 50,
        teaching: "distance".to_owned(),
        language: "sv".to_owned(),
        cohort_size: 7,
        demo_note: String::new(),
        revision: 1,
        cohorts_of: None,
        credits_tenths: row.credits_tenths,
        package: row.package.clone(),
    };
    assert_eq!((&row, row.offering()), (&expected, ids[0]));
    assert_eq!(row.dates().unwrap().starts_on.to_string(), "2027-01-18");
    assert_eq!(
        tx.offering("SA123A-V9003V27").await.unwrap().as_ref(),
        Some(&row)
    );
    assert_eq!(
        tx.offering(&ids[0].to_string()).await.unwrap().as_ref(),
        Some(&row)
    );
    assert_eq!(tx.offering("SA123A").await.unwrap(), None);
    assert_eq!(
        tx.offering_by_id(OfferingId(store.id())).await.unwrap(),
        None
    );

    let mut codes = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = tx.offerings(after.as_deref(), 2).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(last.code.clone());
        codes.extend(page.into_iter().map(|row| row.code));
    }
    assert_eq!(
        codes,
        ["SA123A-V9001V27", "SA123A-V9002V27", "SA123A-V9003V27"]
    );

    assert_eq!(tx.lock_offering(ids[0]).await.unwrap(), Some(2));
    assert_eq!(
        tx.lock_offering(OfferingId(store.id())).await.unwrap(),
        None
    );
    row.revision = 2;
    row.starts_on = "0001-01-01".to_owned();
    row.ends_on = "9999-12-31".to_owned();
    row.pace_percent = 100;
    row.teaching = "mixed".to_owned();
    row.cohort_size = i64::MAX;
    row.demo_note = ODD_TEXT.to_owned();
    tx.update_offering(&row).await.unwrap();
    assert_eq!(tx.offering_by_id(ids[0]).await.unwrap(), Some(row.clone()));
    row.starts_on = "soon".to_owned();
    assert!(
        row.dates()
            .unwrap_err()
            .to_string()
            .contains("table offering")
    );
    let twice = new_offering(OfferingId(store.id()), row.course_id, "SA123A-V9001V27");
    assert_conflict!(tx.insert_offering(&twice).await);
}

async fn channels_keep_their_window(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let new = NewChannel {
        id: ChannelId(store.id()),
        offering,
        code: "Å-1",
        kind: ChannelKind::Employer,
        title_sv: ODD_TEXT,
        title_en: "",
        seats: 0,
        opens_at: Some(instant("2027-03-28T00:59:59.999999999Z")),
        closes_at: Some(instant("2027-10-31T01:00:00Z")),
        policy: "{\"method\":\"lottery\"}",
    };
    let open = store.channel(offering, "OPEN").await;
    let mut tx = store.write().await;
    tx.insert_channel(&new).await.unwrap();
    let mut row = ChannelRow {
        id: new.id.0,
        offering_id: offering.0,
        code: "Å-1".to_owned(),
        kind: "employer".to_owned(),
        title_sv: ODD_TEXT.to_owned(),
        title_en: String::new(),
        seats: 0,
        // Finer digits than either engine keeps are cut, on both alike.
        opens_at: Some(instant("2027-03-28T00:59:59.999999Z").into()),
        closes_at: Some(instant("2027-10-31T01:00:00Z").into()),
        revision: 1,
        policy: "{\"method\":\"lottery\"}".to_owned(),
    };
    assert_eq!(tx.channel("Å-1").await.unwrap().as_ref(), Some(&row));
    assert_eq!(
        tx.channel(&new.id.to_string()).await.unwrap().as_ref(),
        Some(&row)
    );
    assert_eq!(tx.channel("").await.unwrap(), None);
    let domain = Channel::try_from(&row).unwrap();
    assert_eq!((domain.kind, domain.seats), (ChannelKind::Employer, 0));
    let codes: Vec<_> = tx.channels(offering).await.unwrap();
    assert_eq!(
        codes.iter().map(|c| c.id).collect::<Vec<_>>(),
        [open.0, new.id.0]
    );
    assert!(
        tx.channels(OfferingId(store.id()))
            .await
            .unwrap()
            .is_empty()
    );

    row.seats = i64::MAX;
    row.opens_at = None;
    row.closes_at = None;
    row.title_en = "E".to_owned();
    assert!(tx.update_channel(&row).await.unwrap());
    assert!(!tx.update_channel(&row).await.unwrap(), "stale");
    row.revision = 2;
    assert_eq!(tx.channel("Å-1").await.unwrap().as_ref(), Some(&row));
    row.kind = "secret".to_owned();
    assert!(Channel::try_from(&row).is_err());
    assert_conflict!(
        tx.insert_channel(&NewChannel {
            id: ChannelId(store.id()),
            ..new
        })
        .await
    );
}
