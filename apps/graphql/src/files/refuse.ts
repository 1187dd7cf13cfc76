import type { Response } from 'express';

export const INVALID_URL = 'This URL was changed or its time is over. Ask for a new one.';

/** Answers a request for a file in GraphQL's form of errors. */
export function refuse(response: Response, status: number, code: string, message: string): void {
  // The rest of a body that is not wanted is not read either.
  response.setHeader('connection', 'close');
  response.status(status).json({ errors: [{ message, extensions: { code } }] });
}
