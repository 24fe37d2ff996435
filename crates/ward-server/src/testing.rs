//! An application over a store in memory, for the tests beside the code.

use std::sync::Arc;

use ward_ops::{Engine, Settings};
use ward_secret::testing::ManualClock;
use ward_secret::{Secret, Timestamp};
use ward_store::{Location, RootKeySource, Store};

use crate::ServerOptions;
use crate::router::App;

/// An application with the routes at `paths` in its table of counts.
pub(crate) async fn app(paths: &[&str]) -> Arc<App> {
    let root = RootKeySource::Key(Secret::new([7; 32]));
    let store = Arc::new(Store::open(Location::Memory, &root).await.unwrap());
    let settings = Settings {
        api_key_environment: "test".to_owned(),
        ..Settings::default()
    };
    let clock = Arc::new(ManualClock::at(Timestamp::EPOCH));
    let engine = Arc::new(Engine::new(store, clock, settings).await.unwrap());
    let paths = paths.iter().map(|path| (*path).to_owned()).collect();
    Arc::new(App::new(engine, ServerOptions::default(), paths))
}
