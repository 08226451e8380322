//! A store as a trait object, so that [`Orders`](crate::Orders) has no type parameter.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::key::AttemptKey;
use crate::order_id::OrderId;
use crate::store::Change;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::StoredOrder;
use crate::task::Pending;
use crate::task::Queue;
use crate::task::TaskKey;

pub(crate) type SharedStore = Arc<dyn ObjectStore>;

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// The object-safe form of [`Store`].
pub(crate) trait ObjectStore: Send + Sync {
    fn load<'a>(&'a self, id: &'a OrderId) -> Answer<'a, Option<StoredOrder>>;
    fn find<'a>(&'a self, key: &'a AttemptKey) -> Answer<'a, Option<StoredOrder>>;
    fn save<'a>(&'a self, change: &'a Change) -> Answer<'a, ()>;
    fn pending(&self, queue: Queue, limit: usize) -> Answer<'_, Pending>;
    fn acknowledge<'a>(&'a self, key: &'a TaskKey) -> Answer<'a, ()>;
}

impl<S: Store> ObjectStore for S {
    fn load<'a>(&'a self, id: &'a OrderId) -> Answer<'a, Option<StoredOrder>> {
        Box::pin(Store::load(self, id))
    }

    fn find<'a>(&'a self, key: &'a AttemptKey) -> Answer<'a, Option<StoredOrder>> {
        Box::pin(Store::find(self, key))
    }

    fn save<'a>(&'a self, change: &'a Change) -> Answer<'a, ()> {
        Box::pin(Store::save(self, change))
    }

    fn pending(&self, queue: Queue, limit: usize) -> Answer<'_, Pending> {
        Box::pin(Store::pending(self, queue, limit))
    }

    fn acknowledge<'a>(&'a self, key: &'a TaskKey) -> Answer<'a, ()> {
        Box::pin(Store::acknowledge(self, key))
    }
}
