export const common = {
  loading: 'Loading…',
  tryAgain: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  noConnection: 'The server cannot be reached. What you did is safe; this goes on when it is back.',
  notFound: 'There is nothing at this address.',
  notFoundHint: 'It may have been deleted. Everything that there is can be found from the start.',
  toStart: 'To the start',
};
