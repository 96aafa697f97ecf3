//! Everything that is logged by this process, from `TRACE` on, through `tracing` and `log`.

use std::fmt::{self, Write as _};
use std::sync::{LazyLock, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

static TEXT: LazyLock<Mutex<String>> = LazyLock::new(Mutex::default);

/// Starts the capture, once for the process.
pub fn start() {
    static STARTED: LazyLock<()> = LazyLock::new(|| {
        tracing::subscriber::set_global_default(Everything).unwrap();
        log::set_logger(&Everything).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
    LazyLock::force(&STARTED);
}

/// What was logged so far.
pub fn logged() -> String {
    TEXT.lock().unwrap().clone()
}

/// How much was logged so far.
pub fn length() -> usize {
    TEXT.lock().unwrap().len()
}

/// What was logged since then.
pub fn logged_since(length: usize) -> String {
    TEXT.lock().unwrap()[length..].to_owned()
}

struct Everything;

struct Writer<'t>(&'t mut String);

impl Visit for Writer<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}

fn write(write: impl FnOnce(&mut Writer<'_>)) {
    let mut text = TEXT.lock().unwrap();
    write(&mut Writer(&mut text));
    text.push('\n');
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        write(|writer| attributes.record(writer));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        write(|writer| values.record(writer));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        write(|writer| {
            writer.0.push_str(event.metadata().target());
            event.record(writer);
        });
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Everything {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        write(|writer| {
            let _ = write!(writer.0, "{} {}", record.target(), record.args());
        });
    }

    fn flush(&self) {}
}
