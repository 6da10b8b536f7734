//! nginx with the calendars as static files: tags made by itself, files kept open, compressed ones
//! taken as they lie.

use super::report::Answer;
use std::{
    fs,
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command},
    time::{Duration, Instant},
};

pub(crate) struct Nginx {
    /// Where it sends with an answer 304 what the service sends with one.
    unchanged: SocketAddr,
    /// Where it sends with an answer 200 what the service sends with one.
    whole: SocketAddr,
    child: Child,
    folder: PathBuf,
}

const SETTINGS: &str = "\
worker_processes 1;
worker_rlimit_nofile 65536;
daemon off;
pid FOLDER/nginx.pid;
error_log FOLDER/nginx.log crit;
events { worker_connections 4096; }
http {
    access_log off;
    sendfile on;
    tcp_nodelay on;
    keepalive_timeout 75s;
    keepalive_requests 1000000000;
    client_body_temp_path FOLDER/b; proxy_temp_path FOLDER/p; fastcgi_temp_path FOLDER/f;
    uwsgi_temp_path FOLDER/u; scgi_temp_path FOLDER/s;
    open_file_cache max=40000 inactive=1h;
    open_file_cache_valid 1h;
    types { text/calendar ics; }
    charset utf-8; charset_types text/calendar;
    root FOLDER/files;
    gzip_static on;
    server_tokens off;
    max_ranges 0;
    server {
        listen UNCHANGED;
        add_header Cache-Control \"private, max-age=300\";
        add_header Vary Accept-Encoding;
    }
    server {
        listen WHOLE;
        add_header Cache-Control \"private, max-age=300\";
        add_header Vary Accept-Encoding;
        add_header X-Robots-Tag noindex;
        add_header X-Content-Type-Options nosniff;
        add_header Referrer-Policy no-referrer;
        add_header Content-Security-Policy \"default-src 'none'; frame-ancestors 'none'\";
        add_header Strict-Transport-Security \"max-age=31536000; includeSubDomains\";
    }
}
";

/// Starts it on the first processor.
pub(crate) fn start(program: &str, folder: &Path) -> Nginx {
    let (unchanged, whole) = free();
    let settings = SETTINGS
        .replace("FOLDER", &folder.display().to_string())
        .replace("UNCHANGED", &unchanged.to_string())
        .replace("WHOLE", &whole.to_string());
    // Run by root, the worker would be somebody else, who may not look into the folder.
    let settings = format!("user root;\n{settings}");
    let file = folder.join("nginx.conf");
    fs::write(&file, settings).unwrap();
    let child = Command::new("taskset")
        .args(["-c", "0", program, "-p"])
        .arg(folder)
        .arg("-c")
        .arg(&file)
        .spawn()
        .unwrap();
    let until = Instant::now() + Duration::from_secs(10);
    while TcpStream::connect(whole).is_err() {
        assert!(Instant::now() < until, "nginx does not answer");
        std::thread::sleep(Duration::from_millis(50));
    }
    Nginx {
        unchanged,
        whole,
        child,
        folder: folder.to_owned(),
    }
}

/// Two ports that were free a moment ago.
fn free() -> (SocketAddr, SocketAddr) {
    let both = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    let [unchanged, whole] = both.map(|listener| listener.local_addr().unwrap());
    (unchanged, whole)
}

impl Nginx {
    pub(crate) fn address(&self, answer: Answer) -> SocketAddr {
        match answer {
            Answer::Unchanged => self.unchanged,
            Answer::Whole => self.whole,
        }
    }

    /// The process that answers: the only child of the one that was started.
    pub(crate) fn worker(&self) -> u32 {
        let parent = self.child.id();
        let children = format!("/proc/{parent}/task/{parent}/children");
        let children = fs::read_to_string(children).unwrap();
        children.split_whitespace().next().unwrap().parse().unwrap()
    }

    pub(crate) fn stop(mut self) {
        let pid = fs::read_to_string(self.folder.join("nginx.pid")).unwrap();
        Command::new("kill").arg(pid.trim()).status().unwrap();
        self.child.wait().unwrap();
    }
}
