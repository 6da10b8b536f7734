//! What whoever watches the service sees of it: traces, figures, and what is made of them.

mod figures;
mod traces;
