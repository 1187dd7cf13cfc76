export const shell = {
  skip: 'Skip to the content',
  navigation: 'Main',
  start: 'Pictures',
  models: 'Models',
  theme: { system: 'Colours: as the system', light: 'Colours: light', dark: 'Colours: dark' },
  fault: {
    title: 'This cannot be shown',
    lead: 'The page may have been updated while it was open. Everything is safe on the server; loading it again helps.',
    reload: 'Load again',
  },
  signOut: 'Sign out',
  predictOnly:
    'This key may look and predict. To collect, train or change anything, sign in with a key for training.',
  signIn: {
    title: 'Sign in',
    lead: 'This server asks for a key. Whoever runs it makes one for you.',
    key: 'Key',
    hint: 'It begins with graft_ and stays on this device until you sign out.',
    submit: 'Sign in',
    forget: 'Forget the key on this device',
    empty: 'Paste your key here.',
    invalid:
      'This key is not valid here, or no longer. Check that all of it was pasted, or ask for another one.',
    keptInvalid: 'The key on this device is not valid here, or no longer.',
    unreachable: 'The server cannot be reached. Try again in a moment.',
  },
};
