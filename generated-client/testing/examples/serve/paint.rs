//! Colours for a terminal; `anstream` takes them out in a pipe and honours `NO_COLOR`.

use std::fmt::{self, Display};

use anstyle::{AnsiColor, Style};

/// What a piece of text is.
#[derive(Clone, Copy)]
pub(crate) enum Tone {
    Good,
    Bad,
    Strong,
    Faint,
}

/// Text with its tone.
pub(crate) struct Painted<T>(Tone, T);

pub(crate) fn paint<T: Display>(tone: Tone, text: T) -> Painted<T> {
    Painted(tone, text)
}

impl<T: Display> Display for Painted<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let style = match self.0 {
            Tone::Good => Style::new().fg_color(Some(AnsiColor::Green.into())).bold(),
            Tone::Bad => Style::new().fg_color(Some(AnsiColor::Red.into())).bold(),
            Tone::Strong => Style::new().bold(),
            Tone::Faint => Style::new().dimmed(),
        };
        write!(formatter, "{style}{}{style:#}", self.1)
    }
}
