//! The methods that every request builder has, written once.

/// Gives a request builder the inherent methods that all of them have, and makes it awaitable.
///
/// The builder has the fields `core` and `call`. The arrow leads to what the call results in: `()`, a
/// type, `page of` a type for a collection that comes at once, or `pages of` a type, which adds the
/// streams of a collection. Of a page that is a type of its own, the items and the way to the next one
/// follow. `optional` a type is for bodies that may be missing, `any` for any JSON or none, `text` and
/// `file` for other media types, `redirection` for
/// calls that are redirected, and `by_status` an enum that reads the response itself.
#[doc(hidden)]
#[macro_export]
macro_rules! __request {
    ($builder:ident -> ()) => {
        $crate::__request!(@ $builder, (), status_only, |received| {
            ::std::result::Result::Ok(received.empty())
        });
    };
    ($builder:ident -> page of $item:ty) => {
        $crate::__request!(@ $builder, $crate::Collection<$item>, |received| received.page());
    };
    ($builder:ident -> pages of $item:ty) => {
        $crate::__request!($builder -> page of $item);

        impl $builder {
            /// The pages of the collection: the first one, and then the following ones.
            ///
            /// See [`Pages`](pingone_core::Pages) for limits, errors and an example.
            pub fn pages(self) -> $crate::Pages<$item> {
                $crate::Pages::new(self.core, self.call)
            }

            /// The items of all pages, one by one.
            ///
            /// See [`Items`](pingone_core::Items) for limits, errors and an example.
            pub fn items(self) -> $crate::Items<$item> {
                self.pages().into_items()
            }
        }
    };
    ($builder:ident -> $page:ty, pages of $item:ty, by $paging:expr) => {
        $crate::__request!(@ $builder, $page, |received| received.page_of(&$paging));

        impl $builder {
            /// The pages of the collection: the first one, and then the following ones.
            ///
            /// See [`Pages`](pingone_core::Pages) for limits, errors and an example.
            pub fn pages(self) -> $crate::Pages<$item, $page> {
                $crate::Pages::of(self.core, self.call, &$paging)
            }

            /// The items of all pages, one by one.
            ///
            /// See [`Items`](pingone_core::Items) for limits, errors and an example.
            pub fn items(self) -> $crate::Items<$item> {
                $crate::Pages::items_in(self.core, self.call, &$paging).into_items()
            }
        }
    };
    ($builder:ident -> redirection) => {
        $crate::__request!(@ $builder, (), redirection, |received| {
            ::std::result::Result::Ok(received.empty())
        });
    };
    ($builder:ident -> text) => {
        $crate::__request!(@ $builder, ::std::string::String, |received| {
            ::std::result::Result::Ok(received.text())
        });
        $crate::__request!(@ $builder streamed);
    };
    ($builder:ident -> file) => {
        $crate::__request!(@ $builder, $crate::FileData, |received| {
            ::std::result::Result::Ok(received.file())
        });
        $crate::__request!(@ $builder streamed);
    };
    ($builder:ident -> any) => {
        $crate::__request!(@ $builder, $crate::serde_json::Value, |received| {
            received.any()
        });
    };
    ($builder:ident -> by_status $output:ty) => {
        $crate::__request!(@ $builder, $output, |received| <$output>::read(received));
    };
    ($builder:ident -> optional $output:ty) => {
        $crate::__request!(@ $builder, ::std::option::Option<$output>, |received| {
            received.optional()
        });
    };
    ($builder:ident -> $output:ty) => {
        $crate::__request!(@ $builder, $output, |received| received.json());
    };
    (@ $builder:ident streamed) => {
        impl $builder {
            /// Sends the request and leaves the body to be read as it arrives, so that it is never in
            /// memory as a whole.
            ///
            /// See [`ByteStream`](pingone_core::ByteStream) for limits, errors and an example.
            ///
            /// # Errors
            ///
            /// As for [`send`](Self::send); what happens later is an error of the stream.
            pub async fn send_streamed(
                self,
            ) -> ::std::result::Result<$crate::Response<$crate::ByteStream>, $crate::Error> {
                self.core.execute(self.call.streamed()).await.map(|received| received.stream())
            }
        }
    };
    (@ $builder:ident, $output:ty, $($wanted:ident,)? |$received:ident| $decode:expr) => {
        impl $builder {
            /// Limits this call instead of the client's
            /// [`total_timeout`](pingone_core::Limits::total_timeout): token, attempts and waits
            /// together. Nothing is sent when the time is up; no time at all is an invalid call.
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.call = self.call.timeout(timeout);
                self
            }

            /// Retries this call by another policy than the client's.
            pub fn retry(mut self, policy: $crate::RetryPolicy) -> Self {
                self.call = self.call.retry(policy);
                self
            }

            /// Sends the request; awaiting the builder does the same.
            ///
            /// # Errors
            ///
            /// Every failure is an [`Error`](pingone_core::Error) that names the operation and what
            /// happened.
            pub async fn send(self) -> ::std::result::Result<$output, $crate::Error> {
                self.send_with_metadata().await.map($crate::Response::into_inner)
            }

            /// Sends the request and keeps the status and the headers of the response.
            ///
            /// # Errors
            ///
            /// As for [`send`](Self::send).
            pub async fn send_with_metadata(
                self,
            ) -> ::std::result::Result<$crate::Response<$output>, $crate::Error> {
                let $received = self.core.execute(self.call$(.$wanted())?).await?;
                $decode
            }
        }

        impl ::std::future::IntoFuture for $builder {
            type Output = ::std::result::Result<$output, $crate::Error>;

            type IntoFuture = $crate::BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                ::std::boxed::Box::pin(self.send())
            }
        }
    };
}

pub use __request as request;
