//! `ward config`: what is set, and where.

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use crate::cli;
use crate::config::{Config, Default, Key, keys};
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::output::Table;

/// Show and check the configuration
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    Show(Show),
    Check(Check),
    Path(Path),
}

/// Print every setting, its value and where it came from; secrets are masked
#[derive(Args, Debug)]
pub(crate) struct Show {
    #[command(flatten)]
    json: cli::Json,
}

/// Check the configuration, and name variables that mean nothing
#[derive(Args, Debug)]
#[command(after_help = "Exit code 0 when the configuration is valid, 2 when it is not.")]
pub(crate) struct Check {
    #[command(flatten)]
    json: cli::Json,
}

/// Print the configuration file and the data directory that are used
#[derive(Args, Debug)]
pub(crate) struct Path {
    #[command(flatten)]
    json: cli::Json,
}

impl ConfigCommand {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let config = context.config()?;
        match self {
            Self::Show(_) => show(context, &config),
            Self::Check(_) => check(context, &config),
            Self::Path(_) => path(context, &config),
        }?;
        Ok(Outcome::Done)
    }
}

fn show(context: &Context, config: &Config) -> Result<(), CliError> {
    let rows: Vec<(&Key, String, String)> = keys().map(|key| row(key, config)).collect();
    if context.output.is_json() {
        let settings: Vec<Json> = rows
            .iter()
            .map(|(key, value, origin)| json!({ "key": key.name, "value": value, "origin": origin }))
            .collect();
        return context.output.json(&json!({ "settings": settings }));
    }
    let mut table = Table::new(&["setting", "value", "from"]);
    for (key, value, origin) in rows {
        table.row([key.name.to_owned(), value, origin]);
    }
    context.output.data(table.render(context.output).as_bytes())
}

fn row<'k>(key: &'k Key, config: &Config) -> (&'k Key, String, String) {
    if let Some((value, origin)) = config.values.entry(key.name) {
        return (key, value.to_string(), origin.to_string());
    }
    let value = match key.default {
        Default::Follows(words) => format!("({words})"),
        Default::Is(_) | Default::Absent => "-".to_owned(),
    };
    (key, value, "default".to_owned())
}

fn check(context: &Context, config: &Config) -> Result<(), CliError> {
    if context.output.is_json() {
        let unknown: Vec<_> = config.unknown_variables.iter().map(|(name, _)| name).collect();
        return context
            .output
            .json(&json!({ "ok": true, "unknown_variables": unknown }));
    }
    for (name, similar) in &config.unknown_variables {
        let meant = similar
            .map(|similar| format!("; did you mean {similar}?"))
            .unwrap_or_default();
        context
            .output
            .say(&format!("the variable {name} means nothing to ward{meant}"));
    }
    context.output.line("the configuration is valid")
}

fn path(context: &Context, config: &Config) -> Result<(), CliError> {
    let file = config.file.as_ref().map(|path| path.display().to_string());
    let data_dir = config.storage.data_dir.display().to_string();
    if context.output.is_json() {
        return context
            .output
            .json(&json!({ "config": file, "data_dir": data_dir }));
    }
    context
        .output
        .line(&format!("config    {}", file.as_deref().unwrap_or("none")))?;
    context.output.line(&format!("data_dir  {data_dir}"))
}
