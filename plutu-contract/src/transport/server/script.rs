//! Plays the acts of a server, one after another, on the incoming connections.

use std::io;
use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use rustls::ServerConfig;
use socket2::SockRef;

use super::Act;
use super::Log;
use super::Read;
use super::Received;
use super::Stream;
use super::Then;
use super::patience::PATIENCE;

/// The acts that a server plays, and the log of what it receives.
pub(super) struct Script {
    acts: Vec<Act>,
    tls: Option<Arc<ServerConfig>>,
    log: Arc<Log>,
}

impl Script {
    pub(super) fn new(acts: Vec<Act>, tls: Option<Arc<ServerConfig>>, log: Arc<Log>) -> Self {
        Self { acts, tls, log }
    }

    /// Plays a connection to its end.
    pub(super) fn play(&self, socket: TcpStream) -> io::Result<()> {
        self.log.connected();
        socket.set_write_timeout(Some(PATIENCE))?;
        if let Some(act) = self.act()
            && act.read != Read::Whole
        {
            self.log.began_act();
            return self.play_at_once(Stream::Plain(socket), act);
        }
        let mut stream = Stream::new(socket, self.tls.as_ref())?;
        let mut bytes = self.first_bytes(&mut stream)?;
        while let Some(request) = self.request(&mut stream, bytes)? {
            self.log.received(request);
            let Some(act) = self.act() else { break };
            self.log.began_act();
            self.write(&mut stream, &act.write)?;
            if !matches!(act.then, Then::Keep | Then::Late(_)) {
                return self.end(stream, &act.then);
            }
            bytes = self.first_bytes(&mut stream)?;
            if bytes.is_empty() {
                break;
            }
            self.log.used_connection_again();
            if let Then::Late(late) = &act.then {
                self.write(&mut stream, late)?;
            }
        }
        stream.close()
    }

    fn play_at_once(&self, mut stream: Stream, act: &Act) -> io::Result<()> {
        if act.read == Read::Byte {
            self.read(&mut stream, &mut [0])?;
        }
        self.write(&mut stream, &act.write)?;
        self.end(stream, &act.then)
    }

    /// The next act.
    fn act(&self) -> Option<&Act> {
        self.acts.get(self.log.acts()).or(self.acts.last())
    }

    /// Reads the rest of a request that begins with `bytes`. Returns `None` if the connection ends
    /// before the request does.
    fn request(&self, stream: &mut Stream, mut bytes: Vec<u8>) -> io::Result<Option<Received>> {
        loop {
            if let Some(request) = Received::read(&bytes) {
                return Ok(Some(request));
            }
            let more = self.first_bytes(stream)?;
            if more.is_empty() {
                return Ok(None);
            }
            bytes.extend(more);
        }
    }

    /// Reads the first bytes on a connection. Returns no bytes if the connection ends.
    fn first_bytes(&self, stream: &mut Stream) -> io::Result<Vec<u8>> {
        let mut buffer = [0; 4096];
        let read = self.read(stream, &mut buffer)?;
        Ok(buffer.iter().take(read).copied().collect())
    }

    fn end(&self, mut stream: Stream, then: &Then) -> io::Result<()> {
        match then {
            Then::Keep | Then::Late(_) | Then::Close => stream.close(),
            Then::Reset => SockRef::from(stream.socket()).set_linger(Some(Duration::ZERO)),
            Then::Stall => self.stall(&mut stream),
            Then::Trickle(bytes) => self.trickle(&mut stream, bytes),
            Then::Flood(bytes, times) => {
                for _ in 0..*times {
                    self.write(&mut stream, bytes)?;
                }
                stream.close()
            }
        }
    }

    /// Sends nothing until the client closes the connection.
    fn stall(&self, stream: &mut Stream) -> io::Result<()> {
        // Only this wait is limited: on a busy machine, a request may take long to arrive.
        stream.socket().set_read_timeout(Some(PATIENCE))?;
        let mut buffer = [0; 4096];
        while self.read(stream, &mut buffer)? > 0 {}
        Ok(())
    }

    fn trickle(&self, stream: &mut Stream, bytes: &[u8]) -> io::Result<()> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            self.write(stream, bytes)?;
            thread::sleep(Duration::from_millis(20));
        }
        self.log.lost_patience();
        Ok(())
    }

    fn read(&self, stream: &mut Stream, buffer: &mut [u8]) -> io::Result<usize> {
        let read = stream
            .read(buffer)
            .inspect_err(|error| self.failed(error))?;
        self.log.read(read);
        Ok(read)
    }

    fn write(&self, stream: &mut Stream, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let written = stream
                .write(bytes)
                .inspect_err(|error| self.failed(error))?;
            self.log.wrote(written);
            bytes = bytes.get(written..).unwrap_or_default();
        }
        stream.flush()
    }

    fn failed(&self, error: &io::Error) {
        // Systems have two names for a socket's time-out.
        if matches!(
            error.kind(),
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
        ) {
            self.log.lost_patience();
        }
    }
}
