import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Line {
  /** The service at the other end, by way of this line. */
  readonly url: string;
  /** Ends what is under way, and whatever tries from then on. */
  cut(): void;
  mend(): void;
  stop(): Promise<void>;
}

/**
 * A line to a service that can be cut. Chromium's own `offline` leaves a stream alone that is open already.
 *
 * @param service `http://127.0.0.1:PORT`
 */
export async function startLine(service: string): Promise<Line> {
  const { hostname, port } = new URL(service);
  const sockets = new Set<Socket>();
  let whole = true;
  const cut = () => {
    whole = false;
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((near) => {
    if (!whole) return near.destroy();
    const far = connect(Number(port), hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    mend() {
      whole = true;
    },
    stop() {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
