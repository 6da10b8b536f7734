//! Another instance of the service on a database that is there already: after a restart, behind
//! a load balancer, or on a cluster of its own.

use crate::{Client, TestService, fresh, token};
use samverkan_service::{
    api,
    app::App,
    jobs,
    mail::Mailer,
    seeds::Seeds,
    server,
    store::Database,
    usecase::{Role, registers},
};
use std::sync::Arc;
use tokio::{net::TcpListener, sync::oneshot};

/// A service that owns no database. Stops when dropped.
pub struct Instance {
    pub app: App,
    /// Nobody signed in.
    pub anyone: Client,
    _stop: oneshot::Sender<()>,
}

impl Instance {
    /// A second instance: the same database, secrets, clock and public address; its own memory.
    pub async fn beside(first: &TestService) -> Self {
        Self::on_copy(first, first.database_url()).await
    }

    /// The same on a copy of the first one's database.
    pub async fn on_copy(first: &TestService, url: &str) -> Self {
        let database = Database::connect(url).await.expect("database");
        let first = first.app.clone();
        let app = App {
            clock: first.clock,
            secrets: first.secrets,
            two_people: first.two_people,
            guards: first.guards,
            ..fresh::app(database, first.mailer, first.seeds, &first.public_url)
        };
        Self::serve(app).await
    }

    /// The first instance on the database at this address.
    pub async fn on(url: &str) -> Self {
        let database = Database::connect(url).await.expect("database");
        database.migrate().await.expect("migrations");
        let public_url = "http://samverkan.example";
        let mailer = Arc::new(Mailer::Memory(fresh::mailer(public_url)));
        let app = fresh::app(database, mailer, Seeds::default(), public_url);
        registers::ensure_professions(&app)
            .await
            .expect("professions");
        Self::serve(app).await
    }

    /// An instance of this app: for what is otherwise than usual in it.
    pub async fn serve(app: App) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("free port");
        Self::serve_on(app, listener)
    }

    /// The same where it is known beforehand at which address: for what has to be told of it.
    pub fn serve_on(app: App, listener: TcpListener) -> Self {
        let address = listener.local_addr().expect("address");
        let (stop, stopped) = oneshot::channel();
        let endpoint = api::endpoint(app.clone());
        tokio::spawn(server::serve(
            listener,
            endpoint,
            server::Patience::default(),
            async {
                let _ = stopped.await;
            },
        ));
        Self {
            app,
            anyone: Client::new(format!("http://{address}")),
            _stop: stop,
        }
    }

    /// A client with a token of this role.
    pub async fn staff(&self, role: Role) -> Client {
        self.anyone.with_token(token(&self.app, role).await)
    }

    pub async fn tick(&self) -> jobs::Done {
        jobs::follow(&self.app).await.expect("a database");
        jobs::tick(&self.app).await.expect("a tick")
    }
}
