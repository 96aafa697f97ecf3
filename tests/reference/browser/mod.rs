//! The page in a real browser: Chromium without a window, driven over loopback.
//!
//! Without a browser the tests say so and pass, unless `REFERENCE_BROWSER=required` demands one.
//! `REFERENCE_BROWSER=<path>` names one, and `AXE_CORE=<path of axe.min.js>` adds the scan of axe.

mod accessibility;
mod use_of_it;

use std::future::{Future, poll_fn};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chromiumoxide::browser::{Browser, BrowserConfig};
use chromiumoxide::cdp::IntoEventKind;
use chromiumoxide::cdp::browser_protocol::emulation::{
    MediaFeature, SetDeviceMetricsOverrideParams,
};
use chromiumoxide::cdp::browser_protocol::{log, network};
use chromiumoxide::cdp::js_protocol::runtime;
use chromiumoxide::page::Page;
use futures_core::Stream;
use serde::de::DeserializeOwned;

/// Patience with a machine that does other things as well.
const PATIENCE: Duration = Duration::from_secs(120);

/// The names under which systems install the browser.
const NAMES: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// The colours that the system asks for.
#[derive(Clone, Copy)]
pub(crate) enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    pub(crate) const BOTH: [Self; 2] = [Self::Light, Self::Dark];

    fn text(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// A page that is open in a browser of its own.
pub(crate) struct Open {
    pub(crate) page: Page,
    /// Complaints of the console, and requests for anything but the page itself.
    trouble: Arc<Mutex<Vec<String>>>,
}

/// Opens a page and tests it; afterwards, nothing must have gone wrong in the browser.
pub(crate) fn with(html: &str, test: impl AsyncFnOnce(&Open)) {
    let Some(executable) = executable() else { return };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.unwrap().block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("page.html");
        std::fs::write(&file, html).unwrap();
        let (mut browser, mut handler) =
            Browser::launch(config(&executable, folder.path())).await.unwrap();
        let driver = tokio::spawn(async move { while next(&mut handler).await.is_some() {} });
        let open = open(&browser, &file).await;
        test(&open).await;
        let trouble = std::mem::take(&mut *open.trouble.lock().unwrap());
        browser.close().await.unwrap();
        browser.wait().await.unwrap();
        driver.abort();
        assert_eq!(trouble, Vec::<String>::new());
    });
}

fn config(executable: &Path, folder: &Path) -> BrowserConfig {
    BrowserConfig::builder()
        .chrome_executable(executable)
        .user_data_dir(folder.join("profile"))
        // The page is ours, and containers do not let the sandbox start.
        .no_sandbox()
        .viewport(None)
        .launch_timeout(PATIENCE)
        .request_timeout(PATIENCE)
        .build()
        .unwrap()
}

async fn open(browser: &Browser, file: &Path) -> Open {
    let page = browser.new_page("about:blank").await.unwrap();
    let trouble = Arc::default();
    page.execute(log::EnableParams::default()).await.unwrap();
    page.execute(network::EnableParams::default()).await.unwrap();
    listen(&page, &trouble, |entry: &log::EventEntryAdded| Some(entry.entry.text.clone())).await;
    listen(&page, &trouble, |thrown: &runtime::EventExceptionThrown| {
        Some(format!("{:?}", thrown.exception_details))
    })
    .await;
    listen(&page, &trouble, |call: &runtime::EventConsoleApiCalled| {
        Some(format!("{:?}", call.args))
    })
    .await;
    let own = format!("file://{}", file.display());
    let expected = own.clone();
    listen(&page, &trouble, move |sent: &network::EventRequestWillBeSent| {
        let url = sent.request.url.split('#').next().unwrap_or_default();
        (url != expected).then(|| format!("request for {url}"))
    })
    .await;
    let open = Open { page, trouble };
    open.resize(1440, 900).await;
    open.prefer(Scheme::Light).await;
    open.page.goto(own).await.unwrap();
    open
}

/// Writes down what an event tells.
async fn listen<E: IntoEventKind + Send + Sync + Unpin + 'static>(
    page: &Page,
    trouble: &Arc<Mutex<Vec<String>>>,
    told: impl Fn(&E) -> Option<String> + Send + 'static,
) {
    let mut events = page.event_listener::<E>().await.unwrap();
    let trouble = Arc::clone(trouble);
    tokio::spawn(async move {
        while let Some(event) = next(&mut events).await {
            trouble.lock().unwrap().extend(told(&event));
        }
    });
}

fn next<S: Stream + Unpin>(stream: &mut S) -> impl Future<Output = Option<S::Item>> {
    poll_fn(|context| Pin::new(&mut *stream).poll_next(context))
}

impl Open {
    /// The value of a script, promises awaited.
    pub(crate) async fn ask<T: DeserializeOwned>(&self, script: &str) -> T {
        let mut asked = runtime::EvaluateParams::new(script);
        (asked.await_promise, asked.return_by_value) = (Some(true), Some(true));
        self.page.evaluate_expression(asked).await.unwrap().into_value().unwrap()
    }

    /// Waits until a script says true.
    pub(crate) async fn wait_for(&self, condition: &str) {
        let waiting = format!(
            "new Promise((done) => {{
                const end = performance.now() + 20_000;
                const look = () => {{
                    if ({condition}) done(true);
                    else if (performance.now() > end) done(false);
                    else requestAnimationFrame(look);
                }};
                look();
            }})"
        );
        assert!(self.ask::<bool>(&waiting).await, "{condition}");
    }

    pub(crate) async fn press(&self, key: &str) {
        self.page.find_element("html").await.unwrap().press_key(key).await.unwrap();
    }

    pub(crate) async fn click(&self, selector: &str) {
        let element = self.page.find_element(selector).await.unwrap();
        element.scroll_into_view().await.unwrap().click().await.unwrap();
    }

    /// Writes into the element that has the focus.
    pub(crate) async fn write(&self, text: &str) {
        self.page.find_element("html").await.unwrap().type_str(text).await.unwrap();
    }

    pub(crate) async fn resize(&self, width: i64, height: i64) {
        let metrics = SetDeviceMetricsOverrideParams::new(width, height, 1.0, false);
        self.page.execute(metrics).await.unwrap();
    }

    pub(crate) async fn prefer(&self, scheme: Scheme) {
        let feature = MediaFeature::new("prefers-color-scheme", scheme.text());
        self.page.emulate_media_features(vec![feature]).await.unwrap();
    }
}

/// The browser to use; none if there is none, and none is demanded.
fn executable() -> Option<PathBuf> {
    let wanted = std::env::var_os("REFERENCE_BROWSER");
    let is_required = wanted.as_deref().is_some_and(|wanted| wanted == "required");
    if let Some(named) = wanted.filter(|_| !is_required).map(PathBuf::from) {
        assert!(named.is_file(), "REFERENCE_BROWSER is no file: {}", named.display());
        return Some(named);
    }
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&folders).collect();
    let found = NAMES.iter().find_map(|name| {
        folders.iter().map(|folder| folder.join(name)).find(|path| path.is_file())
    });
    if found.is_none() {
        assert!(!is_required, "REFERENCE_BROWSER=required, and there is none of {NAMES:?}");
        eprintln!("skipped: there is no browser; install chromium to test the page in it");
    }
    found
}
