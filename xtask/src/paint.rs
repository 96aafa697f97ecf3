//! Colours for a terminal; `anstream` takes them out in a pipe and honours `NO_COLOR`.

use std::fmt;

use anstyle::{AnsiColor, Style};

/// What a piece of text is, which decides its colour.
#[derive(Clone, Copy)]
pub(crate) enum Tone {
    Good,
    Bad,
    Changed,
    Faint,
}

/// Text with its tone.
pub(crate) struct Painted<T>(Tone, T);

pub(crate) fn paint<T: fmt::Display>(tone: Tone, text: T) -> Painted<T> {
    Painted(tone, text)
}

impl<T: fmt::Display> fmt::Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let style = match self.0 {
            Tone::Good => Style::new().fg_color(Some(AnsiColor::Green.into())).bold(),
            Tone::Bad => Style::new().fg_color(Some(AnsiColor::Red.into())).bold(),
            Tone::Changed => Style::new().fg_color(Some(AnsiColor::Yellow.into())),
            Tone::Faint => Style::new().dimmed(),
        };
        write!(f, "{style}{}{style:#}", self.1)
    }
}
