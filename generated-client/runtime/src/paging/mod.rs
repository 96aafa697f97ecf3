//! Collections page by page, along links, cursors and counts.

mod cursor;
mod found;
mod header;
mod items;
mod link;
mod pages;
mod pointed;
mod query;
mod reader;

pub use cursor::PageCursor;
pub use items::Items;
pub use pages::Pages;

#[cfg(test)]
mod tests;
