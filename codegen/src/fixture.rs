//! Small contracts for the unit tests of the stages.

use crate::document::{Document, MemoryFiles};
use crate::plan::Plan;

/// A contract with one operation, `createThing`, which sends and receives the schema `Thing`, and
/// with these component schemas (YAML, indented by four spaces).
pub(crate) fn contract(schemas: &str) -> String {
    format!(
        "openapi: 3.0.3
info:
  title: Fixture
  version: 0.1.0
tags:
  - name: Things
paths:
  /tenants/{{tenantID}}/things:
    parameters:
      - name: tenantID
        in: path
        required: true
        x-rust-scope: client
        schema:
          $ref: '#/components/schemas/EnvironmentId'
    post:
      operationId: createThing
      tags: [Things]
      summary: Make a thing
      requestBody:
        required: true
        content:
          application/json:
            schema:
              $ref: '#/components/schemas/Thing'
      responses:
        '201':
          description: Made.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Thing'
components:
  schemas:
    EnvironmentId:
      type: string
      format: uuid
    ThingId:
      type: string
      format: uuid
{schemas}"
    )
}

pub(crate) fn document(contract: &str) -> Document {
    let files: MemoryFiles = [("openapi.yaml", contract)].into_iter().collect();
    Document::from_files(&files, "openapi.yaml").unwrap()
}

pub(crate) fn plan(schemas: &str) -> Plan {
    Plan::from_document(&document(&contract(schemas))).unwrap()
}
