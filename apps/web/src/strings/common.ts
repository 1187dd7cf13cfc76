export const common = {
  loading: 'Loading…',
  tryAgain: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  undo: 'Undo',
  notices: 'What was done',
  noConnection: 'The server cannot be reached. What you did is safe; this goes on when it is back.',
  unexpected: 'The server did not do this, and did not say why. Try again.',
  camera: {
    missing: 'There is no camera here that the page can use.',
    refused:
      'The browser does not let this page use the camera. Allow it beside the address, then try again.',
    insecure: 'Browsers give the camera only to pages on https or on this very machine.',
    busy: 'The camera cannot be opened. Another program may be using it.',
  },
  notFound: 'There is nothing at this address.',
  notFoundHint: 'It may have been deleted. Everything that there is can be found from the start.',
  toStart: 'To the start',
  unavailable: 'This cannot be shown now.',
};
