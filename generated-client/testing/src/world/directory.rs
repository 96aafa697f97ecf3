//! What exists before the first request, and what a test adds to it.

use std::collections::HashSet;

use uuid::Uuid;

/// Environments and what is in them: no operation of the contract makes or removes these.
pub(crate) struct Directory(Vec<Environment>);

/// One environment.
pub(crate) struct Environment {
    pub(crate) id: Uuid,
    pub(crate) applications: Vec<Uuid>,
    pub(crate) users: HashSet<Uuid>,
    pub(crate) first_user: Option<Uuid>,
    pub(crate) policies: Vec<Uuid>,
}

impl Environment {
    /// An environment with nothing in it.
    pub(crate) fn empty(id: Uuid) -> Environment {
        Environment {
            id,
            applications: Vec::new(),
            users: HashSet::new(),
            first_user: None,
            policies: Vec::new(),
        }
    }

    /// Adds a user.
    pub(crate) fn add_user(&mut self, id: Uuid) {
        self.first_user.get_or_insert(id);
        self.users.insert(id);
    }
}

impl Directory {
    pub(crate) fn new(environment: Environment) -> Directory {
        Directory(vec![environment])
    }

    pub(crate) fn add(&mut self, environment: Environment) {
        self.0.push(environment);
    }

    /// The environment that is there from the start.
    pub(crate) fn first(&self) -> Option<&Environment> {
        self.0.first()
    }

    pub(crate) fn environment(&self, id: Uuid) -> Option<&Environment> {
        self.0.iter().find(|environment| environment.id == id)
    }

    pub(crate) fn environment_mut(&mut self, id: Uuid) -> Option<&mut Environment> {
        self.0.iter_mut().find(|environment| environment.id == id)
    }
}
