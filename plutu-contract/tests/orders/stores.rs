//! Real databases for tests.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

use plutu_orders::PostgresStore;
use plutu_orders::SqliteStore;
use plutu_test_postgres::Server;
use sqlx::PgPool;
use sqlx::SqlitePool;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::sqlite::SqliteJournalMode;
use sqlx::sqlite::SqlitePoolOptions;

/// An SQLite database in a file, which is deleted when this is dropped.
pub(crate) struct Sqlite {
    folder: PathBuf,
    pub(crate) pool: SqlitePool,
}

impl Sqlite {
    pub(crate) async fn open() -> Self {
        static OPENED: AtomicU32 = AtomicU32::new(0);
        let number = OPENED.fetch_add(1, Ordering::Relaxed);
        let folder = env::temp_dir().join(format!("plutu-sqlite-{}-{number}", process::id()));
        fs::create_dir(&folder).unwrap();
        let options = SqliteConnectOptions::new()
            .filename(folder.join("shop.db"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal);
        let pool = SqlitePoolOptions::new().max_connections(8);
        let pool = pool.connect_with(options).await.unwrap();
        Self { folder, pool }
    }

    pub(crate) async fn store(&self) -> SqliteStore {
        let store = SqliteStore::new(self.pool.clone());
        store.migrate().await.unwrap();
        store
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// A store in PostgreSQL, if a server can be started. All tests share it.
pub(crate) async fn postgres(test: &str) -> Option<PostgresStore> {
    let pool = pool(Server::shared(test)?).await;
    let store = PostgresStore::new(pool);
    store.migrate().await.unwrap();
    Some(store)
}

pub(crate) async fn pool(server: &Server) -> PgPool {
    let pool = PgPoolOptions::new().max_connections(8);
    pool.connect(server.url()).await.unwrap()
}
