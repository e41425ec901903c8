/**
 * The floor of everything that goes over sockets: `ws` and nothing else, in a process of its own.
 * `echo`: each message is answered to its sender, with writes held back until the turn is over.
 * `broadcast`: each message of the first client goes to all others as a frame of `answer` bytes,
 * built once.
 *
 * Started by `bare-load.ts`: node bare-sockets.ts <port> echo|broadcast <answer bytes>
 */
import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';

const [port = '', mode = '', answerBytes = ''] = process.argv.slice(2);

const sockets = new Set<Duplex>();
const corked = new Set<Duplex>();
const frame = frameOf(Buffer.alloc(Number(answerBytes), 7));
const server = createServer((_, answer) => answer.end('up'));
const webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });

server.on('upgrade', (incoming, socket, head) => {
  webSockets.handleUpgrade(incoming, socket, head, (webSocket) => {
    sockets.add(socket);
    webSocket.on('error', () => undefined);
    webSocket.on('close', () => sockets.delete(socket));
    webSocket.on('message', () => {
      if (mode === 'echo') answer(socket);
      else for (const other of sockets) if (other !== socket) answer(other);
    });
  });
});
server.listen(Number(port), '127.0.0.1');

function answer(socket: Duplex): void {
  if (!corked.has(socket)) {
    if (corked.size === 0) setImmediate(uncork);
    corked.add(socket);
    socket.cork();
  }
  socket.write(frame);
}

function uncork(): void {
  for (const socket of corked) socket.uncork();
  corked.clear();
}

/** A binary message from the server: RFC 6455, 5.2. */
function frameOf(payload: Buffer): Buffer {
  const { length } = payload;
  if (length < 126) return Buffer.concat([Buffer.from([0x82, length]), payload]);
  const head = Buffer.alloc(length < 65_536 ? 4 : 10);
  head[0] = 0x82;
  head[1] = length < 65_536 ? 126 : 127;
  if (length < 65_536) head.writeUInt16BE(length, 2);
  else head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

process.on('SIGTERM', () => process.exit(0));
