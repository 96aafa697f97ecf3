//! Path templates → resources: a segment with the parameter behind it, and what is below it.

use crate::plan::{Operation, Plan};

/// A kind of resource.
#[derive(Debug, Default)]
pub(super) struct Resource<'p> {
    /// The path segment, such as `pairingKeys`.
    pub(super) name: String,
    /// The parameter that names one of them, such as `pairingKeyID`.
    pub(super) parameter: Option<String>,
    /// Operations on all of them.
    pub(super) on_all: Vec<&'p Operation>,
    /// Operations on one of them.
    pub(super) on_one: Vec<&'p Operation>,
    /// The resources that belong to it.
    pub(super) children: Vec<Resource<'p>>,
}

/// All resources, those that contain others first.
pub(super) fn forest(plan: &Plan) -> Vec<Resource<'_>> {
    let mut root = Resource::default();
    for (_, operation) in plan.operations() {
        let steps: Vec<&str> =
            operation.template.split('/').filter(|step| !step.is_empty()).collect();
        root.insert(&steps, operation);
    }
    let mut forest = root.children;
    if !root.on_all.is_empty() {
        let name = "/".to_owned();
        forest.insert(0, Resource { name, on_all: root.on_all, ..Resource::default() });
    }
    forest
}

/// How many levels there are.
pub(super) fn depth(forest: &[Resource<'_>]) -> usize {
    forest.iter().map(|resource| 1 + depth(&resource.children)).max().unwrap_or(0)
}

impl<'p> Resource<'p> {
    fn insert(&mut self, steps: &[&str], operation: &'p Operation) {
        let Some((name, rest)) = steps.split_first() else {
            self.on_all.push(operation);
            return;
        };
        let child = self.child(name);
        match rest.split_first().and_then(|(next, rest)| Some((parameter(next)?, rest))) {
            None => child.insert(rest, operation),
            Some((parameter, rest)) => {
                child.parameter.get_or_insert_with(|| parameter.to_owned());
                if rest.is_empty() {
                    child.on_one.push(operation);
                } else {
                    child.insert(rest, operation);
                }
            }
        }
    }

    fn child(&mut self, name: &str) -> &mut Self {
        let at = self.children.iter().position(|child| child.name == name);
        let at = at.unwrap_or_else(|| {
            self.children.push(Self { name: name.to_owned(), ..Self::default() });
            self.children.len() - 1
        });
        &mut self.children[at]
    }
}

/// The name of a segment that is a parameter.
fn parameter(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(id: &str, template: &str) -> Operation {
        let plan = crate::fixture::plan("    Thing:\n      type: object\n");
        let (_, made) = plan.operations().next().unwrap();
        Operation { id: id.to_owned(), template: template.to_owned(), ..made.clone() }
    }

    fn outline(resource: &Resource<'_>, level: usize, text: &mut String) {
        let ids = |list: &[&Operation]| {
            list.iter().map(|one| one.id.clone()).collect::<Vec<_>>().join(" ")
        };
        let parameter = resource.parameter.as_deref().unwrap_or("-");
        let (all, one) = (ids(&resource.on_all), ids(&resource.on_one));
        text.push_str(&format!(
            "{}{} {parameter} all[{all}] one[{one}]\n",
            "  ".repeat(level),
            resource.name
        ));
        for child in &resource.children {
            outline(child, level + 1, text);
        }
    }

    #[test]
    fn containment_follows_from_the_paths() {
        let operations = [
            operation("list", "/tenants/{e}/users/{u}/keys"),
            operation("read", "/tenants/{e}/users/{u}/keys/{k}"),
            operation("apps", "/tenants/{e}/applications"),
            operation("odd", "/tenants/{e}/{x}/{y}/file-{z}.json"),
            operation("root", "/"),
        ];
        let mut root = Resource::default();
        for one in &operations {
            let steps: Vec<&str> =
                one.template.split('/').filter(|step| !step.is_empty()).collect();
            root.insert(&steps, one);
        }
        let mut text = String::new();
        outline(&root, 0, &mut text);
        insta::assert_snapshot!(text, @r"
         - all[root] one[]
          tenants e all[] one[]
            users u all[] one[]
              keys k all[list] one[read]
            applications - all[apps] one[]
            {x} y all[] one[]
              file-{z}.json - all[odd] one[]
        ");
    }
}
