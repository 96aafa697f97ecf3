//! A subscriber that writes down spans and events as text.

use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;

/// What was seen: closed spans with their final fields below their parents' names, and events.
#[derive(Clone, Default)]
pub struct Capture(Arc<Mutex<String>>);

impl Capture {
    /// Captures what this thread does until the guard is dropped.
    pub fn start() -> (Self, DefaultGuard) {
        let capture = Self::default();
        let subscriber = tracing_subscriber::registry().with(capture.clone());
        (capture, tracing::subscriber::set_default(subscriber))
    }

    pub fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

/// Fields in the order in which they were recorded.
#[derive(Default)]
struct Fields(Vec<(&'static str, String)>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.retain(|(name, _)| *name != field.name());
        self.0.push((field.name(), format!("{value:?}")));
    }
}

impl Fields {
    fn write(&self, to: &mut String) {
        for (name, value) in &self.0 {
            let _ = writeln!(to, "  {name} = {value}");
        }
    }
}

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Capture {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        context.span(id).unwrap().extensions_mut().insert(fields);
    }

    fn on_record(&self, id: &Id, record: &Record<'_>, context: Context<'_, S>) {
        let span = context.span(id).unwrap();
        record.record(span.extensions_mut().get_mut::<Fields>().unwrap());
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let mut text = self.0.lock().unwrap();
        let metadata = event.metadata();
        let _ = writeln!(text, "{} {}", metadata.level(), metadata.target());
        fields.write(&mut text);
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let span = context.span(&id).unwrap();
        let scope: Vec<&str> = span.scope().from_root().map(|span| span.name()).collect();
        let mut text = self.0.lock().unwrap();
        let _ = writeln!(text, "{} {}", span.metadata().level(), scope.join(" / "));
        span.extensions().get::<Fields>().unwrap().write(&mut text);
    }
}
