//! How somebody looks at a page, and acts on it.

use crate::Engine;

/// How somebody looks at a page.
#[derive(Debug, Clone, Copy)]
pub struct View {
    pub name: &'static str,
    pub width: u32,
    pub height: u32,
    /// Device pixels a CSS pixel: 2 with half the width is a zoom of 200 %.
    pub scale: u32,
    pub dark: bool,
    /// Colours of the reader's own.
    pub forced: bool,
    pub script: bool,
    /// No pointer: everything by the keyboard alone.
    pub keyboard: bool,
    pub language: &'static str,
}

impl View {
    pub const PHONE: Self = Self {
        name: "phone",
        width: 320,
        height: 640,
        scale: 2,
        dark: false,
        forced: false,
        script: true,
        keyboard: false,
        language: "sv",
    };
    pub const DESKTOP: Self = Self {
        name: "desktop",
        width: 1280,
        height: 800,
        scale: 1,
        ..Self::PHONE
    };
    /// In every way a page has to work.
    pub const ALL: [Self; 6] = [
        Self::PHONE,
        Self {
            name: "phone-dark-no-script",
            dark: true,
            script: false,
            ..Self::PHONE
        },
        Self::DESKTOP,
        Self {
            name: "desktop-dark",
            dark: true,
            ..Self::DESKTOP
        },
        Self {
            name: "desktop-forced",
            forced: true,
            ..Self::DESKTOP
        },
        Self {
            name: "desktop-zoomed",
            width: 640,
            height: 400,
            scale: 2,
            ..Self::DESKTOP
        },
    ];

    /// The ways to walk a journey: on a telephone and at a desk, with and without a script, and by the
    /// keyboard alone. What people do in a browser does not depend on the engine: on PostgreSQL it is
    /// walked once.
    pub fn journeys(engine: Engine) -> &'static [Self] {
        const ALL: [View; 5] = [
            View::ALL[1],
            View::PHONE,
            View::DESKTOP,
            View {
                name: "desktop-forced-no-script",
                script: false,
                ..View::ALL[4]
            },
            View {
                name: "desktop-keyboard",
                keyboard: true,
                ..View::DESKTOP
            },
        ];
        match engine {
            Engine::Sqlite => &ALL,
            Engine::Postgres => &ALL[..1],
        }
    }

    pub fn in_english(self) -> Self {
        Self {
            language: "en",
            ..self
        }
    }

    pub fn without_script(self) -> Self {
        Self {
            script: false,
            ..self
        }
    }
}
