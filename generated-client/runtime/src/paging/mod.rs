//! Collections page by page, along the links that the server gives.

mod cursor;
mod items;
mod link;
mod offset;
mod pages;

pub use cursor::PageCursor;
pub use items::Items;
pub use pages::Pages;

#[cfg(test)]
mod tests;
