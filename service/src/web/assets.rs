//! The site's own files: styles, a script that every page works without, the icon.

use poem::{IntoEndpoint, Request, Response, endpoint::make_sync, http::header};
use std::sync::LazyLock;

/// A file that is compiled in. Its address changes with its content, so it may be kept for ever.
pub struct Asset {
    pub path: &'static str,
    kind: &'static str,
    content: &'static str,
    address: LazyLock<String>,
}

pub static STYLE: Asset = Asset {
    path: "/assets/samverkan.css",
    kind: "text/css; charset=utf-8",
    content: concat!(
        include_str!("assets/base.css"),
        include_str!("assets/layout.css"),
        include_str!("assets/parts.css"),
        include_str!("assets/forms.css"),
        include_str!("assets/mine.css"),
        include_str!("assets/staff.css"),
        include_str!("assets/media.css"),
    ),
    address: LazyLock::new(|| STYLE.versioned()),
};

pub static SCRIPT: Asset = Asset {
    path: "/assets/samverkan.js",
    kind: "text/javascript; charset=utf-8",
    content: include_str!("assets/samverkan.js"),
    address: LazyLock::new(|| SCRIPT.versioned()),
};

/// Passkeys, which browsers show to scripts alone.
pub static PASSKEY: Asset = Asset {
    path: "/assets/passkey.js",
    kind: "text/javascript; charset=utf-8",
    content: include_str!("assets/passkey.js"),
    address: LazyLock::new(|| PASSKEY.versioned()),
};

/// Dragging people between cohorts.
pub static BOARD: Asset = Asset {
    path: "/assets/board.js",
    kind: "text/javascript; charset=utf-8",
    content: include_str!("assets/board.js"),
    address: LazyLock::new(|| BOARD.versioned()),
};

pub static ICON: Asset = Asset {
    path: "/assets/samverkan.svg",
    kind: "image/svg+xml; charset=utf-8",
    content: include_str!("assets/samverkan.svg"),
    address: LazyLock::new(|| ICON.versioned()),
};

impl Asset {
    /// Where pages find it.
    pub fn address(&self) -> &str {
        &self.address
    }

    fn versioned(&self) -> String {
        // FNV-1a: only whether it is another.
        let hash = self
            .content
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        format!("{}?v={hash:016x}", self.path)
    }

    pub(super) fn endpoint(&'static self) -> impl IntoEndpoint {
        make_sync(move |request: Request| {
            let asked = request.original_uri().to_string();
            let current = asked.ends_with(self.address());
            let keep = if current {
                "public, max-age=31536000, immutable"
            } else {
                "public, max-age=3600"
            };
            Response::builder()
                .content_type(self.kind)
                .header(header::CACHE_CONTROL, keep)
                .body(self.content)
        })
    }
}
