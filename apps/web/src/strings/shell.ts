export const shell = {
  skip: 'Skip to the content',
  navigation: 'Main',
  start: 'Pictures',
  models: 'Models',
  theme: { system: 'Colours: as the system', light: 'Colours: light', dark: 'Colours: dark' },
};
