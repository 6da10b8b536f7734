//! Colours, patterns and the look of the page, in the light, in the dark and on paper.

/// Marks over the colour of each family: none, slanted, dotted, crossed, level.
pub(super) const PATTERNS: [&str; 5] = [
    "",
    r#"<path d="M-2 2l4-4M0 8l8-8M6 10l4-4" class="mark"/>"#,
    r#"<circle cx="2" cy="2" r="1.3" class="spot"/><circle cx="6" cy="6" r="1.3" class="spot"/>"#,
    r#"<path d="M0 0l8 8M8 0l-8 8" class="mark"/>"#,
    r#"<path d="M0 2h8M0 6h8" class="mark"/>"#,
];

/// Of every drawing, so that each can stand alone. Fills are light, or dark in the dark, and all
/// text keeps a contrast of 7:1 or more to them.
pub(super) const SVG_STYLE: &str = "
text{font:14px system-ui,sans-serif;fill:#1a1a1a}
.small{font-size:12px}.strong{font-weight:600}
.paper{fill:#fff}.edge{stroke:#1a1a1a;stroke-width:1}
.f0{fill:#bcd9f2}.f1{fill:#f8dca0}.f2{fill:#b5e3cf}.f3{fill:#f0c6dc}.f4{fill:#dcdcdc}
.mark{stroke:#1a1a1a;stroke-width:.8;fill:none;opacity:.55}.spot{fill:#1a1a1a;opacity:.55}
.plate{fill:#fff;opacity:.85}.bar{fill:#bcd9f2;stroke:#1a1a1a}
.axis{stroke:#1a1a1a;stroke-width:1}.grid{stroke:#c8c8c8;stroke-width:1}
.curve{stroke:#004b87;stroke-width:2}.dot{fill:#004b87;stroke:#fff;stroke-width:1.5}
@media(prefers-color-scheme:dark){
text{fill:#f2f2f2}.paper{fill:#16181c}.edge{stroke:#f2f2f2}
.f0{fill:#14456e}.f1{fill:#5e4300}.f2{fill:#0d4d38}.f3{fill:#5f2548}.f4{fill:#3c3f45}
.mark{stroke:#f2f2f2}.spot{fill:#f2f2f2}.plate{fill:#16181c}
.bar{fill:#14456e;stroke:#f2f2f2}.axis{stroke:#f2f2f2}.grid{stroke:#4a4d53}
.curve{stroke:#8cc4ff}.dot{fill:#8cc4ff;stroke:#16181c}}
@media print{
text{fill:#000}.paper{fill:#fff}.edge{stroke:#000}
.f0,.f1,.f2,.f3,.f4,.bar{fill:#fff;stroke:#000}.plate{fill:#fff}
.mark{stroke:#000}.spot{fill:#000}.axis,.grid{stroke:#000}.curve{stroke:#000}.dot{fill:#000}}
";

/// Of the page around the drawings.
pub(super) const PAGE_STYLE: &str = "
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;max-width:60rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 1rem}h2{font-size:1.25rem;margin:2.5rem 0 .75rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.5rem;margin:0}
dt{font-weight:600}dd{margin:0}
figure{margin:0;overflow-x:auto}svg{max-width:100%;height:auto}
table{border-collapse:collapse;margin:1rem 0;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding-bottom:.25rem}
th,td{border-bottom:1px solid #8a8a8a;padding:.25rem .75rem .25rem 0;text-align:right}
th:first-child,td:first-child{text-align:left}
.data th,.data td{text-align:left;vertical-align:top;min-width:6rem}
dd{overflow-wrap:anywhere}dd dl,li dl{margin-bottom:1rem}h3{font-size:1.05rem;margin:1.5rem 0 .5rem}
@media(max-width:40rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
.wide{overflow-x:auto}
:focus-visible{outline:3px solid #004b87;outline-offset:2px}
@media(prefers-color-scheme:dark){body{color:#f2f2f2;background:#16181c}:focus-visible{outline-color:#8cc4ff}}
@media print{body{color:#000;background:#fff;max-width:none;padding:0}
h2{break-after:avoid}figure,tr{break-inside:avoid}}
";
