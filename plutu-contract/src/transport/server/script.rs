//! Plays the acts of a server, one after another, on the connections that come in.

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

/// What a server plays, and the log of what it sees.
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
        while let Some(request) = self.request(&mut stream)? {
            self.log.received(request);
            let Some(act) = self.act() else { break };
            self.log.began_act();
            self.write(&mut stream, &act.write)?;
            if act.then != Then::Keep {
                return self.end(stream, &act.then);
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

    /// The act whose turn it is.
    fn act(&self) -> Option<&Act> {
        self.acts.get(self.log.acts()).or(self.acts.last())
    }

    /// Reads a complete request, or `None` if the connection ends before.
    fn request(&self, stream: &mut Stream) -> io::Result<Option<Received>> {
        let mut bytes = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            let read = self.read(stream, &mut buffer)?;
            if read == 0 {
                return Ok(None);
            }
            bytes.extend(buffer.iter().take(read));
            if let Some(request) = Received::read(&bytes) {
                return Ok(Some(request));
            }
        }
    }

    fn end(&self, mut stream: Stream, then: &Then) -> io::Result<()> {
        match then {
            Then::Keep | Then::Close => stream.close(),
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

    /// Is silent until the client closes the connection.
    fn stall(&self, stream: &mut Stream) -> io::Result<()> {
        // A request may take long to arrive on a busy machine, so only here is waiting limited.
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
