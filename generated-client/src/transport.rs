//! The one place through which every request of the client passes.

use bytes::{Bytes, BytesMut};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};

use crate::Client;
use crate::error::{Error, ErrorBody, Failure};
use crate::operation::{Call, PreparedCall, Received};
use crate::response::Head;

impl Client {
    /// Sends a call and reads its response.
    ///
    /// Whatever holds for every request (authentication, limits, what counts as success) holds
    /// because it is done here.
    pub(crate) async fn execute(&self, call: Call) -> Result<Received, Error> {
        let operation = call.operation();
        let outcome = match call.prepare() {
            Ok(prepared) => self.exchange(&prepared).await,
            Err(invalid) => Err(Failure::InvalidCall(invalid)),
        };
        let (head, body) = outcome.map_err(|failure| Error::new(operation, failure))?;
        if !head.status.is_success() {
            let failure = Failure::Status { body: ErrorBody::from_slice(&body), head };
            return Err(Error::new(operation, failure));
        }
        Ok(Received { operation, head, body })
    }

    /// Sends a call with the token in use, and once more with a new one if that is refused.
    ///
    /// A 401 is an answer of the front door: the request was not processed, so sending it again
    /// does nothing twice, whatever the method.
    async fn exchange(&self, call: &PreparedCall) -> Result<(Head, Bytes), Failure> {
        let token = self.tokens().get().await.map_err(Failure::Auth)?;
        let answer = self.send(call, token.header()).await?;
        if answer.0.status != StatusCode::UNAUTHORIZED {
            return Ok(answer);
        }
        self.tokens().invalidate(&token);
        match self.tokens().get().await {
            Ok(other) if other.header() != token.header() => self.send(call, other.header()).await,
            // There is no other token, so the refusal stands.
            _ => Ok(answer),
        }
    }

    async fn send(
        &self,
        call: &PreparedCall,
        authorization: HeaderValue,
    ) -> Result<(Head, Bytes), Failure> {
        let limit = self.limits().response_bytes;
        let url = format!("{}{}", self.hosts().api(), call.target);
        let mut request = self
            .http()
            .request(call.method.clone(), url)
            .headers(call.headers.clone())
            .header(ACCEPT, HeaderValue::from_static("application/json"))
            .header(AUTHORIZATION, authorization);
        if let Some(body) = &call.body {
            request = request
                .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
                .body(body.clone());
        }
        let response = request.send().await.map_err(|error| self.broken(None, error))?;
        let head = Head { status: response.status(), headers: response.headers().clone() };
        match read_body(response, limit).await {
            Ok(body) => Ok((head, body)),
            // A torn or endless body of a failure hides nothing: the status says what happened.
            Err(_) if !head.status.is_success() => Ok((head, Bytes::new())),
            Err(ReadFailure::TooLarge) => Err(Failure::TooLarge { head, limit }),
            Err(ReadFailure::Transport(error)) => Err(self.broken(Some(head), error)),
        }
    }

    /// The URL is left out: it holds ids, and the error has the template.
    fn broken(&self, head: Option<Head>, error: reqwest::Error) -> Failure {
        Failure::Transport { base: self.hosts().api().into(), head, error: error.without_url() }
    }
}

/// Why a body was not read to its end.
pub(crate) enum ReadFailure {
    Transport(reqwest::Error),
    TooLarge,
}

/// Reads a body of at most `limit` bytes.
pub(crate) async fn read_body(
    mut response: reqwest::Response,
    limit: usize,
) -> Result<Bytes, ReadFailure> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(ReadFailure::Transport)? {
        if body.len() + chunk.len() > limit {
            return Err(ReadFailure::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

#[cfg(test)]
mod tests;
