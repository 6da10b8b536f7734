use super::*;

fn environment(pairs: &[(&str, &str)]) -> impl Iterator<Item = (String, String)> {
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect();
    pairs.into_iter()
}

#[test]
fn who_is_responsible_has_an_english_name_too() {
    let load = |given: &[(&str, &str)]| Config::load(None, environment(given)).unwrap();
    assert_eq!(load(&[]).operator_en(), "The course administration");
    let ours = ("SAMVERKAN_OPERATOR", "Örebro universitet");
    assert_eq!(load(&[ours]).operator_en(), "Örebro universitet");
    let english = ("SAMVERKAN_OPERATOR_EN", "Örebro University");
    assert_eq!(load(&[ours, english]).operator_en(), "Örebro University");
}

#[test]
fn the_environment_wins_and_unknown_settings_are_named() {
    let given = environment(&[
        ("SAMVERKAN_LISTEN", "0.0.0.0:1"),
        ("SAMVERKAN_TOKEN", "x"),
        ("SAMVERKAN_CLI_CONFIG", "y"),
    ]);
    assert_eq!(Config::load(None, given).unwrap().listen, "0.0.0.0:1");
    let given = environment(&[("SAMVERKAN_APPLICATIONS_PER_PERSON", "7")]);
    let config = Config::load(None, given).unwrap();
    assert_eq!(config.applications_per_person, 7);
    let given = environment(&[("SAMVERKAN_CALENDARS_FROM_LOOPBACK", "true")]);
    assert!(Config::load(None, given).unwrap().calendars_from_loopback);
    assert!(!Config::default().calendars_from_loopback);
    let wrong = environment(&[("SAMVERKAN_CALENDARS_FROM_LOOPBACK", "1")]);
    assert!(Config::load(None, wrong).is_err());
    let wrong = environment(&[("SAMVERKAN_APPLICATIONS_PER_PERSON", "many")]);
    assert!(Config::load(None, wrong).is_err());
    let given = environment(&[("SAMVERKAN_NOTICE_DIGEST_AT", "07:30")]);
    let config = Config::load(None, given).unwrap();
    assert_eq!(config.notice_digest_at, jiff::civil::time(7, 30, 0, 0));
    for wrong in ["7", "24:00", "16:00:00", "4 pm"] {
        let given = [("SAMVERKAN_NOTICE_DIGEST_AT", wrong)];
        assert!(Config::load(None, environment(&given)).is_err());
    }
    let wrong = Config::load(None, environment(&[("SAMVERKAN_LISTN", "x")])).unwrap_err();
    assert!(wrong.to_string().contains("SAMVERKAN_LISTN"), "{wrong}");
}

#[test]
fn passwords_are_not_shown() {
    let config = Config {
        database_url: "postgres://anna:hemlig@db:5432/x".to_owned(),
        smtp_url: Some("smtp://u:hem@lig@relay".to_owned()),
        secret_key: Some("hemlig".to_owned()),
        ..Config::default()
    };
    let shown = format!("{config:?}");
    assert!(
        !shown.contains("hemlig") && !shown.contains("lig@"),
        "{shown}"
    );
    assert!(shown.contains("anna:…@db:5432/x"), "{shown}");
}
