//! A contract that cannot be generated ends in diagnostics: where, what, and the fix; all at once;
//! and nothing is written.

mod files;
mod shapes;
mod spoiled;
mod target;
