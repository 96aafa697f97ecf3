//! The reference page: what it holds, that it is whole, and that it works in a browser.

mod browser;
mod calls;
mod hostile;
mod huge;
mod page;
mod review;
mod structure;
