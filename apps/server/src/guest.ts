/** Where a socket meets the room: a connection becomes a session of a person. */
import type { UserId } from '@planwright/engine';
import type { Room } from '@planwright/sync';
import { CLOSE, type Connection, type Guest } from './socket.ts';

/** The room's end of a connection. */
export function guestOf(room: Room, user: UserId, connection: Connection): Guest {
  const session = room.connect(user, {
    send: connection.send,
    buffered: connection.buffered,
    close: () => connection.close(CLOSE.normal, 'goodbye'),
  });
  return {
    name: session.name,
    receive: (frame) => session.receive(frame),
    drained: () => session.drained(),
    left: () => session.closed(),
  };
}
