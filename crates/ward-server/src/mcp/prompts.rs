//! Work that a person can ask an agent for, as a prompt with blanks.

use rmcp::model::{JsonObject, Prompt, PromptArgument, PromptMessage, Role};

/// The longest value of an argument in bytes. A host name has at most 253, a key at most 128.
const MAX_VALUE: usize = 253;

struct Template {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    argument: &'static str,
    about: &'static str,
    /// `{}` stands for the argument.
    text: &'static str,
    /// What stands there when the argument is not given; without it the argument is required.
    otherwise: Option<&'static str>,
}

const TEMPLATES: &[Template] = &[
    Template {
        name: "review-tls",
        title: "Review a TLS endpoint",
        description: "Judge the certificate and the connection of a host, and say what to do about it",
        argument: "hostname",
        about: "The host to look at, with a port if it is not 443",
        text: "Review the TLS endpoint `{}`. Call `ssl_check` for it. Report whether the chain is trusted and the name \
            matches, when the certificate expires and what each finding means in practice; then what to do, the most \
            pressing first. State only what the answer shows. If the call is refused or fails, give the sentence of \
            the problem and stop.",
        otherwise: None,
    },
    Template {
        name: "rotate-a-key",
        title: "Rotate a named key",
        description: "Give a named key a new version, after a look at what uses it",
        argument: "key",
        about: "The name of the key",
        text: "Rotate the key `{}`. First call `key_list` and find it: say its kind, its versions and when it was last \
            rotated. Ask the person for a clear yes before anything changes. Then call `key_rotate` once, and `key_list` \
            again to show the new version. Explain that data under older versions still opens. Do not rotate any \
            other key, and do not try again when a call is refused.",
        otherwise: None,
    },
    Template {
        name: "triage-findings",
        title: "Triage security findings",
        description: "Audit something and sort what was found by what it would cost",
        argument: "target",
        about: "What the findings are about: a URL, an e-mail address or a piece of code that is already in the \
            conversation",
        text: "Triage the security findings about {}. Call `security_audit` with the target type that fits. Sort the \
            findings into: act today, plan, accept; give one sentence of reason for each, and name the rule. Say where \
            a finding may be wrong. Put no password or other secret into an argument for this.",
        otherwise: Some("what the person named in this conversation"),
    },
];

/// Why there is no such prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoPrompt {
    /// There is no prompt of that name.
    Unknown,
    /// An argument is missing, unknown, too long, or not one line of plain text.
    Argument,
}

pub(super) fn list() -> Vec<Prompt> {
    TEMPLATES
        .iter()
        .map(|template| {
            let argument = PromptArgument::new(template.argument)
                .with_description(template.about)
                .with_required(template.otherwise.is_none());
            Prompt::new(template.name, Some(template.description), Some(vec![argument]))
                .with_title(template.title)
        })
        .collect()
}

/// The description and the messages of the prompt `name`.
pub(super) fn fill(
    name: &str,
    arguments: Option<&JsonObject>,
) -> Result<(&'static str, Vec<PromptMessage>), NoPrompt> {
    let template = TEMPLATES
        .iter()
        .find(|template| template.name == name)
        .ok_or(NoPrompt::Unknown)?;
    let mut value = template.otherwise;
    for (name, given) in arguments.into_iter().flatten() {
        let text = given.as_str().filter(|text| is_plain(text));
        if name != template.argument || text.is_none() {
            return Err(NoPrompt::Argument);
        }
        value = text;
    }
    let text = template.text.replace("{}", value.ok_or(NoPrompt::Argument)?);
    Ok((
        template.description,
        vec![PromptMessage::new_text(Role::User, text)],
    ))
}

/// One line that cannot end the quotation it is put into.
fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_VALUE
        && !text.chars().any(|letter| letter.is_control() || letter == '`')
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use ward_ops::{Exposure, Registry};

    use super::*;

    fn text(name: &str, arguments: &Value) -> Result<String, NoPrompt> {
        let (_, messages) = fill(name, arguments.as_object())?;
        let message = serde_json::to_value(&messages[0]).unwrap();
        Ok(message["content"]["text"].as_str().unwrap().to_owned())
    }

    #[test]
    fn an_argument_is_put_in() {
        let text = text("review-tls", &json!({"hostname": "example.org"})).unwrap();
        assert!(text.contains("`example.org`"), "{text}");
    }

    #[test]
    fn an_argument_that_is_not_needed_may_be_left_out() {
        assert!(text("triage-findings", &Value::Null).is_ok());
        assert_eq!(text("rotate-a-key", &Value::Null), Err(NoPrompt::Argument));
    }

    #[test]
    fn an_argument_cannot_break_out_of_its_quotation() {
        for value in ["a`b", "a\nb", "a\u{7f}", "", &"a".repeat(254)] {
            assert_eq!(
                text("rotate-a-key", &json!({"key": value})),
                Err(NoPrompt::Argument),
                "{value:?}"
            );
        }
    }

    #[test]
    fn arguments_that_are_unknown_or_no_text_are_refused() {
        for arguments in [json!({"key": "a", "x": "y"}), json!({"key": 1})] {
            assert_eq!(text("rotate-a-key", &arguments), Err(NoPrompt::Argument));
        }
    }

    #[test]
    fn a_prompt_that_is_not_there_is_unknown() {
        assert_eq!(text("rotate", &Value::Null), Err(NoPrompt::Unknown));
    }

    #[test]
    fn every_tool_that_a_prompt_names_is_offered() {
        let registry = Registry::new();
        for template in TEMPLATES {
            let names = template
                .text
                .split('`')
                .skip(1)
                .step_by(2)
                .filter(|name| *name != "{}");
            for name in names {
                let spec = registry.find(name).unwrap().spec();
                assert_eq!(spec.exposure, Exposure::Open, "{name}");
            }
        }
    }
}
